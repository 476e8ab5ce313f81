import { createPoster, type Posted } from '../../platform/http/poster.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { asked, type Found, unanswered, withToken } from '../asking.ts';
import type { Shared } from '../marketplace.ts';
import { receivedIn, type Received, unreadable } from './answers.ts';
import { phrase } from './phrase.ts';
import { type Credentials, type ScopedTokens, tokensOf } from './tokens.ts';
import { Turns } from './turns.ts';

export interface ClientOptions {
  url: string;
  credentials: Credentials;
  /** Requests a second, of all processes together. */
  perSecond: number;
  /** One request from start to the last byte. */
  timeoutMs: number;
  signal: AbortSignal;
  shared: Shared;
}

interface Request {
  /** "read the orders". */
  what: Phrase;
  path: string;
  query?: Readonly<Record<string, string>>;
  /** Requests a second that Mercado Libre takes of its kind, where that is less than of others. */
  mostPerSecond?: number;
}

interface Change extends Request {
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

export type Changed<T> = Found<T> | Extract<Received, { kind: 'conflict' }>;

/** Makes of an answer what is wanted; what it throws means that the answer is unreadable. */
type Read<T> = (json: never, version: string | undefined) => T;

export interface MercadoLibreClient {
  /** Asked again where nobody answers, and once the pace allows. */
  get<T>(request: Request, read: Read<T>): Promise<Found<T>>;
  /** Sent once. */
  put<T>(change: Change, read: Read<T>): Promise<Changed<T>>;
  readonly tokens: ScopedTokens;
  close(): Promise<void>;
}

const CONNECTIONS = 8;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

export function createMercadoLibreClient(options: ClientOptions): MercadoLibreClient {
  const { url, credentials, perSecond, timeoutMs, signal, shared } = options;
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/$/, '');
  const connections = { timeoutMs, maxResponseBytes: MAX_RESPONSE_BYTES };
  const poster = createPoster({ ...connections, connections: CONNECTIONS });
  // Not cut off with the job: an answer that nobody takes is a refresh token that nobody has.
  const exchanging = createPoster({ ...connections, connections: 1 });
  const turns = new Turns(shared.pace, perSecond);
  const stop = (): void => poster.abandon();
  signal.addEventListener('abort', stop);

  const tokens = tokensOf(credentials, {
    shared,
    timeoutMs,
    exchange: (form) =>
      exchanging.post({
        ...{ origin, path: `${base}/oauth/token`, body: form },
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      }),
  });

  const once = <T>(request: Request | Change, read: Read<T>): Promise<Changed<T>> =>
    withToken<Changed<T>>(tokens, signal, (token) => sent(request, read, token));

  const sent = async <T>(request: Request | Change, read: Read<T>, token: string): Promise<Changed<T>> => {
    await turns.take(signal, request.mostPerSecond);
    const posted = await post(request, token);
    signal.throwIfAborted();
    if ('error' in posted) return unanswered(posted, timeoutMs, phrase);
    const answer = receivedIn(posted.response, request.what);
    if (answer.kind === 'throttled') await turns.slowDown();
    if (answer.kind !== 'json') return answer;
    const version = posted.response.headers['x-version'];
    try {
      return {
        kind: 'found',
        value: read(answer.json as never, typeof version === 'string' ? version : undefined),
      };
    } catch {
      return unreadable(request.what);
    }
  };

  const post = (request: Request | Change, token: string): Promise<Posted> => {
    const { path, query } = request;
    const change = 'body' in request ? request : undefined;
    return poster.post({
      origin,
      path: `${base}${path}${query === undefined ? '' : `?${new URLSearchParams(query)}`}`,
      method: change === undefined ? 'GET' : 'PUT',
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...change?.headers },
      ...(change === undefined ? {} : { body: JSON.stringify(change.body) }),
    });
  };

  return {
    tokens,
    put: once,
    async get(request, read) {
      const answer = await asked(
        signal,
        () => once(request, read),
        ({ kind }) => kind === 'unreachable' || kind === 'conflict',
      );
      return answer.kind === 'conflict' ? unreadable(request.what) : answer;
    },
    async close() {
      signal.removeEventListener('abort', stop);
      await Promise.all([poster.close(), exchanging.close()]);
    },
  };
}
