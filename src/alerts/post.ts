import { httpUrl } from '../platform/config/checks.ts';
import { ConfigurationError, UnavailableError } from '../platform/errors.ts';
import { LateError, within } from '../platform/lifecycle.ts';
import type { Phrase } from '../platform/phrase.ts';
import { registerAddress } from '../platform/redact.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import type { AlertConfig } from './config.ts';
import { phrase } from './phrase.ts';

export interface Receiver {
  url: string;
  /** Sent as a bearer token. */
  secret: string | undefined;
}

const LIMIT_MS = 5_000;
/** As a rule the run still holds its lock. */
const SECRETS_LIMIT_MS = 10_000;

/** Where alerts go; what lies in Secret Manager is read. */
export async function receiverOf({ url, secret }: AlertConfig, secrets: Secrets): Promise<Receiver> {
  const read = Promise.all([secrets.text(url), secret === undefined ? undefined : secrets.text(secret)]);
  try {
    const [address, bearer] = await within(read, SECRETS_LIMIT_MS, phrase('read_receiver'));
    return { url: checkedAddress(address), secret: bearer };
  } catch (error) {
    throw error instanceof LateError ? new UnavailableError(error.phrase) : error;
  }
}

/** One that lies in a secret could not be checked before it was read. */
export function checkedAddress(address: string): string {
  registerAddress(address);
  if (httpUrl.safeParse(address).success) return address;
  throw new ConfigurationError(phrase('address_wrong'));
}

/** Posts an alert, once. Throws `UnavailableError`, which never names the address: of a chat's webhook the address is the secret. */
export async function postAlert({ url, secret }: Receiver, body: string, stop: AbortSignal): Promise<void> {
  const late = AbortSignal.timeout(LIMIT_MS);
  const authorization = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  let status: number;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body,
      // It could lead the secret to another host.
      redirect: 'manual',
      signal: AbortSignal.any([stop, late]),
    });
    ({ status } = answer);
    await answer.body?.cancel();
  } catch (error) {
    const { code = phrase('unreadable') } = ((error as Error).cause ?? {}) as { code?: string };
    throw notTold(late.aborted ? phrase('no_answer', { limitMs: LIMIT_MS }) : code);
  }
  if (status < 200 || status > 299) throw notTold(phrase('answers', { status }));
}

function notTold(why: Phrase | string): UnavailableError {
  return new UnavailableError(phrase('not_told', { why }));
}
