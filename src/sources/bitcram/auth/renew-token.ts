import type { Body, Context, JsonFlags } from '../../../platform/command.ts';
import { asSyncError, EXIT, type ExitCode } from '../../../platform/errors.ts';
import { type Log, logError, reasonOf } from '../../../platform/log.ts';
import { printableJson } from '../../../platform/text.ts';
import { bitcramConfig, renewalConfig } from '../config.ts';
import { openHttp, renewalParts } from '../open.ts';
import { type Renewal, renewIfOlder } from './renewal.ts';

const DAY_MS = 86_400_000;

interface RenewFlags extends JsonFlags {
  ifOlderThan: number;
}

const config = { renewal: renewalConfig, bitcram: bitcramConfig };

/** Puts a new token into the secret of each target before the old one ends. */
export const command: Body<typeof config, RenewFlags> = {
  config,
  // The token that is to be replaced is of no use.
  asksLate: true,
  async work(job, flags) {
    const { config: given, secrets } = job;
    const { secretId } = given.renewal.secret;
    try {
      const parts = renewalParts(given.renewal, openHttp(job), secrets);
      return tell(job, job.log, flags, secretId, await renewIfOlder(parts, flags.ifOlderThan * DAY_MS));
    } catch (error) {
      return tell(job, job.log, flags, secretId, { failure: asSyncError(error) });
    }
  },
  refused: (failure, context, log, flags) => tell(context, log, flags, null, { failure }),
};

function tell(
  { target, print }: Context,
  log: Log,
  flags: RenewFlags,
  secret: string | null,
  renewal: Partial<Renewal>,
): ExitCode {
  const { action = 'failed', ageMs = null, previousVersion = null, version = null, disabled = [] } = renewal;
  const { failure = null } = renewal;
  const report = {
    event: 'token.renewal',
    ...(target === null ? {} : { target }),
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
  if (flags.json) print(printableJson(report));
  return report.exit_code;
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
