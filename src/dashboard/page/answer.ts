import { brandOf } from '../../channels/index.ts';
import { EXIT } from '../../platform/errors.ts';
import { causeMarkup, lateSince, type Technical } from './cause.ts';
import { keptTrue } from './kept-true.ts';
import { type Markup, markup, sentence } from '../../platform/markup.ts';
import type { PageModel } from '../model/model.ts';
import { stateSentence } from './sentence.ts';
import { tillSentences } from './till.ts';
import type { State } from '../model/state.ts';
import type { Wording } from './wording.ts';

/** The first that a reader sees: is the stock right, and do the channels know? */
export function answerSection(model: PageModel, wording: Wording): Markup {
  const { state } = model;
  const { page } = wording;
  return markup`<section class="state card ${state.level}" aria-labelledby="state-h">
  <h2 id="state-h"><span class="sign" aria-hidden="true">${SIGNS[state.level]}</span>${page.level[state.level]}</h2>
  <p class="sentence">${keptTrue(wording, (marking) => stateSentence(model, marking))}</p>
  ${tillSentences(model, wording)}
  ${model.unmapped_units === 0 ? null : unmappedSentence(model, wording)}
  ${driftSentences(model, wording)}
  ${foundSentence(model, wording)}
  ${state.stock === 'never' ? markup`<p><strong>${page.cause.todo}</strong> ${page.cause.first}</p>` : null}
  ${state.cause === null ? null : causeMarkup(state.cause, technicalOf(state), wording, lateSince(model))}
  ${state.also.map((cause) => causeMarkup(cause, NOTHING_TECHNICAL, wording, cause.late_since ?? null))}
</section>`;
}

/** Of the run that ended last, where it is what is not well. */
function technicalOf({ reason, cause, last_run_id: runId, last_exit_code: exitCode }: State): Technical {
  const isUnwell = reason !== null || exitCode !== EXIT.ok;
  const isOfRun = cause !== null && cause.name !== 'silent' && cause.name !== 'refused' && isUnwell;
  return isOfRun ? { reason, exitCode, runId } : NOTHING_TECHNICAL;
}

const NOTHING_TECHNICAL: Technical = { reason: null, exitCode: null, runId: null };

function unmappedSentence(
  { unmapped_units: units, unmapped_skus: skus }: PageModel,
  wording: Wording,
): Markup {
  const { page } = wording;
  const named = skus.map(({ sku, units: of }) => page.unitsOf(wording.foreign(sku), of));
  const most = named.length === 0 ? null : markup` ${page.unmappedSkus(named)}`;
  return markup`<p>${sentence(page.unmapped(units))}${most}</p>`;
}

/** When each marketplace was compared last, and what was different there. */
function driftSentences({ drift }: PageModel, wording: Wording): Markup[] {
  const { page, causes } = wording;
  return drift.map(({ channel, at, stopped, ...found }) => {
    const said = page.drift(brandOf(channel), wording.at(at), { stopped, ...found });
    if (!stopped) return markup`<p class="note">${said}</p>`;
    return markup`<p>${said}</p>
  <p><strong>${page.cause.todo}</strong> ${causes.causes.drift.todo}</p>`;
  });
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
