import type { Overview } from '../../src/dashboard/overview.ts';
import type { RunFacts } from '../../src/dashboard/questions/runs.ts';

/** As nobody configured it. */
export const LATENESS = { afterRuns: 3, webhooks: true };

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
    quarantined: 0,
    missing: 0,
    delivered: 0,
    pending: 0,
    dead: 0,
    ...differing,
  };
}

/** What the tables say of these runs, newest first, where nothing is pending. */
export function overviewOf(now: string, runs: RunFacts[], differing: Partial<Overview> = {}): Overview {
  const syncs = runs.filter(({ command, status }) => command === 'sync' && status !== 'running');
  return {
    now,
    runs,
    lastSync: syncs[0],
    lastGood: syncs.find(({ committedAt }) => committedAt !== null),
    stories: new Map(),
    products: new Map(),
    lastChange: undefined,
    owed: { count: 0, rows: [] },
    dead: { count: 0, rows: [] },
    quarantine: { count: 0, rows: [] },
    missing: 0,
    backlogs: [],
    found: undefined,
    names: new Map(),
    ...differing,
  };
}
