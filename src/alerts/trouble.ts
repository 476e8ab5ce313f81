import type { SoldUnseen } from './sold.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';

/** What is wrong and not over. */
export interface Trouble {
  /** "owed": a channel is late. "dead": webhooks were given up. "unmapped": something was sold that no product is known of. "orders": those of a marketplace were not read for long. "missing_blocked": items without an id. Else an exit code, of a flash "flash:" before it: a flash that goes well says nothing of the whole readings. */
  kind: string;
  /** In how many runs it was met; of a channel that is late, in how many whole ones. */
  runs: number;
  /** Whether an alert of it was sent. */
  told: boolean;
}

export interface RunEnd {
  exitCode: ExitCode;
  isFlash: boolean;
  /** Whether nothing is wrong but that webhooks are still pending. */
  onlyPending: boolean;
  /** Webhooks left pending or given up, and the whole runs that a late one has seen; undefined where nobody knows. */
  left: { owed: number; dead: number; lateRuns: number | undefined } | undefined;
  /** What was sold in marketplaces and moves no stock, or may have been; undefined where nobody knows. */
  sold: SoldUnseen | undefined;
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

export const OWED = 'owed';
export const DEAD = 'dead';
export const UNMAPPED = 'unmapped';
export const ORDERS = 'orders';
const LEFT: ReadonlySet<string> = new Set([OWED, DEAD]);
const SOLD: ReadonlySet<string> = new Set([UNMAPPED, ORDERS]);
export const BLOCKED = 'missing_blocked';
const FLASH = 'flash:';

/** The kind of trouble that a run has where it ends badly. */
export function kindOf({ exitCode, isFlash }: Pick<RunEnd, 'exitCode' | 'isFlash'>): string {
  return `${isFlash ? FLASH : ''}${exitCode}`;
}

/** What a run's end means after what is known: each kind of trouble is alerted at once and once, until it is over. */
export function judge(known: readonly Trouble[], run: RunEnd): Verdict {
  if (SAYS_NOTHING.has(run.exitCode)) return { troubles: known, tell: undefined };
  const met = kindsOf(run);
  const goesOn = ({ kind }: Trouble): boolean => {
    if (met.has(kind)) return true;
    if (LEFT.has(kind)) return run.left === undefined;
    if (SOLD.has(kind)) return run.sold === undefined;
    return run.exitCode !== EXIT.ok || kind.startsWith(FLASH) !== run.isFlash;
  };
  const troubles = [
    ...known.filter(goesOn).map((trouble) => (met.has(trouble.kind) ? again(trouble, run) : trouble)),
    ...[...met]
      .filter((kind) => !known.some((trouble) => trouble.kind === kind))
      .map((kind) => again({ kind, runs: 0, told: false }, run)),
  ];
  const due = troubles.filter(({ kind, told }) => !told && met.has(kind));
  if (due.length > 0) {
    const told = troubles.map((trouble) => (due.includes(trouble) ? { ...trouble, told: true } : trouble));
    return { troubles: told, tell: due };
  }
  const over = known.some(({ told }) => told) && !troubles.some(({ told }) => told);
  return { troubles, tell: over ? 'well' : undefined };
}

function kindsOf(run: RunEnd): ReadonlySet<string> {
  const { exitCode, onlyPending, left, sold, missingBlocked } = run;
  const kinds = new Set<string>();
  if (exitCode !== EXIT.ok && !onlyPending) kinds.add(kindOf(run));
  if (left?.lateRuns !== undefined) kinds.add(OWED);
  if (left !== undefined && left.dead > 0) kinds.add(DEAD);
  if (sold !== undefined && sold.unmapped > 0) kinds.add(UNMAPPED);
  if (sold !== undefined && sold.unread.length > 0) kinds.add(ORDERS);
  if (missingBlocked > 0) kinds.add(BLOCKED);
  return kinds;
}

function again(trouble: Trouble, { left }: RunEnd): Trouble {
  return { ...trouble, runs: trouble.kind === OWED ? (left?.lateRuns ?? trouble.runs) : trouble.runs + 1 };
}
