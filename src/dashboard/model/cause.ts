import { type Cause, causeOfRun } from '../../alerts/causes.ts';
import type { Phrase } from '../../platform/phrase.ts';
import type { RunFacts } from '../questions/runs.ts';
import type { SolvedBy } from '../../alerts/solved.ts';
import { isoOf } from '../../platform/zone.ts';

/** What is behind something that is not well. */
export interface PageCause extends Cause {
  /** When the stock was loaded that stood there afterwards; null where no run of the page's days loaded any. */
  stock_of: string | null;
  /** When the run began that put an end to it; null where it goes on. */
  solved_at: string | null;
  /** How many were refused for good until then, where any was. */
  given_up?: number;
}

/** Of a channel: no run's, but what keeps it from knowing the stock. */
export interface ChannelCause extends PageCause {
  /** Since when it is late; null or not given where it is not. */
  late_since?: string | null;
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
    ...(solvedBy?.givenUp !== undefined && { given_up: solvedBy.givenUp }),
  };
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
