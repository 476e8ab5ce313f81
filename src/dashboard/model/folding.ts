import { alike, changedIn, type Likes } from '../../runs/alike.ts';
import { isGood } from '../../runs/outcome.ts';
import { changesIn } from '../../runs/telling.ts';
import type { RunFacts } from '../questions/runs.ts';
import { daysUpTo, type Zone } from '../../platform/zone.ts';

export interface Telling {
  zone: Zone;
  now: string;
  days: number;
  /**
   * Runs that went well and are told one by one, the newest; and those that did not and changed products all the same. The others that
   * did not go well are told all, those of one kind together.
   */
  maxTold: number;
}

interface FoldedDay {
  day: string;
  /** Newest first, as everywhere here. */
  runs: readonly RunFacts[];
  entries: (Told | Quiet)[];
}

/** A run, and those that it stands for, with itself. */
export interface Told extends Likes<RunFacts> {
  kind: 'told';
  run: RunFacts;
}

interface Quiet {
  kind: 'quiet';
  runs: RunFacts[];
}

/** Whether a run did something, or something went wrong. */
export function isNotable(run: RunFacts): boolean {
  const { status, forced, delivered, pending, dead } = run;
  return status !== 'succeeded' || forced === 1 || changesIn(run) + delivered + pending + dead > 0;
}

/** The runs that are told, each for itself or for others like it. */
export function toldRuns(runs: readonly RunFacts[], telling: Telling): RunFacts[] {
  return foldedDays(runs, telling).flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'told' ? [entry.run] : [])),
  );
}

/** Of a day; where every run changes something, nobody reads all of them. */
const MOST_A_DAY = 12;

/** The runs that went well and are told one by one. */
export function toldWell(runs: readonly RunFacts[], telling: Telling): ReadonlySet<RunFacts> {
  return newest(
    runs.filter((run) => isGood(run, telling.now) && isNotable(run)),
    telling,
  );
}

/** Those that did not and changed products all the same. */
function toldUnwell(runs: readonly RunFacts[], telling: Telling): ReadonlySet<RunFacts> {
  return newest(
    runs.filter((run) => !isGood(run, telling.now) && changedIn([run]) > 0),
    telling,
  );
}

function newest(runs: readonly RunFacts[], { zone, maxTold }: Telling): ReadonlySet<RunFacts> {
  const ofDays = Map.groupBy(runs, ({ startedAt }) => zone.dayOf(startedAt)).values();
  return new Set([...ofDays].flatMap((ofDay) => ofDay.slice(0, MOST_A_DAY)).slice(0, maxTold));
}

/** Every day from the first run on. What did not go well is told always, in few words where it repeats itself. */
export function foldedDays(runs: readonly RunFacts[], telling: Telling): FoldedDay[] {
  const { zone, now, days } = telling;
  const told = new Set([...toldWell(runs, telling), ...toldUnwell(runs, telling)]);
  const runsOf = Map.groupBy(runs, ({ startedAt }) => zone.dayOf(startedAt));
  const shown = daysUpTo(zone.dayOf(now), days);
  const first = shown.findIndex((day) => runsOf.has(day));
  if (first === -1) return [];
  return shown
    .slice(first)
    .toReversed()
    .map((day) => {
      const ofDay = runsOf.get(day) ?? [];
      return { day, runs: ofDay, entries: entriesOf(ofDay, told, now) };
    });
}

function entriesOf(runs: readonly RunFacts[], told: ReadonlySet<RunFacts>, now: string): (Told | Quiet)[] {
  const unwell = new Map(alike(runs, told, now).map((each) => [each.like[0], each]));
  const entries: (Told | Quiet)[] = [];
  for (const run of runs) {
    const last = entries.at(-1);
    const stands = unwell.get(run);
    if (stands !== undefined) entries.push({ kind: 'told', run, ...stands });
    else if (told.has(run)) entries.push(alone(run));
    else if (!isGood(run, now)) continue;
    else if (last?.kind === 'quiet') last.runs.push(run);
    else entries.push({ kind: 'quiet', runs: [run] });
  }
  return entries;
}

function alone(run: RunFacts): Told {
  return { kind: 'told', run, like: [run], times: 1 };
}
