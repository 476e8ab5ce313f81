import type { Body, Context, JsonFlags } from '../../../platform/command.ts';
import { asSyncError, EXIT, type ExitCode } from '../../../platform/errors.ts';
import { inOneLine, type Log, logError } from '../../../platform/log.ts';
import { printableJson } from '../../../platform/text.ts';
import type { Phrase } from '../../../platform/phrase.ts';
import { phrase } from '../phrase.ts';
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
  { target, print, inEnglish }: Context,
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
    error_code: failure?.phrase.code ?? null,
    reason: failure && inOneLine(inEnglish(failure.phrase)),
  };
  if (failure !== null) logError(log, failure);
  else {
    const level = action === 'same-token' ? 'warn' : 'info';
    log[level]({ ...report, phrase: said(action, { ...report, secret: secret ?? '' }) });
  }
  if (flags.json) print(printableJson(report));
  return report.exit_code;
}

interface Outcome {
  secret: string;
  age_days: number | null;
  version: number | null;
  disabled: readonly number[];
}

function said(action: Renewal['action'], { secret, age_days: days, version, disabled }: Outcome): Phrase {
  switch (action) {
    case 'renewed':
      return phrase('renewed', { secret, version: version ?? 0, disabled });
    case 'young':
      return phrase('young', { secret, days: days ?? 0 });
    case 'renewed-elsewhere':
      return phrase('renewed_elsewhere', { secret });
    default:
      return phrase('same_token', { secret });
  }
}
