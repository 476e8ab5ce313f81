import { UnavailableError } from '../platform/errors.ts';

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
    const { code = 'no answer that can be read' } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    throw refused(late.aborted ? `no answer within ${LIMIT_MS / 1000} s` : code);
  }
  if (status < 200 || status > 299) throw refused(`it answers ${status}`);
}

function refused(why: string): UnavailableError {
  return new UnavailableError(`could not tell ALERT_URL of it: ${why}`, { hint: 'the next run tries again' });
}
