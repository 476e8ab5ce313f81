import { tellCause, tellOver } from '../../alerts/telling.ts';
import { isPhrase, type Phrase } from '../../platform/phrase.ts';
import type { PageCause } from '../model/cause.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import type { PageModel } from '../model/model.ts';
import { keptTrue } from './kept-true.ts';
import type { Wording } from './wording.ts';

export interface Technical {
  reason: Phrase | string | null;
  exitCode: number | null;
  runId: string | null;
}

/**
 * What happened, what it means and what to do, by now where a channel is late for so long; of what is over, what put an end to it.
 * What only a technician reads is folded away.
 */
export function causeMarkup(
  cause: PageCause,
  technical: Technical,
  wording: Wording,
  lateSinceAt: string | null,
): Markup {
  const { page, causes } = wording;
  const at = cause.stock_of === null ? null : wording.at(cause.stock_of);
  if (cause.solved_at !== null) {
    const { what, means } = tellOver(
      cause,
      technical.reason,
      at,
      wording.at(cause.solved_at),
      causes,
      cause.given_up,
    );
    return markup`<div class="cause">
    <p>${what} ${means}</p>
    ${technicalMarkup(technical, wording, wording.happened)}
  </div>`;
  }
  const told = (lasting: (ms: number) => string) =>
    tellCause(cause, technical.reason, at, { ...causes, lasting }, lateSinceAt === null ? null : 0);
  const { what, means } = told(causes.lasting);
  const todo = keptTrue(wording, (marking) => told(() => marking.lasting(lateSinceAt ?? '')).todo);
  return markup`<div class="cause">
    <p>${what} ${means}</p>
    <p><strong>${page.cause.todo}</strong> ${todo}</p>
    ${technicalMarkup(technical, wording, wording.said)}
  </div>`;
}

/** Since when a channel is late, the one that is for longest; null where none is. */
export function lateSince({
  channels,
  made_at: madeAt,
}: Pick<PageModel, 'channels' | 'made_at'>): string | null {
  const since = channels.filter(({ late }) => late).map((each) => each.most_since ?? each.since ?? madeAt);
  return since.toSorted().at(0) ?? null;
}

function technicalMarkup(
  { reason, exitCode, runId }: Technical,
  wording: Wording,
  say: Wording['said'],
): Markup | null {
  const { cause: words } = wording.page;
  const facts = [
    isPhrase(reason) ? reason.code : null,
    exitCode === null ? null : words.exit(exitCode),
    runId,
  ].filter((fact) => fact !== null);
  if (reason === null && facts.length === 0) return null;
  return markup`<details><summary>${words.details}</summary>
      ${reason === null ? null : markup`<p class="reason"><bdi>${say(reason)}</bdi></p>`}
      <p class="reason">${facts.join(' · ')}</p>
    </details>`;
}
