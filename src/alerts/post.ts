import { UnavailableError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';

export interface Receiver {
  url: string;
  /** Sent as a bearer token. */
  secret: string | undefined;
}

const LIMIT_MS = 5_000;

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
