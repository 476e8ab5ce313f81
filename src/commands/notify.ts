import { parseConfig } from '../config.ts';
import { ConfigurationError, type ExitCode } from '../platform/errors.ts';
import { openSecrets } from '../secrets.ts';
import { takeLock } from '../store/lock.ts';
import { requireMigrated } from '../store/migrations.ts';
import { createStore } from '../store/mysql-store.ts';
import { showLife } from '../store/runs.ts';
import { readShape } from '../store/shape.ts';
import { runNotify } from '../sync/notify.ts';
import { connect, openPublications } from '../wiring.ts';
import type { Context } from './context.ts';
import { eachUnderReport } from './run-report.ts';
import type { JsonFlags } from './targets.ts';

export interface NotifyFlags extends JsonFlags {
  dead: boolean;
}

const NEEDS = ['database', 'load', 'publications', 'log'] as const;

/** Pays what is owed: procedures and webhooks, nothing else. */
export function notify(flags: NotifyFlags, given: Context): Promise<ExitCode> {
  const needs = { needs: NEEDS };
  return eachUnderReport({ command: 'notify', ...flags }, needs, given, async (run, context) => {
    const { runId, log, progress, scope } = run;
    const config = parseConfig(context.env, NEEDS);
    if (!config.publications.notify) {
      throw new ConfigurationError('NOTIFY is off, so there is nothing to notify', { hint: 'set NOTIFY=on' });
    }
    const secrets = openSecrets(config, context.signal, scope);
    const session = await connect(config.database, secrets, context.signal, log, scope);
    await requireMigrated(session);
    const shape = await readShape(session);
    await takeLock(session, config.database.schema);
    scope.defer(showLife(session, runId));
    const { postLoadProcedures } = config.load;
    return runNotify({
      runId,
      target: context.target,
      reviveDead: flags.dead,
      store: createStore(session, shape, { postLoadProcedures, updatedAt: new Date(), log }),
      publications: openPublications(config.publications, secrets, session.signal, scope),
      signal: session.signal,
      log,
      progress,
    });
  });
}
