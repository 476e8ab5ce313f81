import type { Session } from '../mysql/session.ts';
import { COMMAND_SQL, RECONCILE } from '../runs/questions/whole.ts';
import type { Outcome } from './causes.ts';
import { phrase } from './phrase.ts';

/** A run, as far as it can put an end to what an earlier one left. */
export interface LaterRun {
  runId: string;
  /** "flash" for a `sync` of that mode, "select" for one of some products: they say nothing of what the source has as a whole. */
  command: string;
  status: string;
  startedAt: string;
  committedAt: string | null;
  delivered: number;
  pending: number;
  dead: number;
}

/** The run that began then and those after it, newest first. The millisecond that runs are read with may be rounded up. */
export function readLater(session: Session, startedAt: string): Promise<LaterRun[]> {
  return session.read<LaterRun>(
    phrase('read_later'),
    `SELECT run_id AS runId, ${COMMAND_SQL} AS command, status, started_at AS startedAt, committed_at AS committedAt, delivered, pending, dead
       FROM sync_run WHERE started_at >= ? - INTERVAL 1 SECOND ORDER BY started_at DESC, run_id DESC`,
    [startedAt],
  );
}

/** When the stock was loaded that a run found. UTC; undefined where none was. */
export async function readStockOf(
  session: Session,
  { run_id: runId, started_at: startedAt }: { run_id: string; started_at: string },
): Promise<string | undefined> {
  const [row] = await session.read<{ at: string }>(
    phrase('read_later'),
    `SELECT started_at AS at FROM sync_run WHERE committed_at IS NOT NULL AND started_at < ? AND run_id <> ? ORDER BY started_at DESC LIMIT 1`,
    [startedAt, runId],
  );
  return row?.at;
}

/** When the first later run began that put an end to what a run left so. */
export type SolvedBy = Readonly<Partial<Record<Outcome, string>>> & {
  /** How many were refused for good from the run on until what it left to be sent was sent, and so were not. */
  readonly givenUp?: number;
};

/** Of runs, newest first: what ended what each of them left. A sync of some products puts an end to nothing but what was to be sent. */
export function solvedAfter(runs: readonly LaterRun[]): ReadonlyMap<string, SolvedBy> {
  const found = new Map<string, SolvedBy>();
  let [ofSync, ofFlash]: [SolvedBy, SolvedBy] = [{}, {}];
  const compared = new Map<string, string>();
  let givenUp = 0;
  for (const run of runs) {
    if (isReconcile(run)) {
      const at = earliest(compared.get(run.command), compared.get(RECONCILE));
      found.set(run.runId, at === undefined ? {} : { not_compared: at });
      if (run.status === 'succeeded') compared.set(run.command, run.startedAt);
      continue;
    }
    const before = run.command === 'flash' ? ofFlash : ofSync;
    const withIt = givenUp + run.dead;
    found.set(run.runId, withIt === 0 ? before : { ...before, givenUp: withIt });
    const solved = solvedWith(run);
    givenUp = solved.unsent === undefined ? withIt : run.dead;
    // What a whole reading missed, a flash does not make good; it sends all the same.
    if (run.command === 'sync') ofSync = { ...ofSync, ...solved };
    else ofSync = { ...ofSync, ...onlySent(solved) };
    if (run.command === 'sync' || run.command === 'flash') ofFlash = { ...ofFlash, ...solved };
    else ofFlash = { ...ofFlash, ...onlySent(solved) };
  }
  return found;
}

/** One of a single marketplace is called by it too; one of all makes good what any of them left. */
function isReconcile({ command }: LaterRun): boolean {
  return command.startsWith(RECONCILE);
}

function earliest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

function solvedWith({ status, startedAt, committedAt, delivered, pending }: LaterRun): SolvedBy {
  const isWell = status === 'succeeded';
  return {
    ...(committedAt !== null && { unchanged: startedAt }),
    ...(isWell && { held_back: startedAt, rest_pending: startedAt }),
    // One that had nothing to send proves nothing: the channel may be paused.
    ...(isWell && delivered > 0 && pending === 0 && { unsent: startedAt, only_sending: startedAt }),
  };
}

function onlySent({ unsent }: SolvedBy): SolvedBy {
  return unsent === undefined ? {} : { unsent, only_sending: unsent };
}
