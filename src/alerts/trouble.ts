import type { SoldUnseen } from './sold.ts';
import { hasManyDead, isCrowded, type Till } from './till.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { RECONCILE } from '../runs/questions/whole.ts';

/** What is wrong and not over. */
export interface Trouble {
  /** "owed": a channel is late. "dead": webhooks were given up. "unmapped": something was sold that no product is known of. "orders": those of a marketplace were not read for long. "missing_blocked": items without an id. "sales_waiting", "sales_dead", "sales_worker", "rabbitmq": the till's sales. "uploads_dead": uploads that were given up. "database": a worker cannot ask it. Else an exit code, behind the family of its run: a flash that goes well says nothing of the whole readings, and neither does a reconcile. */
  kind: string;
  /** In how many runs it was met; of a channel that is late, in how many whole ones. */
  runs: number;
  /** Whether an alert of it was sent. */
  told: boolean;
  /** For how long it is known; undefined of one that is met for the first time. */
  lastsMs?: number;
}

export interface RunEnd {
  /** Null where no run ended: a worker looks. */
  exitCode: ExitCode | null;
  /** "" of a whole run, else what comes before its exit code: "flash:", "reconcile shopify:". */
  family: string;
  /** Whether nothing is wrong but that webhooks are still pending. */
  onlyPending: boolean;
  /** Webhooks left pending or given up, and the whole runs that a late one has seen; undefined where nobody knows. */
  left: { owed: number; dead: number; lateRuns: number | undefined } | undefined;
  /** What was sold in marketplaces and moves no stock, or may have been; undefined where nobody knows. */
  sold: SoldUnseen | undefined;
  /** Sales of the till that are not recorded; undefined where nobody knows. */
  till: Till | undefined;
  /** How many uploads were given up; undefined where nobody knows. */
  deadUploads: number | undefined;
  /** For how long a worker could not ask the database; undefined where it can, and where a run ended. */
  databaseAwayMs: number | undefined;
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
export const WAITING = 'sales_waiting';
export const DEAD_SALES = 'sales_dead';
export const NO_WORKER = 'sales_worker';
export const BROKER = 'rabbitmq';
export const DATABASE = 'database';
export const DEAD_UPLOADS = 'uploads_dead';
const LEFT: ReadonlySet<string> = new Set([OWED, DEAD]);
const SOLD: ReadonlySet<string> = new Set([UNMAPPED, ORDERS]);
const OF_TILL: ReadonlySet<string> = new Set([WAITING, DEAD_SALES, NO_WORKER, BROKER]);
export const BLOCKED = 'missing_blocked';
/** A marketplace that was away when it was compared once is nothing to tell, as long as it is back the next time. */
const RECONCILES_AWAY = 3;
/** A worker that begins after an outage has recorded thousands before the next look; one that is replaced is back by then. */
const LASTING_MS = 60_000;
/** A broker or a database that restarts is back sooner. */
export const AWAY_MS = 120_000;

/** The kind of trouble that a run has where it ends badly. */
export function kindOf({ exitCode, family }: Pick<RunEnd, 'exitCode' | 'family'>): string {
  return `${family}${exitCode}`;
}

/** A flash, a reconcile of a marketplace and one of all say nothing of what others left. */
export function familyOf({ command, mode }: { command: string; mode: string | null }): string {
  if (command === RECONCILE) return `${[command, mode].filter(Boolean).join(' ')}:`;
  return mode === 'flash' ? 'flash:' : '';
}

/** Whether a run of this family can end trouble of this kind; a reconcile of all marketplaces compares each. */
function isOfFamily(kind: string, family: string): boolean {
  const own = kind.slice(0, kind.indexOf(':') + 1);
  return own === family || (family === `${RECONCILE}:` && own.startsWith(RECONCILE));
}

/** What a run's end means after what is known: each kind of trouble is alerted at once and once, until it is over. */
export function judge(known: readonly Trouble[], run: RunEnd): Verdict {
  if (run.exitCode !== null && SAYS_NOTHING.has(run.exitCode)) return { troubles: known, tell: undefined };
  const met = kindsOf(run);
  const goesOn = ({ kind }: Trouble): boolean => {
    if (met.has(kind)) return true;
    if (LEFT.has(kind)) return run.left === undefined;
    if (SOLD.has(kind)) return run.sold === undefined;
    if (kind === DATABASE) return false;
    if (kind === DEAD_UPLOADS) return run.deadUploads === undefined;
    if (OF_TILL.has(kind)) return run.till === undefined || (run.till === 'away' && kind !== BROKER);
    return run.exitCode !== EXIT.ok || !isOfFamily(kind, run.family);
  };
  const troubles = [
    ...known.filter(goesOn).map((trouble) => (met.has(trouble.kind) ? again(trouble, run) : trouble)),
    ...[...met]
      .filter((kind) => !known.some((trouble) => trouble.kind === kind))
      .map((kind) => again({ kind, runs: 0, told: false }, run)),
  ];
  const due = troubles.filter((trouble) => !trouble.told && met.has(trouble.kind) && isNews(trouble, run));
  if (due.length > 0) {
    const told = troubles.map((trouble) => (due.includes(trouble) ? { ...trouble, told: true } : trouble));
    return { troubles: told, tell: due };
  }
  const over = known.some(({ told }) => told) && !troubles.some(({ told }) => told);
  return { troubles, tell: over ? 'well' : undefined };
}

function isNews({ kind, runs, lastsMs = 0 }: Trouble, { exitCode, databaseAwayMs = 0 }: RunEnd): boolean {
  if (kind === WAITING) return lastsMs >= LASTING_MS;
  if (kind === BROKER) return lastsMs >= AWAY_MS;
  if (kind === DATABASE) return databaseAwayMs >= AWAY_MS;
  // Where runs alone look, the next look is far away.
  if (kind === NO_WORKER) return exitCode !== null || lastsMs >= LASTING_MS;
  return !(kind.startsWith(RECONCILE) && kind.endsWith(`:${EXIT.unavailable}`)) || runs >= RECONCILES_AWAY;
}

function kindsOf(run: RunEnd): ReadonlySet<string> {
  const { exitCode, onlyPending, left, sold, till, missingBlocked } = run;
  const kinds = new Set<string>();
  if (exitCode !== null && exitCode !== EXIT.ok && !onlyPending) kinds.add(kindOf(run));
  if (left?.lateRuns !== undefined) kinds.add(OWED);
  if (left !== undefined && left.dead > 0) kinds.add(DEAD);
  if (sold !== undefined && sold.unmapped > 0) kinds.add(UNMAPPED);
  if (sold !== undefined && sold.unread.length > 0) kinds.add(ORDERS);
  if (missingBlocked > 0) kinds.add(BLOCKED);
  if (run.databaseAwayMs !== undefined) kinds.add(DATABASE);
  if ((run.deadUploads ?? 0) > 0) kinds.add(DEAD_UPLOADS);
  for (const kind of kindsIn(till)) kinds.add(kind);
  return kinds;
}

function kindsIn(till: Till | undefined): string[] {
  if (till === undefined) return [];
  if (till === 'away') return [BROKER];
  // How many wait is said with it.
  const kept = till.hasWorker ? (isCrowded(till) ? [WAITING] : []) : [NO_WORKER];
  return hasManyDead(till) ? [...kept, DEAD_SALES] : kept;
}

function again(trouble: Trouble, { left, exitCode }: RunEnd): Trouble {
  // A worker looks each minute: that is no run.
  if (exitCode === null && trouble.runs > 0) return trouble;
  return { ...trouble, runs: trouble.kind === OWED ? (left?.lateRuns ?? trouble.runs) : trouble.runs + 1 };
}
