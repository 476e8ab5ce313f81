import { parseConfig } from '../config.ts';
import { openSecrets } from '../secrets.ts';
import { requireMigrated } from '../store/migrations.ts';
import type { Session } from '../store/session.ts';
import { connect } from '../wiring.ts';
import type { Context } from './context.ts';
import { plainLog } from './plain-log.ts';
import { onOneTarget, type TargetFlags } from './targets.ts';

const NEEDS = ['database', 'log'] as const;

/** The one target's schema for a command that only reads it, until the scope ends; with the target's own context. */
export async function openSchema(
  flags: TargetFlags,
  given: Context,
  scope: AsyncDisposableStack,
): Promise<{ session: Session; context: Context }> {
  const context = onOneTarget(flags, { needs: NEEDS }, given);
  const config = parseConfig(context.env, NEEDS);
  const secrets = openSecrets(config, context.signal, scope);
  const session = await connect(config.database, secrets, context.signal, await plainLog(context), scope);
  await requireMigrated(session);
  return { session, context };
}
