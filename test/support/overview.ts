import type { Overview } from '../../src/dashboard/model/overview.ts';
import { dayLists } from '../../src/dashboard/model/day-lists.ts';
import type { TodayFacts } from '../../src/dashboard/questions/today.ts';
import type { RunFacts } from '../../src/dashboard/questions/runs.ts';

/** As nobody configured it. */
export const LATENESS = { afterRuns: 3, webhooks: true, marketplaces: [] as string[] };

/** A sync that read a hundred products and found nothing to do. */
export function quietRun(startedAt: string, differing: Partial<RunFacts> = {}): RunFacts {
  return {
    runId: startedAt.replace(/\D/g, ''),
    command: 'sync',
    status: 'succeeded',
    cause: null,
    exitCode: 0,
    forced: 0,
    startedAt,
    aliveAt: startedAt,
    committedAt: startedAt,
    durationMs: 3000,
    fetched: 100,
    inserted: 0,
    updated: 0,
    removed: 0,
    lowered: 0,
    quarantined: 0,
    missing: 0,
    delivered: 0,
    pending: 0,
    dead: 0,
    ...differing,
  };
}

const listed = { count: 0, rows: [] };
/** Of a day on which nothing changed. */
export const NOTHING: TodayFacts = {
  moves: dayLists([], 0),
  added: listed,
  ranOut: listed,
  ranOutBefore: listed,
  outOfStock: 0,
};

/** What the tables say of these runs, newest first, where nothing is pending. */
export function overviewOf(now: string, runs: RunFacts[], differing: Partial<Overview> = {}): Overview {
  const ended = runs.filter(({ status, committedAt }) => status !== 'running' || committedAt !== null);
  const syncs = ended.filter(({ command }) => command === 'sync');
  return {
    now,
    runs,
    lastSync: syncs[0],
    lastGood: syncs.find(({ committedAt }) => committedAt !== null),
    lastFlash: ended.find(({ command }) => command === 'flash'),
    habit: runs,
    stories: new Map(),
    products: new Map(),
    today: NOTHING,
    unmappedUnits: 0,
    unmappedSkus: [],
    tillSales: { isOn: false, sales: 0, units: 0 },
    owed: { count: 0, rows: [] },
    dead: { count: 0, rows: [] },
    quarantine: { count: 0, rows: [] },
    missing: 0,
    oversellable: [],
    backlogs: [],
    drift: [],
    reach: { firstRunAt: '2026-01-01 00:00:00.000', unkept: undefined },
    found: undefined,
    names: new Map(),
    ...differing,
  };
}
