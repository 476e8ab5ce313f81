import { isPhrase, type Phrase } from '../platform/phrase.ts';
import type { RunCounts } from '../runs/telling.ts';
import type { RunFacts, Story } from './questions/runs.ts';
import { isAlive } from './state.ts';
import { isoOf, type Zone } from './zone.ts';

/** The runs of a day, newest first, those that nobody asks about folded together. */
export interface DayOfRuns {
  day: string;
  runs: number;
  /** Products that were new, changed or removed. */
  changed: number;
  entries: (RunEntry | Fold)[];
}

export interface Fold {
  kind: 'quiet';
  runs: number;
  first_at: string;
  last_at: string;
}

export interface RunEntry {
  kind: 'run';
  run_id: string;
  command: string;
  status: string;
  exit_code: number | null;
  at: string;
  duration_s: number | null;
  loaded: boolean;
  fetched: number;
  counts: RunCounts;
  forced: boolean;
  /** What the guard said and --force let pass. */
  overridden: string | null;
  /** As it was kept. */
  reason: Phrase | string | null;
  not_found: number[];
}

/** Counts that have no column of their own. */
const LATER_COUNTS = [
  'price_changes',
  'stock_changes',
  'other_changes',
  'sold_out',
  'missing_blocked',
] as const;

export interface History {
  days: DayOfRuns[];
  /** Runs that are told one by one, of all that are worth it. */
  told: number;
  notable: number;
}

/** Whether a run did something, or something went wrong. */
export function isNotable(run: RunFacts): boolean {
  const { status, forced, inserted, updated, removed, delivered, pending, dead } = run;
  return (
    status !== 'succeeded' || forced === 1 || inserted + updated + removed + delivered + pending + dead > 0
  );
}

/** Ends with the oldest of the runs that are told. */
export function historyOf(
  runs: readonly RunFacts[],
  stories: ReadonlyMap<string, Story>,
  { zone, now, maxTold }: { zone: Zone; now: string; maxTold: number },
): History {
  const notable = runs.filter(isNotable);
  const told = notable.slice(0, maxTold);
  const oldest = notable.length > told.length ? told.at(-1) : undefined;
  const shown = oldest === undefined ? runs : runs.slice(0, runs.indexOf(oldest) + 1);
  const days = [...Map.groupBy(shown, ({ startedAt }) => zone.dayOf(startedAt))].map(([day, ofDay]) => ({
    day,
    runs: ofDay.length,
    changed: changedIn(ofDay),
    entries: folded(ofDay, stories, now),
  }));
  return { days, told: told.length, notable: notable.length };
}

function changedIn(runs: readonly RunFacts[]): number {
  return runs
    .filter(({ committedAt }) => committedAt !== null)
    .reduce((sum, { inserted, updated, removed }) => sum + inserted + updated + removed, 0);
}

function folded(
  runs: readonly RunFacts[],
  stories: ReadonlyMap<string, Story>,
  now: string,
): (RunEntry | Fold)[] {
  const entries: (RunEntry | Fold)[] = [];
  for (const run of runs) {
    const last = entries.at(-1);
    const at = isoOf(run.startedAt);
    if (isNotable(run)) entries.push(entryOf(run, stories.get(run.runId), now));
    else if (last?.kind === 'quiet') Object.assign(last, { runs: last.runs + 1, first_at: at });
    else entries.push({ kind: 'quiet', runs: 1, first_at: at, last_at: at });
  }
  return entries;
}

function entryOf(run: RunFacts, story: Story | undefined, now: string): RunEntry {
  const report = reportOf(story);
  const { overridden, not_found: notFound } = report;
  return {
    kind: 'run',
    run_id: run.runId,
    command: run.command,
    // Nobody closes the books of a run that died before the next one starts.
    status: run.status === 'running' && !isAlive(run, now) ? 'lost' : run.status,
    exit_code: run.exitCode,
    at: isoOf(run.startedAt),
    duration_s: run.durationMs === null ? null : Math.round(run.durationMs / 100) / 10,
    loaded: run.committedAt !== null,
    fetched: run.fetched,
    counts: countsOf(run, report),
    forced: run.forced === 1,
    overridden: typeof overridden === 'string' ? overridden : null,
    reason: keptReason(story),
    not_found: Array.isArray(notFound) ? notFound.filter((id) => typeof id === 'number') : [],
  };
}

function countsOf(run: RunFacts, report: Record<string, unknown>): RunCounts {
  const { inserted, updated, removed, missing, quarantined, delivered, pending, dead } = run;
  const later = LATER_COUNTS.flatMap((name) => {
    const count = report[name];
    return typeof count === 'number' ? [[name, count] as const] : [];
  });
  return {
    ...{ inserted, updated, removed, missing, quarantined, delivered, pending, dead },
    ...Object.fromEntries(later),
  };
}

/** Why a run did not go well: the error that it kept, or what an earlier version kept as text. */
export function keptReason(story: Pick<Story, 'error' | 'reason'> | undefined): Phrase | string | null {
  const error = objectOf(story?.error);
  return isPhrase(error) ? error : (story?.reason ?? null);
}

function reportOf(story: Story | undefined): Record<string, unknown> {
  return objectOf(story?.report);
}

/** What another version kept is taken for what it is. */
function objectOf(text: string | null | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
