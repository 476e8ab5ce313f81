import type { Day } from '../model/days.ts';
import { RESULTS } from '../model/outcome.ts';
import type { Wording } from './wording.ts';

/** "252 went well, 36 failed. Nothing was loaded from 03:00 to 06:00." */
export function dayInWords(day: Day, wording: Wording): string {
  return [runsInWords(day, wording), waitInWords(day, wording)].filter((part) => part !== '').join(' ');
}

function runsInWords(day: Day, { page }: Wording): string {
  const parts = RESULTS.flatMap((result) =>
    result === 'none' || result === 'unrecorded' || day[result] === 0
      ? []
      : [page.strip.runs[result](day[result])],
  );
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** Empty where a sync loaded as often as it should. Of a wait that reaches over midnight only the side in this day has a time. */
function waitInWords({ unloaded }: Pick<Day, 'unloaded'>, wording: Wording): string {
  if (unloaded === null) return '';
  const [from, to] = [unloaded.from, unloaded.to].map((moment) =>
    wording.beginsDay(moment) ? null : wording.time(moment),
  );
  return wording.page.strip.unloaded(from ?? null, to ?? null);
}
