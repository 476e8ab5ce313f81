import type { RunFacts } from './questions/runs.ts';
import { patienceMs } from './state.ts';
import { msOf } from './zone.ts';

export interface Wait {
  from: number;
  to: number;
}

/**
 * Finds the longest time between two moments in which no sync loaded, where that is longer than anybody should wait for one. `runs`
 * are the newest first; of what was before them only the last one that loaded says something.
 */
export function waitsIn(
  runs: readonly RunFacts[],
  lastGood: RunFacts | undefined,
  now: string,
): (from: number, to: number) => Wait | undefined {
  const patience = patienceMs(runs);
  const good = runs.filter(({ command, committedAt }) => command === 'sync' && committedAt !== null);
  const loads = good.length === 0 && lastGood !== undefined ? [lastGood] : good;
  const moments = [msOf(now), ...loads.map(({ startedAt }) => msOf(startedAt))];
  const waits = moments
    .slice(1)
    .map((from, index) => ({ from, to: moments[index] as number }))
    .filter(({ from, to }) => to - from > patience);
  return (from, to) =>
    waits
      .map((wait) => ({ from: Math.max(wait.from, from), to: Math.min(wait.to, to) }))
      .filter((wait) => wait.to - wait.from > patience)
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .at(0);
}
