import { databaseConfig } from '../mysql/config.ts';
import { openDatabase } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Context } from '../platform/command.ts';
import { checkConfig } from '../platform/config/config.ts';
import type { Environment } from '../platform/environment.ts';
import { UnavailableError } from '../platform/errors.ts';
import { within } from '../platform/lifecycle.ts';
import type { Log } from '../platform/log.ts';
import { openSecrets } from '../platform/secrets/secrets.ts';
import { type AlertConfig, alertConfig, lateConfig, type Lateness } from './config.ts';
import { type Backlog, isOn, readBacklogs } from './late.ts';
import { leaveTurn, readTroubles, takeTurn } from './memory.ts';
import { phrase } from './phrase.ts';
import { readSoldUnseen, type SoldUnseen } from './sold.ts';
import type { Trouble } from './trouble.ts';

/** For all that the database is asked or told here: an alert must not hold up what follows. */
export const MEMORY_LIMIT_MS = 3_000;

export interface Alerting extends AlertConfig {
  late: Lateness;
}

/** Also where the trouble is one of the variables that only say what is alerted: an alert can be sent without them. */
export function alertingOf(env: Environment): Alerting | undefined {
  const parts = { alert: alertConfig, late: lateConfig };
  const unset = Object.fromEntries(Object.keys(lateConfig.variables).map((name) => [name, '']));
  const { alert, late } =
    checkConfig(env, parts).config ?? checkConfig({ ...env, ...unset }, parts).config ?? {};
  return alert === undefined || late === undefined ? undefined : { ...alert, late };
}

export interface Memory {
  session: Session;
  troubles: readonly Trouble[];
  /** Undefined where nothing of the channels is told. */
  backlogs?: readonly Backlog[];
  sold?: SoldUnseen;
}

/** In its turn, until the scope ends; `readsOthers`: what the channels have not been told as well. Undefined where nobody knows which database has it; throws where that cannot be asked. */
export async function recall(
  given: Session | undefined,
  { late }: Alerting,
  context: Context,
  log: Log,
  scope: AsyncDisposableStack,
  readsOthers = true,
): Promise<Memory | undefined> {
  const session = given === undefined || given.signal.aborted ? await reconnect(context, log, scope) : given;
  if (session === undefined) return undefined;
  const read = async (): Promise<Memory> => {
    await takeTurn(session);
    return {
      session,
      troubles: await readTroubles(session),
      ...(readsOthers && {
        backlogs: (await readBacklogs(session)).filter(({ channel }) => isOn(channel, late)),
        sold: await readSoldUnseen(session, late.marketplaces),
      }),
    };
  };
  const memory = await within(read(), MEMORY_LIMIT_MS, phrase('read_memory'));
  scope.defer(() => leaveTurn(session));
  return memory;
}

/** The run's own connection broke or never was; the database may be there all the same. */
async function reconnect(
  context: Context,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<Session | undefined> {
  const { config, secrets: needed } = checkConfig(context.env, { database: databaseConfig });
  // Without the targets, the environment's database may not belong to any of them.
  const unknown = context.target === null && context.env['TARGETS_FILE'] !== undefined;
  if (config === undefined || unknown) return undefined;
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new UnavailableError(phrase('memory_silent')));
  }, MEMORY_LIMIT_MS);
  try {
    const signal = AbortSignal.any([context.signal, late.signal]);
    const secrets = openSecrets(needed, signal, scope);
    return await openDatabase({ config, secrets, signal, log, scope });
  } finally {
    clearTimeout(timer);
  }
}
