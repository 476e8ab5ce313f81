import { parseConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { printableJson } from '../platform/text.ts';
import { openSecrets } from '../secrets.ts';
import { takeLock } from '../store/lock.ts';
import { migrate as applyMigrations } from '../store/migrations.ts';
import { connect } from '../wiring.ts';
import type { Context } from './context.ts';
import { plainLog } from './plain-log.ts';
import { type JsonFlags, onEachTarget } from './targets.ts';

const NEEDS = ['database', 'log'] as const;

/** Brings the schema of each target up to the program. Can be repeated. */
export function migrate(flags: JsonFlags, context: Context): Promise<ExitCode> {
  return onEachTarget(flags, { needs: NEEDS }, context, (each) => migrateOne(flags, each));
}

async function migrateOne(flags: JsonFlags, context: Context): Promise<ExitCode> {
  const config = parseConfig(context.env, NEEDS);
  const log = await plainLog(context);
  await using scope = new AsyncDisposableStack();
  const secrets = openSecrets(config, context.signal, scope);
  const session = await connect(config.database, secrets, context.signal, log, scope);
  await takeLock(session, config.database.schema);
  const applied = await applyMigrations(session);
  const said = applied.length === 0 ? 'the schema is up to date' : `applied ${applied.join(', ')}`;
  log.info({ applied }, said);
  if (flags.json) context.print(printableJson({ target: context.target, applied }));
  return EXIT.ok;
}
