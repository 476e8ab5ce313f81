import { createPoster, type Posted } from '../../platform/http/poster.ts';
import { sleep } from '../../platform/lifecycle.ts';
import type { Phrase } from '../../platform/phrase.ts';
import type { Failure, Shared } from '../marketplace.ts';
import { receivedIn, type Received, TOKEN_REFUSED, unanswered, unreadable } from './answers.ts';
import { type Credentials, type Tokens, tokensOf } from './tokens.ts';
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

export type Found<T> = { kind: 'found'; value: T } | Failure;
export type Changed<T> = Found<T> | Extract<Received, { kind: 'conflict' }>;

/** Makes of an answer what is wanted; what it throws means that the answer is unreadable. */
type Read<T> = (json: never, version: string | undefined) => T;

export interface MercadoLibreClient {
  /** Asked again where nobody answers, and once the pace allows. */
  get<T>(request: Request, read: Read<T>): Promise<Found<T>>;
  /** Sent once. */
  put<T>(change: Change, read: Read<T>): Promise<Changed<T>>;
  readonly tokens: Tokens;
  close(): Promise<void>;
}

const CONNECTIONS = 8;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
/** Whoever must wait longer is told so: others may do something else meanwhile. */
const LONGEST_WAIT_MS = 30_000;

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

  const once = async <T>(request: Request | Change, read: Read<T>): Promise<Changed<T>> => {
    const token = await tokens.current();
    signal.throwIfAborted();
    if (token.kind !== 'found') return token;
    const answer = await sent(request, read, token.value);
    if (answer.kind !== 'denied' || answer.fact !== TOKEN_REFUSED || !tokens.drop(token.value)) return answer;
    // Nothing was done with a token that was refused.
    const renewed = await tokens.current();
    signal.throwIfAborted();
    return renewed.kind === 'found' ? sent(request, read, renewed.value) : renewed;
  };

  const sent = async <T>(request: Request | Change, read: Read<T>, token: string): Promise<Changed<T>> => {
    await turns.take(signal, request.mostPerSecond);
    const posted = await post(request, token);
    signal.throwIfAborted();
    if ('error' in posted) return unanswered(posted, timeoutMs);
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
      let waitedMs = 0;
      for (let attempt = 1; ;) {
        const answer = await once(request, read);
        if (answer.kind === 'throttled') {
          if (waitedMs + answer.retryAfterMs > LONGEST_WAIT_MS) return answer;
          waitedMs += answer.retryAfterMs;
          await sleep(answer.retryAfterMs, signal);
        } else if ((answer.kind === 'unreachable' || answer.kind === 'conflict') && attempt < ATTEMPTS) {
          await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), signal);
          attempt += 1;
        } else return answer.kind === 'conflict' ? unreadable(request.what) : answer;
      }
    },
    async close() {
      signal.removeEventListener('abort', stop);
      await Promise.all([poster.close(), exchanging.close()]);
    },
  };
}
