import { type Config, parseConfig } from '../config.ts';
import { asSyncError, EXIT, type ExitCode } from '../platform/errors.ts';
import { type Log, logError } from '../platform/log.ts';
import { printableJson } from '../platform/text.ts';
import { openSecrets } from '../secrets.ts';
import { type Renewal, renewIfOlder } from '../sources/bitcram/renewal.ts';
import { reasonOf } from '../sync/report.ts';
import { openHttp, renewalParts } from '../wiring.ts';
import type { Context } from './context.ts';
import { plainLog } from './plain-log.ts';
import { type JsonFlags, onEachTarget } from './targets.ts';

const DAY_MS = 86_400_000;

export interface RenewFlags extends JsonFlags {
  ifOlderThan: number;
}

const NEEDS = ['renewal', 'source', 'log'] as const;

/** Puts a new token into the secret of each target before the old one ends. */
export function renewToken(flags: RenewFlags, context: Context): Promise<ExitCode> {
  const needs = { needs: NEEDS, checkout: false };
  return onEachTarget(flags, needs, context, (each) => renewOne(flags, each));
}

async function renewOne(flags: RenewFlags, context: Context): Promise<ExitCode> {
  const log = await plainLog(context);
  let secret: string | null = null;
  let renewal: Partial<Renewal>;
  try {
    const config = parseConfig(context.env, NEEDS, { checkout: false });
    secret = config.renewal.secret.secretId;
    renewal = await renew(config, flags.ifOlderThan * DAY_MS, context, log);
  } catch (error) {
    renewal = { failure: asSyncError(error) };
  }
  const { action = 'failed', ageMs = null, previousVersion = null, version = null, disabled = [] } = renewal;
  const { failure = null } = renewal;
  const report = {
    event: 'token.renewal',
    ...(context.target === null ? {} : { target: context.target }),
    action,
    secret,
    age_days: ageMs === null ? null : Math.round((ageMs / DAY_MS) * 100) / 100,
    previous_version: previousVersion,
    version,
    disabled,
    exit_code: failure?.exitCode ?? EXIT.ok,
    reason: failure && reasonOf(failure),
  };
  if (failure === null) log[action === 'same-token' ? 'warn' : 'info'](report, SAID[action](report));
  else logError(log, failure);
  if (flags.json) context.print(printableJson(report));
  return report.exit_code;
}

async function renew(
  config: Pick<Config, 'renewal' | 'source'>,
  olderThanMs: number,
  { signal }: Context,
  log: Log,
): Promise<Renewal> {
  await using scope = new AsyncDisposableStack();
  const secrets = openSecrets({}, signal, scope);
  const http = openHttp(config.source, signal, log, scope);
  return await renewIfOlder(renewalParts(config.renewal, http, secrets), olderThanMs);
}

interface Told {
  secret: string | null;
  age_days: number | null;
  version: number | null;
  disabled: readonly number[];
}

const SAID: Record<Renewal['action'], (told: Told) => string> = {
  renewed: ({ secret, version, disabled }) =>
    `the token was renewed: version ${version} of the secret ${secret}; disabled: ${disabled.join(', ') || 'none'}`,
  young: ({ secret, age_days }) => `the secret ${secret} is ${age_days} days old and needs no new token yet`,
  'renewed-elsewhere': ({ secret }) => `the secret ${secret} was renewed meanwhile, and its token works`,
  'same-token': ({ secret }) =>
    `Bitcram gives the token that the secret ${secret} has already; nothing was changed`,
  failed: () => 'the token was not renewed',
};
