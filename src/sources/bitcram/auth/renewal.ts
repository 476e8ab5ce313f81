import {
  asSyncError,
  ConfigurationError,
  type ExitCode,
  SyncError,
  UnavailableError,
} from '../../../platform/errors.ts';
import { type SecretManager, type SecretVersion } from '../../../platform/secrets/secret-manager.ts';
import type { Phrase } from '../../../platform/phrase.ts';
import { phrase } from '../phrase.ts';
import { UnusableSecretError } from '../../../platform/secrets/refusal.ts';

export interface RenewalParts {
  secrets: SecretManager;
  secretId: string;
  /** A new token. */
  logIn(): Promise<string>;
  /** Whether Bitcram takes a token. */
  isAccepted(token: string): Promise<boolean>;
  now(): number;
}

export interface Renewal {
  action:
    | 'renewed'
    /** Not old enough. */
    | 'young'
    /** Somebody else was faster. */
    | 'renewed-elsewhere'
    /** Bitcram gave the token that the secret has already. */
    | 'same-token'
    | 'failed';
  /** Of the latest version before; null where the secret had none. */
  ageMs: number | null;
  previousVersion: number | null;
  /** The version that was added. */
  version: number | null;
  disabled: number[];
  stage: 'before' | 'adding' | 'added' | 'verified';
  /** What ended it before its end. */
  failure: SyncError | null;
  /** To use from now on, where a good one was found. */
  token: string | undefined;
}

/** An error of one of its steps, with what had been done by then and what not. What to do is what that error says. */
class RenewalError extends SyncError {
  readonly exitCode: ExitCode;

  constructor(what: Phrase, cause: SyncError) {
    super(what, { cause });
    this.exitCode = cause.exitCode;
  }
}

/** Logs in and replaces the secret's token, if its latest version is that old or older, is none, or is not enabled. */
export async function renewIfOlder(parts: RenewalParts, olderThanMs: number): Promise<Renewal> {
  return underRecord(parts, async (renewal) => {
    const latest = await lookAtLatest(parts, renewal);
    if (latest?.enabled && (renewal.ageMs ?? 0) < olderThanMs) {
      renewal.action = 'young';
      return;
    }
    await replace(parts, renewal, latest, latest?.enabled ? await readable(parts, latest) : undefined);
  });
}

/** The same for a token that was refused, however young; one that only a single request refused is left alone. */
export async function renewRefused(parts: RenewalParts, refused: string): Promise<Renewal> {
  return underRecord(parts, async (renewal) => {
    if (await parts.isAccepted(refused)) {
      renewal.action = 'young';
      return;
    }
    await replace(parts, renewal, await lookAtLatest(parts, renewal), refused);
  });
}

/** Never throws: what was done stands in the record, whatever ended it. */
async function underRecord(
  { secretId }: RenewalParts,
  work: (renewal: Renewal) => Promise<void>,
): Promise<Renewal> {
  const renewal: Renewal = {
    action: 'failed',
    ageMs: null,
    previousVersion: null,
    version: null,
    disabled: [],
    stage: 'before',
    failure: null,
    token: undefined,
  };
  try {
    await work(renewal);
  } catch (error) {
    const cause = asSyncError(error);
    renewal.failure = new RenewalError(failureOf(renewal, secretId, cause.phrase), cause);
  }
  return renewal;
}

function failureOf({ stage, version, disabled }: Renewal, secret: string, why: Phrase): Phrase {
  switch (stage) {
    case 'before':
      return phrase('not_renewed', { secret, why });
    case 'adding':
      return phrase('not_seen_to_arrive', { secret, why });
    case 'added':
      return phrase('not_verified', { secret, why, version: version as number });
    default:
      return phrase('older_left', { secret, why, version: version as number, except: disabled });
  }
}

async function lookAtLatest(
  { secrets, secretId, now }: RenewalParts,
  renewal: Renewal,
): Promise<SecretVersion | undefined> {
  const latest = await secrets.latest(secretId);
  // Without a version there may be no secret either: better known before a log-in than after it.
  if (latest === undefined) await secrets.enabled(secretId);
  else {
    renewal.ageMs = now() - latest.createdMs;
    renewal.previousVersion = latest.number;
  }
  return latest;
}

/** Read before anything is done: who may not read the secret could not verify a new version of it either. */
async function readable(
  { secrets, secretId }: RenewalParts,
  version: SecretVersion,
): Promise<string | undefined> {
  try {
    return await secrets.read(secretId, version.number);
  } catch (error) {
    if (error instanceof UnusableSecretError) return undefined;
    throw error;
  }
}

/** Each step leaves at least one enabled version that is as good as before. */
async function replace(
  parts: RenewalParts,
  renewal: Renewal,
  before: SecretVersion | undefined,
  old: string | undefined,
): Promise<void> {
  const { secrets, secretId } = parts;
  const token = await parts.logIn();
  if (token === old) {
    renewal.action = 'same-token';
    return;
  }
  if (!(await parts.isAccepted(token))) {
    throw new ConfigurationError(phrase('new_token_refused'));
  }
  const elsewhere = await newerElsewhere(parts, before);
  if (elsewhere !== undefined) {
    renewal.action = 'renewed-elsewhere';
    renewal.token = elsewhere;
    return;
  }
  renewal.stage = 'adding';
  renewal.version = await secrets.add(secretId, token);
  renewal.stage = 'added';
  if ((await secrets.read(secretId, renewal.version)) !== token) {
    throw new UnavailableError(phrase('version_differs', { version: renewal.version }));
  }
  // Where a log-in ends earlier ones: another renewal may have logged in since, and what would be disabled here is its token.
  if (!(await parts.isAccepted(token))) {
    throw new UnavailableError(phrase('ended_elsewhere'));
  }
  renewal.stage = 'verified';
  renewal.token = token;
  await disableOlder(parts, renewal, renewal.version);
  renewal.action = 'renewed';
}

/** What another renewal put there since, if it works: where a log-in ends earlier ones, the later token is the good one. */
async function newerElsewhere(
  parts: RenewalParts,
  before: SecretVersion | undefined,
): Promise<string | undefined> {
  const latest = await parts.secrets.latest(parts.secretId);
  if (latest === undefined || latest.number === before?.number || !latest.enabled) return undefined;
  const text = await readable(parts, latest);
  return text !== undefined && (await parts.isAccepted(text)) ? text : undefined;
}

/** Only older ones: a newer version is another renewal's, which looks after it. Nothing is destroyed. */
async function disableOlder(
  { secrets, secretId }: RenewalParts,
  renewal: Renewal,
  version: number,
): Promise<void> {
  const older = (await secrets.enabled(secretId)).filter(({ number }) => number < version);
  for (const { number } of older.sort((a, b) => b.number - a.number)) {
    await secrets.disable(secretId, number);
    renewal.disabled.push(number);
  }
}
