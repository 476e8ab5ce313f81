import { type Cause, causeOfRun, type Outcome } from '../../alerts/causes.ts';
import type { Phrase } from '../../platform/phrase.ts';
import type { RunFacts } from '../questions/runs.ts';
import { isoOf } from '../../platform/zone.ts';

/** What is behind something that is not well. */
export interface PageCause extends Cause {
  /** When the stock was loaded that stood there afterwards; null where no run of the page's days loaded any. */
  stock_of: string | null;
  /** When the run began that put an end to it; null where it goes on. */
  solved_at: string | null;
}

type Ended = Pick<RunFacts, 'command' | 'status' | 'exitCode' | 'committedAt' | 'delivered'>;

/** Null for a run that went well. */
export function causeOf(
  run: Ended,
  reason: Phrase | string | null,
  stockOf: string | undefined,
  solvedBy?: SolvedBy,
): PageCause | null {
  const cause = causeOfRun({ ...run, loaded: run.committedAt !== null, error: reason });
  if (cause === undefined) return null;
  const solvedAt = solvedBy?.[cause.outcome];
  return {
    ...cause,
    stock_of: stockOf === undefined ? null : isoOf(stockOf),
    solved_at: solvedAt === undefined ? null : isoOf(solvedAt),
  };
}

/** When the first later run began that put an end to what a run left so. */
type SolvedBy = Readonly<Partial<Record<Outcome, string>>>;

/** Of runs, newest first: what ended what each of them left. A sync of some products puts an end to nothing but what was to be sent. */
export function solvedAfter(runs: readonly RunFacts[]): ReadonlyMap<string, SolvedBy> {
  const found = new Map<string, SolvedBy>();
  let [ofSync, ofFlash]: [SolvedBy, SolvedBy] = [{}, {}];
  for (const run of runs) {
    found.set(run.runId, run.command === 'flash' ? ofFlash : ofSync);
    const solved = solvedWith(run);
    // What a whole reading missed, a flash does not make good; it sends all the same.
    if (run.command === 'sync') ofSync = { ...ofSync, ...solved };
    else ofSync = { ...ofSync, ...onlySent(solved) };
    if (run.command === 'sync' || run.command === 'flash') ofFlash = { ...ofFlash, ...solved };
    else ofFlash = { ...ofFlash, ...onlySent(solved) };
  }
  return found;
}

function solvedWith({ status, startedAt, committedAt, delivered, pending }: RunFacts): SolvedBy {
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

/** Of runs, newest first: when the stock was loaded that each found. */
export function stockBefore(runs: readonly RunFacts[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let loadedAt: string | undefined;
  for (const { runId, startedAt, committedAt } of runs.toReversed()) {
    if (loadedAt !== undefined) found.set(runId, loadedAt);
    if (committedAt !== null) loadedAt = startedAt;
  }
  return found;
}
