import { type Cause, causeOfRun } from '../alerts/causes.ts';
import { tellCause } from '../alerts/telling.ts';
import { isPhrase, type Phrase } from '../platform/phrase.ts';
import { type Markup, markup } from './markup.ts';
import type { RunFacts } from './questions/runs.ts';
import type { Wording } from './wording.ts';
import { isoOf } from './zone.ts';

/** What is behind something that is not well. */
export interface PageCause extends Cause {
  /** When the stock was loaded that stood there afterwards; null where no run of the page's days loaded any. */
  stock_of: string | null;
}

type Ended = Pick<RunFacts, 'command' | 'status' | 'exitCode' | 'committedAt' | 'delivered'>;

/** Null for a run that went well. */
export function causeOf(
  run: Ended,
  reason: Phrase | string | null,
  stockOf: string | undefined,
): PageCause | null {
  const cause = causeOfRun({ ...run, loaded: run.committedAt !== null, error: reason });
  return cause === undefined ? null : { ...cause, stock_of: stockOf === undefined ? null : isoOf(stockOf) };
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

export interface Technical {
  reason: Phrase | string | null;
  exitCode: number | null;
  runId: string | null;
}

/** What happened, what it means and what to do, by now where a channel is late for so long; what only a technician reads is folded away. */
export function causeMarkup(
  cause: PageCause,
  technical: Technical,
  wording: Wording,
  lateMs: number | null = null,
): Markup {
  const { page, causes } = wording;
  const at = cause.stock_of === null ? null : wording.at(cause.stock_of);
  const { what, means, todo } = tellCause(cause, technical.reason, at, causes, lateMs);
  return markup`<div class="cause">
    <p>${what} ${means}</p>
    <p><strong>${page.cause.todo}</strong> ${todo}</p>
    ${technicalMarkup(technical, wording)}
  </div>`;
}

function technicalMarkup({ reason, exitCode, runId }: Technical, wording: Wording): Markup | null {
  const { cause: words } = wording.page;
  const facts = [
    isPhrase(reason) ? reason.code : null,
    exitCode === null ? null : words.exit(exitCode),
    runId,
  ].filter((fact) => fact !== null);
  if (reason === null && facts.length === 0) return null;
  return markup`<details><summary>${words.details}</summary>
      ${reason === null ? null : markup`<p class="reason"><bdi>${wording.said(reason)}</bdi></p>`}
      <p class="reason">${facts.join(' · ')}</p>
    </details>`;
}
