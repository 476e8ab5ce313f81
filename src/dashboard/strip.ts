import type { Day } from './days.ts';
import { type Markup, markup } from './markup.ts';
import type { PageModel } from './model.ts';
import type { DayResult } from './outcome.ts';
import { dayId } from './story.ts';
import type { Wording } from './wording.ts';

/** Never the colour alone. */
const DAY_SIGNS: Readonly<Record<DayResult, string>> = {
  good: '✓',
  incomplete: '!',
  stopped: '■',
  failed: '✕',
  none: '–',
};

const RESULTS = Object.keys(DAY_SIGNS) as DayResult[];

/** A cell a day: how it went, and the way to its runs. */
export function stripSection({ by_day: days, history }: PageModel, wording: Wording): Markup {
  const { strip } = wording.page;
  const told = new Set(history.days.map(({ day }) => day));
  const counts = RESULTS.map(
    (result) => [result, days.filter((day) => day.result === result).length] as const,
  );
  return markup`<section id="days" aria-labelledby="days-h">
    <h2 id="days-h">${strip.heading(days.length)}</h2>
    <ul class="tally">${counts.map(([result, count]) =>
      count === 0
        ? null
        : markup`<li class="${result}"><i class="sign" aria-hidden="true">${DAY_SIGNS[result]}</i> ${strip.days[result](count)}</li>`,
    )}</ul>
    <ol class="strip">${days.map((day, index) => cell(day, index === 0, told, wording))}</ol>
  </section>`;
}

function cell(day: Day, isFirst: boolean, told: ReadonlySet<string>, wording: Wording): Markup {
  const number = Number(day.day.slice(8));
  const seen = isFirst || number === 1 ? wording.shortDay(day.day) : String(number);
  const inside = markup`<span aria-hidden="true">${seen}</span><i class="sign" aria-hidden="true">${DAY_SIGNS[day.result]}</i><span class="unseen">${inWords(day, wording)}</span>`;
  const weekday = new Date(`${day.day}T12:00:00Z`).getUTCDay() || 7;
  return markup`<li class="${day.result}${isFirst ? ` w${weekday}` : ''}">${
    told.has(day.day) ? markup`<a href="#${dayId(day.day)}">${inside}</a>` : markup`<span>${inside}</span>`
  }</li>`;
}

/** "Tuesday, 24 November: failed. 252 went well, 36 failed. Nothing was loaded from 03:00 to 06:00." */
function inWords(day: Day, wording: Wording): string {
  const { strip } = wording.page;
  return [
    `${wording.weekday(day.day)}: ${strip.result[day.result]}.`,
    runsInWords(day, wording),
    waitInWords(day, wording),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function runsInWords(day: Day, { page }: Wording): string {
  const parts = RESULTS.flatMap((result) =>
    result === 'none' || day[result] === 0 ? [] : [page.strip.runs[result](day[result])],
  );
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** Empty where a sync loaded as often as it should. */
function waitInWords({ unloaded }: Pick<Day, 'unloaded'>, wording: Wording): string {
  if (unloaded === null) return '';
  return wording.page.strip.unloaded(wording.time(unloaded.from), wording.time(unloaded.to));
}
