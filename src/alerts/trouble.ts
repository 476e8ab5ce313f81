import { EXIT, type ExitCode } from '../platform/errors.ts';

/** What is wrong and not over. */
export interface Trouble {
  /** "owed": webhooks stay pending or were given up. "missing_blocked": items without an id. Else an exit code, of a flash "flash:" before it: a flash that goes well says nothing of the whole readings. */
  kind: string;
  /** In how many runs it was met. */
  runs: number;
  /** Whether an alert of it was sent. */
  told: boolean;
}

export interface RunEnd {
  exitCode: ExitCode;
  isFlash: boolean;
  /** Whether nothing is wrong but that webhooks are still pending. */
  onlyPending: boolean;
  /** Webhooks left pending or given up; undefined where nobody knows. */
  left: { owed: number; dead: number } | undefined;
  /** Items without an id, for which nobody is counted as missing. */
  missingBlocked: number;
}

export interface Verdict {
  /** What is not over after this run, as it is to be remembered once everything is told. */
  troubles: readonly Trouble[];
  /** What to alert: these troubles, that all is well again, or nothing. */
  tell: readonly Trouble[] | 'well' | undefined;
}

/** Neither trouble nor health: another run is at work, somebody stopped this one, or the command line was wrong. */
const SAYS_NOTHING: ReadonlySet<ExitCode> = new Set([EXIT.usage, EXIT.locked, EXIT.sigint, EXIT.sigterm]);

const OWED = 'owed';
export const BLOCKED = 'missing_blocked';
const FLASH = 'flash:';

/** The kind of trouble that a run has where it ends badly. */
export function kindOf({ exitCode, isFlash }: Pick<RunEnd, 'exitCode' | 'isFlash'>): string {
  return `${isFlash ? FLASH : ''}${exitCode}`;
}

/**
 * What a run's end means after what is known. A run that ends badly is alerted at once, webhooks that stay pending or dead only
 * after more than `afterRuns` runs in a row; each kind of trouble once, until it is over.
 */
export function judge(known: readonly Trouble[], run: RunEnd, afterRuns: number): Verdict {
  if (SAYS_NOTHING.has(run.exitCode)) return { troubles: known, tell: undefined };
  const met = kindsOf(run);
  const goesOn = ({ kind }: Trouble): boolean =>
    met.has(kind) ||
    (kind === OWED
      ? run.left === undefined
      : run.exitCode !== EXIT.ok || kind.startsWith(FLASH) !== run.isFlash);
  const troubles = [
    ...known.filter(goesOn).map((trouble) => (met.has(trouble.kind) ? again(trouble) : trouble)),
    ...[...met].filter((kind) => !known.some((trouble) => trouble.kind === kind)).map(newTrouble),
  ];
  const due = troubles.filter(
    ({ kind, runs, told }) => !told && met.has(kind) && (kind !== OWED || runs > afterRuns),
  );
  if (due.length > 0) {
    const told = troubles.map((trouble) => (due.includes(trouble) ? { ...trouble, told: true } : trouble));
    return { troubles: told, tell: due };
  }
  const over = known.some(({ told }) => told) && !troubles.some(({ told }) => told);
  return { troubles, tell: over ? 'well' : undefined };
}

function kindsOf(run: RunEnd): ReadonlySet<string> {
  const { exitCode, onlyPending, left, missingBlocked } = run;
  const kinds = new Set<string>();
  if (exitCode !== EXIT.ok && !onlyPending) kinds.add(kindOf(run));
  if (left !== undefined && left.owed + left.dead > 0) kinds.add(OWED);
  if (missingBlocked > 0) kinds.add(BLOCKED);
  return kinds;
}

function again(trouble: Trouble): Trouble {
  return { ...trouble, runs: trouble.runs + 1 };
}

function newTrouble(kind: string): Trouble {
  return { kind, runs: 1, told: false };
}
