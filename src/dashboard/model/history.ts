import { isPhrase, type Phrase } from '../../platform/phrase.ts';
import type { RunCounts } from '../../runs/telling.ts';
import { solvedAfter } from '../../alerts/solved.ts';
import { causeOf, type PageCause, stockBefore } from './cause.ts';
import { type ChangedInRun, changedProduct, type Naming, namingBy, type Part } from './changed.ts';
import { changedIn, leftTheSame } from '../../runs/alike.ts';
import { foldedDays, isNotable, type Told, type Telling, toldWell } from './folding.ts';
import { isGood, statusOf } from '../../runs/outcome.ts';
import type { Overview } from './overview.ts';
import type { ProductsOfRuns } from '../questions/run-products.ts';
import type { RunFacts, Story } from '../questions/runs.ts';
import { isoOf } from '../../platform/zone.ts';

/** The runs of a day, newest first, those that nobody asks about folded together. */
export interface DayOfRuns {
  day: string;
  runs: number;
  /** What its runs changed, added up. */
  changed: number;
  entries: (RunEntry | Fold)[];
}

/** Runs that went well and are not told one by one. */
export interface Fold {
  kind: 'quiet';
  runs: number;
  changed: number;
  first_at: string;
  last_at: string;
}

/** Runs that did not go well for the same cause. */
interface Same {
  runs: number;
  /** Whether they changed nothing and left as much as each other. */
  alike: boolean;
  /** What all of them changed. */
  changed: number;
  /** How often a sync that went well came in between, and one. */
  times: number;
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
  /** What is behind it; null where it went well. */
  cause: PageCause | null;
  not_found: number[];
  /** Where it stands for others that went like it, of which it is the newest. */
  same: Same | null;
  /** The largest of what it changed; null where nothing of it is kept. */
  products: Part<ChangedInRun> | null;
  /** How it ended, as one text, where its source has that. */
  pulse?: string;
}

/** Counts that have no column of their own. */
const LATER_COUNTS = [
  'price_changes',
  'stock_changes',
  'other_changes',
  'sold_out',
  'lowered',
  'missing_blocked',
] as const;

export interface History {
  days: DayOfRuns[];
  /** Runs that are told one by one, of all that are worth it. */
  told: number;
  notable: number;
}

/** Every day since the first run, the newest first. */
export function historyOf(
  { runs, stories, products, names }: Pick<Overview, 'runs' | 'stories' | 'products' | 'names'>,
  telling: Telling,
): History {
  const { now } = telling;
  const stock = stockBefore(runs);
  const solved = solvedAfter(runs);
  const named = namingBy(names);
  const days = foldedDays(runs, telling).map(({ day, runs: ofDay, entries }) => ({
    day,
    runs: ofDay.length,
    changed: changedIn(ofDay),
    entries: entries.map((entry) =>
      entry.kind === 'quiet'
        ? foldOf(entry.runs)
        : entryOf(entry, {
            ...{ now, named, products },
            story: stories.get(entry.run.runId),
            stockOf: stock.get(entry.run.runId),
            solvedBy: solved.get(entry.run.runId),
          }),
    ),
  }));
  const notable = runs.filter(isNotable);
  const well = notable.filter((run) => isGood(run, now)).length;
  const counted = well - toldWell(runs, telling).size;
  return { days, told: notable.length - counted, notable: notable.length };
}

function foldOf(runs: readonly RunFacts[]): Fold {
  return { kind: 'quiet', runs: runs.length, changed: changedIn(runs), ...spanOf(runs) };
}

/** `runs` are the newest first. */
function spanOf(runs: readonly RunFacts[]): { first_at: string; last_at: string } {
  return { first_at: isoOf(runs.at(-1)?.startedAt ?? ''), last_at: isoOf(runs[0]?.startedAt ?? '') };
}

interface Known {
  now: string;
  named: Naming;
  story: Story | undefined;
  products: ProductsOfRuns;
  /** When the stock was loaded that it found. */
  stockOf: string | undefined;
  solvedBy: ReturnType<ReturnType<typeof solvedAfter>['get']>;
}

function entryOf(
  { run, like, times }: Told,
  { now, named, story, products, stockOf, solvedBy }: Known,
): RunEntry {
  const report = reportOf(story);
  const reason = keptReason(story);
  const status = statusOf(run, now);
  const { overridden, not_found: notFound } = report;
  return {
    kind: 'run',
    run_id: run.runId,
    command: run.command,
    status,
    exit_code: run.exitCode,
    at: isoOf(run.startedAt),
    duration_s: run.durationMs === null ? null : Math.round(run.durationMs / 100) / 10,
    loaded: run.committedAt !== null,
    fetched: run.fetched,
    counts: countsOf(run, report),
    forced: run.forced === 1,
    overridden: typeof overridden === 'string' ? overridden : null,
    reason,
    cause: causeOf({ ...run, status }, reason, stockOf, solvedBy),
    not_found: Array.isArray(notFound) ? notFound.filter((id) => typeof id === 'number') : [],
    same: like.length > 1 ? sameOf(like, times) : null,
    products: productsOf(run, products, named),
    ...(story?.pulse ? { pulse: story.pulse } : {}),
  };
}

function sameOf(like: readonly RunFacts[], times: number): Same {
  return {
    runs: like.length,
    alike: leftTheSame(like),
    changed: changedIn(like),
    times,
    ...spanOf(like),
  };
}

function productsOf(run: RunFacts, products: ProductsOfRuns, named: Naming): RunEntry['products'] {
  const changed = changedIn([run]);
  // Not asked for, since others fill the page already.
  const { count, rows } = products.get(run.runId) ?? { count: changed, rows: [] };
  return count === 0
    ? null
    : { count, rows: rows.map((row) => ({ kind: row.kind, ...changedProduct(row, named) })) };
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
