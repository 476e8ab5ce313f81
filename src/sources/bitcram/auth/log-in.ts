import { z } from 'zod';
import { ConfigurationError, SourceError } from '../../../platform/errors.ts';
import type { Http } from '../../../platform/http/http.ts';
import { registerSecret } from '../../../platform/redact.ts';
import { phrase } from '../phrase.ts';
import { isBlocked, isRefusal, requireOk, SENDABLE } from '../client.ts';
import { readListDocument } from '../document.ts';

const loggedIn = z.object({ token: z.string().regex(SENDABLE) });

/**
 * A new token. No word of an answer goes into an error: whoever quotes a log-in quotes a password. Http keeps to itself what
 * it sent.
 */
export async function logIn(http: Http, username: string, password: string): Promise<string> {
  registerSecret(password);
  const { status, body, request } = await http.request({
    method: 'POST',
    path: '/api/auth/',
    body: { username, password },
  });
  if (status >= 400 && status < 500 && status !== 404 && !isBlocked({ status, body })) {
    throw new ConfigurationError(phrase('login_refused', { status, request }));
  }
  // Some servers answer 201: a token was made.
  requireOk({ status: status === 201 ? 200 : status, request, body }, false);
  const answer = loggedIn.safeParse(jsonOf(body));
  if (!answer.success) {
    throw new SourceError(phrase('no_token', { request }));
  }
  registerSecret(answer.data.token);
  return answer.data.token;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Whether Bitcram takes the token, by the cheapest request that needs one. */
export async function isAccepted(http: Http, token: string): Promise<boolean> {
  if (!SENDABLE.test(token)) return false;
  const answer = await http.request({
    path: '/api/checkouts/index',
    query: { page: 1, per_page: 1 },
    headers: { authorization: `Bearer ${token}` },
  });
  if (isRefusal(answer)) return false;
  requireOk(answer);
  // A page for people would come with 200 as well.
  readListDocument(answer);
  return true;
}
