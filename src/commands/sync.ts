import { type Config, parseConfig } from '../config.ts';
import type { ExitCode } from '../platform/errors.ts';
import { runSync, type SyncOptions, type SyncRules } from '../sync/run.ts';
import { takeLock } from '../store/lock.ts';
import { createStore } from '../store/mysql-store.ts';
import { requireMigrated } from '../store/migrations.ts';
import { showLife } from '../store/runs.ts';
import { readShape } from '../store/shape.ts';
import { connect, openBitcram, openPublications, openSource } from '../wiring.ts';
import type { Context } from './context.ts';
import { underReport } from './run-report.ts';

export interface SyncFlags {
  mode: 'delta' | 'full';
  compare: 'flash' | 'deep';
  dryRun: boolean;
  force: boolean;
  select: readonly number[] | undefined;
  notify: boolean;
  json: boolean;
}

/** One run of the job. */
export function sync(flags: SyncFlags, context: Context): Promise<ExitCode> {
  return underReport({ command: 'sync', ...flags }, context, async (runId, log, progress) => {
    const config = parseConfig(context.env, ['database', 'source', 'load', 'publications', 'log']);
    await using scope = new AsyncDisposableStack();
    const session = await connect(config.database, context.signal, log, scope);
    await requireMigrated(session);
    const shape = await readShape(session);
    if (!flags.dryRun) {
      await takeLock(session, config.database.schema);
      scope.defer(showLife(session, runId));
    }
    const { client } = openBitcram(config.source, session.signal, log, scope);
    const { postLoadProcedures } = config.load;
    return await runSync({
      runId,
      options: optionsOf(flags),
      rules: rulesOf(config),
      source: await openSource(client, config.source),
      store: createStore(session, shape, { postLoadProcedures, updatedAt: new Date(), log }),
      publications: openPublications(config.publications, session.signal, scope),
      signal: session.signal,
      log,
      progress,
    });
  });
}

function optionsOf(flags: SyncFlags): SyncOptions {
  const { mode, compare, dryRun, force, select, notify } = flags;
  return { mode, compare, dryRun, force, selection: select && new Set(select), send: notify };
}

function rulesOf({ load, publications }: Pick<Config, 'load' | 'publications'>): SyncRules {
  return {
    guardLimits: load.guard,
    quarantineMaxPercent: load.quarantineMaxPercent,
    missing: { treatment: load.missingProducts, runs: load.missingRuns },
    oweRule: { notify: publications.notify, publishedItemsTable: load.publishedItemsTable },
    oweProcedures: load.postLoadProcedures.length > 0,
    historyDays: load.historyDays,
  };
}
