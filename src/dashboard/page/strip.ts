import type { Day } from '../model/days.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import type { PageModel } from '../model/model.ts';
import { DAY_SIGNS, RESULTS } from '../model/outcome.ts';
import { dayInWords } from './day-in-words.ts';
import { dayId } from './story.ts';
import type { Wording } from './wording.ts';

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
    <div class="strip weekdays" aria-hidden="true">${weekLetters(wording)}</div>
    <ol class="strip">${days.map((day, index) => cell(day, index === 0, told, wording))}</ol>
  </section>`;
}

function cell(day: Day, isFirst: boolean, told: ReadonlySet<string>, wording: Wording): Markup {
  const number = Number(day.day.slice(8));
  const seen = isFirst || number === 1 ? wording.shortDay(day.day) : String(number);
  const { strip } = wording.page;
  const inside = markup`<span aria-hidden="true">${seen}</span><i class="sign" aria-hidden="true">${DAY_SIGNS[day.result]}</i><span class="unseen">${wording.weekday(day.day)}: ${strip.result[day.result]}. ${dayInWords(day, wording)}</span>`;
  const weekday = new Date(`${day.day}T12:00:00Z`).getUTCDay() || 7;
  return markup`<li class="${day.result}${isFirst ? ` w${weekday}` : ''}">${
    told.has(day.day) ? markup`<a href="#${dayId(day.day)}">${inside}</a>` : markup`<span>${inside}</span>`
  }</li>`;
}

/** From Monday on. */
function weekLetters(wording: Wording): Markup[] {
  return MONDAY_TO_SUNDAY.map((day) => markup`<span>${wording.weekLetter(day)}</span>`);
}

const MONDAY_TO_SUNDAY = Array.from({ length: 7 }, (_, index) => `2024-01-0${index + 1}`);
