import { isGood } from './outcome.ts';
import type { RunFacts } from './questions/runs.ts';
import { daysUpTo, type Zone } from './zone.ts';

export interface Telling {
  zone: Zone;
  now: string;
  days: number;
  /** Runs that went well and are told one by one, the newest; those that did not are told all. */
  maxTold: number;
}

interface FoldedDay {
  day: string;
  /** Newest first, as everywhere here. */
  runs: readonly RunFacts[];
  entries: (Told | Quiet)[];
}

export interface Told {
  kind: 'told';
  run: RunFacts;
  /** The runs that it stands for, with itself. */
  like: readonly RunFacts[];
  /** In how many stretches, between which a sync went well. */
  times: number;
}

interface Quiet {
  kind: 'quiet';
  runs: RunFacts[];
}

/** Whether a run did something, or something went wrong. */
export function isNotable(run: RunFacts): boolean {
  const { status, forced, inserted, updated, removed, delivered, pending, dead } = run;
  return (
    status !== 'succeeded' || forced === 1 || inserted + updated + removed + delivered + pending + dead > 0
  );
}

/** The runs that are told, each for itself or for others like it. */
export function toldRuns(runs: readonly RunFacts[], telling: Telling): RunFacts[] {
  return foldedDays(runs, telling).flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'told' ? [entry.run] : [])),
  );
}

/** Of the runs of a day that went well; where every run changes something, nobody reads all of them. */
const MOST_WELL_A_DAY = 12;

/** The runs that went well and are told one by one. */
export function toldWell(runs: readonly RunFacts[], { zone, now, maxTold }: Telling): ReadonlySet<RunFacts> {
  const well = runs.filter((run) => isGood(run, now) && isNotable(run));
  const ofDays = Map.groupBy(well, ({ startedAt }) => zone.dayOf(startedAt)).values();
  return new Set([...ofDays].flatMap((ofDay) => ofDay.slice(0, MOST_WELL_A_DAY)).slice(0, maxTold));
}

export function changedIn(runs: readonly RunFacts[]): number {
  return runs
    .filter(({ committedAt }) => committedAt !== null)
    .reduce((sum, { inserted, updated, removed }) => sum + inserted + updated + removed, 0);
}

/** Every day from the first run on. What did not go well is told always, in few words where it repeats itself. */
export function foldedDays(runs: readonly RunFacts[], telling: Telling): FoldedDay[] {
  const { zone, now, days } = telling;
  const told = toldWell(runs, telling);
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
  const unwell = new Map(alike(runs, now).map((each) => [each.run, each]));
  const entries: (Told | Quiet)[] = [];
  for (const run of runs) {
    const last = entries.at(-1);
    if (!isGood(run, now)) {
      const stands = unwell.get(run);
      if (stands !== undefined) entries.push(stands);
    } else if (told.has(run)) entries.push({ kind: 'told', run, like: [run], times: 1 });
    else if (last?.kind === 'quiet') last.runs.push(run);
    else entries.push({ kind: 'quiet', runs: [run] });
  }
  return entries;
}

/** Beyond so many stretches of one cause in a day nobody asks for each of them. */
const MOST_STRETCHES = 4;

/** The runs of a day that did not go well: those of one cause together, as long as no sync went well in between. */
function alike(runs: readonly RunFacts[], now: string): Told[] {
  const stretchesOf = new Map<string, RunFacts[][]>();
  let open = new Map<string, RunFacts[]>();
  for (const run of runs) {
    if (isGood(run, now)) {
      if (run.command === 'sync') open = new Map();
      continue;
    }
    const kind = `${run.command} ${run.status} ${run.cause ?? ''}`;
    const stretch = open.get(kind);
    if (stretch !== undefined) stretch.push(run);
    else {
      const begun = [run];
      open.set(kind, begun);
      stretchesOf.set(kind, [...(stretchesOf.get(kind) ?? []), begun]);
    }
  }
  return [...stretchesOf.values()].flatMap((stretches) => {
    const folded =
      stretches.length > MOST_STRETCHES
        ? [{ like: stretches.flat(), times: stretches.length }]
        : stretches.map((like) => ({ like, times: 1 }));
    return folded.map(({ like, times }) => ({
      kind: 'told' as const,
      run: like[0] as RunFacts,
      like,
      times,
    }));
  });
}
