import { type Markup, markup } from './markup.ts';
import type { PageModel } from './model.ts';
import { stateSentence } from './sentence.ts';
import type { Wording } from './wording.ts';

/** The first that a reader sees: is the stock right, and was everybody notified? */
export function answerSection(model: PageModel, wording: Wording): Markup {
  const { state } = model;
  const { page } = wording;
  return markup`<section class="state card ${state.level}" aria-labelledby="state-h">
  <h2 id="state-h"><span class="sign" aria-hidden="true">${SIGNS[state.level]}</span>${page.level[state.level]}</h2>
  <p class="sentence">${stateSentence(state, wording)}</p>
  ${foundSentence(model, wording)}
  ${state.reason === null ? null : markup`<p class="reason">${page.state.why} <bdi>${wording.said(state.reason)}</bdi></p>`}
</section>`;
}

/** Why a flash can be trusted, and how far. */
function foundSentence({ found, by_day: days }: PageModel, { page, number }: Wording): Markup | null {
  if (found === null || found.by_flash + found.later === 0) return null;
  const { by_flash: byFlash, later } = found;
  const percent = number((byFlash / (byFlash + later)) * 100);
  return markup`<p class="note">${page.found(days.length, byFlash, byFlash + later, percent, later)}</p>`;
}

/** Never the colour alone. */
const SIGNS = { good: '✓', attention: '!', trouble: '✕' } as const;
