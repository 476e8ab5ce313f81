import type { RunFacts } from '../questions/runs.ts';
import { msOf } from '../../platform/zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** A schedule of once a day is a little late on some days, and by an hour where the clocks change. */
const LONGEST_MS = DAY_MS + 120 * MINUTE_MS;
/** Fewer gaps say nothing of what is usual. */
const FEWEST_GAPS = 5;
const WEEK = 7;
/** Days of which the same hours are known; fewer say nothing of a pause. */
const FEWEST_DAYS = 3;

/**
 * Whether a time without a sync is longer than anybody should wait: three times the usual gap, at least half an hour and at most a day
 * and two hours, and not the shop's own pause. A pause is one that the same hours of most of the last days had as well, or those of a week before: a
 * schedule that rests at night or on Sundays alarms nobody. The schedule itself is known to nobody here. Milliseconds since 1970;
 * `runs` are the newest first.
 */
export function overdueBy(runs: readonly RunFacts[]): (from: number, to: number) => boolean {
  const starts = runs.filter(({ command }) => command === 'sync').map(({ startedAt }) => msOf(startedAt));
  const patience = patienceMs(starts);
  const oldest = starts.at(-1) ?? Infinity;
  /** Whether a sync began in these hours so many days before; undefined where nobody knows. */
  const hadSync = (from: number, to: number, days: number): boolean | undefined => {
    const [since, until] = [from - days * DAY_MS, to - days * DAY_MS];
    // What began at the edges is the last one before a pause, or the first one after it.
    const edge = Math.min(patience / 2, (to - from) / 4);
    return since < oldest ? undefined : starts.some((start) => start > since + edge && start < until - edge);
  };
  return (from, to) => {
    if (to - from <= patience) return false;
    // Where syncs are days apart, most hours of most days are without one.
    if (patience === LONGEST_MS) return true;
    if (hadSync(from, to, WEEK) === false) return false;
    const known = Array.from({ length: WEEK }, (_, index) => hadSync(from, to, index + 1)).filter(
      (had) => had !== undefined,
    );
    const without = known.filter((had) => !had).length;
    return known.length < FEWEST_DAYS || without <= known.length / 2;
  };
}

function patienceMs(starts: readonly number[]): number {
  const gaps = starts.slice(1).map((start, index) => (starts[index] as number) - start);
  gaps.sort((a, b) => a - b);
  const usual = gaps.length < FEWEST_GAPS ? LONGEST_MS : (gaps[Math.floor(gaps.length / 2)] as number);
  return Math.min(Math.max(3 * usual, 30 * MINUTE_MS), LONGEST_MS);
}
