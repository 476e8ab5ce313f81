import { tellCause } from '../../alerts/telling.ts';
import { isPhrase, type Phrase } from '../../platform/phrase.ts';
import type { PageCause } from '../model/cause.ts';
import { type Markup, markup } from './markup.ts';
import type { Wording } from './wording.ts';

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
