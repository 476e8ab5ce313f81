import type { Config } from '../config.ts';
import { openSecrets } from '../secrets.ts';
import type { Report } from '../sync/report.ts';
import { runSync, type SyncOptions, type SyncRules } from '../sync/run.ts';
import { takeLock } from '../store/lock.ts';
import { createStore } from '../store/mysql-store.ts';
import { requireMigrated } from '../store/migrations.ts';
import { showLife } from '../store/runs.ts';
import { readShape } from '../store/shape.ts';
import { connect, openBitcram, openPublications, openSource } from '../wiring.ts';
import type { Context } from './context.ts';
import type { Run } from './run-report.ts';
import type { SyncFlags } from './sync.ts';

type SyncConfig = Pick<Config, 'database' | 'source' | 'load' | 'publications'>;

/** Opens what a run needs and runs it; its scope closes everything again. */
export async function syncConfigured(
  config: SyncConfig,
  flags: SyncFlags,
  run: Run,
  { signal, target }: Context,
): Promise<Report> {
  const { runId, log, progress, scope } = run;
  const secrets = openSecrets(config, signal, scope);
  const session = await connect(config.database, secrets, signal, log, scope);
  run.session = session;
  await requireMigrated(session);
  const shape = await readShape(session);
  if (!flags.dryRun) {
    await takeLock(session, config.database.schema);
    scope.defer(showLife(session, runId));
  }
  const { client } = openBitcram(config.source, secrets, session.signal, log, scope);
  const { postLoadProcedures } = config.load;
  return runSync({
    runId,
    target,
    options: optionsOf(flags),
    rules: rulesOf(config),
    source: await openSource(client, config.source),
    store: createStore(session, shape, { postLoadProcedures, updatedAt: new Date(), log }),
    publications: openPublications(config.publications, secrets, session.signal, scope),
    signal: session.signal,
    log,
    progress,
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
