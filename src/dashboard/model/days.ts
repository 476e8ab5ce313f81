import { type Outcome, outcomeOf } from '../../runs/outcome.ts';
import type { DayResult } from './outcome.ts';
import type { Overview } from './overview.ts';
import { changesIn } from '../../runs/telling.ts';
import type { RunFacts } from '../questions/runs.ts';
import { type RunsOfDays, type Wait, waitsIn } from './waits.ts';
import { daysUpTo, type Zone } from '../../platform/zone.ts';

/** What the runs of a day did, and what they left. Null where no run says anything of it. */
export interface Day {
  day: string;
  runs: number;
  /** That of its worst run; a day with too long a time without a load is no better than incomplete. */
  result: DayResult;
  /** Runs, by how they ended. */
  good: number;
  incomplete: number;
  stopped: number;
  failed: number;
  /** The longest time in which no sync loaded, where it was too long. */
  unloaded: { from: string; to: string } | null;
  /** Runs that did not do all that they were to do. */
  unwell: number;
  new: number;
  /** Changes of known products, also those that were retired: one that changed in three runs counts three times. */
  changed: number;
  /** Of those, products that were retired. */
  retired: number;
  /** The most in one run, and so are the three below it. */
  missing: number | null;
  quarantined: number | null;
  /** Webhooks that a run left. */
  owed: number | null;
  /** Webhooks that were given up, in all runs. */
  dead: number | null;
  median_s: number | null;
  longest_s: number | null;
}

export function byDay(of: RunsOfDays & Pick<Overview, 'reach'>, zone: Zone, days: number): Day[] {
  const { runs, now } = of;
  const { firstRunAt } = of.reach;
  const runsOf = Map.groupBy(runs, ({ startedAt }) => zone.dayOf(startedAt));
  const waitIn = waitsIn(of);
  const names = daysUpTo(zone.dayOf(now), days);
  const starts = names.map((day) => zone.startOf(day));
  const firstDay = firstRunAt === null ? undefined : zone.dayOf(firstRunAt);
  return names.map((day, index) => {
    const wait = waitIn(starts[index] as number, starts[index + 1] ?? Infinity);
    const told = dayOf(day, runsOf.get(day) ?? [], now, wait);
    return firstDay !== undefined && day < firstDay ? { ...told, result: 'unrecorded' } : told;
  });
}

function dayOf(day: string, runs: readonly RunFacts[], now: string, wait: Wait | undefined): Day {
  const ended = runs.filter(({ status }) => status !== 'running');
  const read = ended.filter(({ fetched }) => fetched > 0);
  // Of a run that loaded nothing the counts say what it would have done.
  const loaded = ended.filter(({ committedAt }) => committedAt !== null);
  const seconds = ended
    .filter(({ command }) => command === 'sync')
    .map(({ durationMs }) => durationMs)
    .filter((durationMs) => durationMs !== null)
    .map((durationMs) => Math.round(durationMs / 100) / 10)
    .sort((a, b) => a - b);
  return {
    day,
    runs: runs.length,
    ...ends(runs, now, wait),
    unwell: ended.filter(({ status }) => status !== 'succeeded').length,
    new: sum(loaded.map(({ inserted }) => inserted)),
    changed: sum(loaded.map((run) => changesIn(run) - run.inserted)),
    retired: sum(loaded.map(({ removed }) => removed)),
    missing: most(read.map(({ missing }) => missing)),
    quarantined: most(read.map(({ quarantined }) => quarantined)),
    owed: most(ended.map(({ pending }) => pending)),
    dead: ended.length === 0 ? null : sum(ended.map(({ dead }) => dead)),
    median_s: medianOf(seconds),
    longest_s: seconds.at(-1) ?? null,
  };
}

function ends(
  runs: readonly RunFacts[],
  now: string,
  wait: Wait | undefined,
): Pick<Day, 'result' | 'good' | 'incomplete' | 'stopped' | 'failed' | 'unloaded'> {
  const outcomes = Map.groupBy(runs, (run) => outcomeOf(run, now));
  const of = (outcome: Outcome): number => outcomes.get(outcome)?.length ?? 0;
  const worst = WORST_FIRST.find((outcome) => of(outcome) > 0) ?? 'none';
  return {
    result: worst === 'good' && wait !== undefined ? 'incomplete' : worst,
    good: of('good'),
    incomplete: of('incomplete'),
    stopped: of('stopped'),
    failed: of('failed'),
    unloaded:
      wait === undefined
        ? null
        : { from: new Date(wait.from).toISOString(), to: new Date(wait.to).toISOString() },
  };
}

const WORST_FIRST = ['failed', 'stopped', 'incomplete', 'good'] as const;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function most(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : Math.round((upper + lower) * 5) / 10;
}
