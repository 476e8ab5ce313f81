import { overdueBy } from './overdue.ts';
import type { RunFacts } from '../questions/runs.ts';
import { msOf } from '../../platform/zone.ts';

export interface RunsOfDays {
  /** Newest first. */
  runs: readonly RunFacts[];
  /** Of at least a week: what is usual. */
  habit: readonly RunFacts[];
  lastGood: RunFacts | undefined;
  now: string;
}

export interface Wait {
  from: number;
  to: number;
}

/** What reaches into a day for less is the other day's. */
const SHORTEST_MS = 30 * 60_000;

/**
 * Finds the longest time between two moments in which no sync loaded, where that is longer than anybody should wait for one. `runs`
 * are the newest first; of what was before them only the last one that loaded says something.
 */
export function waitsIn({
  runs,
  habit,
  lastGood,
  now,
}: RunsOfDays): (from: number, to: number) => Wait | undefined {
  const isOverdue = overdueBy(habit);
  const good = runs.filter(({ command, committedAt }) => command === 'sync' && committedAt !== null);
  const loads = good.length === 0 && lastGood !== undefined ? [lastGood] : good;
  const moments = [msOf(now), ...loads.map(({ startedAt }) => msOf(startedAt))];
  const waits = moments
    .slice(1)
    .map((from, index) => ({ from, to: moments[index] as number }))
    .filter(({ from, to }) => isOverdue(from, to));
  return (from, to) =>
    waits
      .map((wait) => ({ from: Math.max(wait.from, from), to: Math.min(wait.to, to) }))
      .filter((wait) => wait.to - wait.from > SHORTEST_MS)
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .at(0);
}
