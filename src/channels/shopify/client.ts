import { createPoster, type Posted } from '../../platform/http/poster.ts';
import { sleep } from '../../platform/lifecycle.ts';
import type { Failure } from '../marketplace.ts';
import { receivedIn, throttledFor, TOKEN_REFUSED, unanswered } from './answers.ts';
import { phrase } from './phrase.ts';
import { Points } from './points.ts';
import { type Credentials, tokensOf } from './tokens.ts';

export interface ClientOptions {
  url: string;
  version: string;
  credentials: Credentials;
  /** One request from start to the last byte. */
  timeoutMs: number;
  signal: AbortSignal;
}

export type Found<T> = { kind: 'found'; value: T } | Failure;

/** `read` makes of the data what is wanted; what it throws means that the answer is unreadable. */
type Ask = <T>(
  document: string,
  variables: Readonly<Record<string, unknown>>,
  read: (data: never) => T,
) => Promise<Found<T>>;

export interface ShopifyClient {
  /** Asked again where nobody answers, and once the limit allows. */
  query: Ask;
  /** Sent once, when the limit allows. */
  mutate: Ask;
  /** The version of the API that answered last. */
  served(): string | undefined;
  close(): Promise<void>;
}

const CONNECTIONS = 4;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
/** Whoever must wait longer is told so: others may do something else meanwhile. */
const LONGEST_WAIT_MS = 30_000;

export function createShopifyClient(options: ClientOptions): ShopifyClient {
  const { url, version, credentials, timeoutMs, signal } = options;
  const { origin, pathname: path } = new URL(url);
  const pathname = path.replace(/\/$/, '');
  const poster = createPoster({ connections: CONNECTIONS, timeoutMs, maxResponseBytes: MAX_RESPONSE_BYTES });
  const points = new Points();
  const exchange = (form: string): Promise<Posted> =>
    poster.post({
      origin,
      path: `${pathname}/admin/oauth/access_token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form,
    });
  const tokens = tokensOf(credentials, exchange, timeoutMs);
  let served: string | undefined;
  const stop = (): void => poster.abandon();
  signal.addEventListener('abort', stop);

  const once: Ask = async (document, variables, read) => {
    const waitMs = points.waitMs(document);
    if (waitMs > LONGEST_WAIT_MS) return throttledFor(waitMs);
    await sleep(waitMs, signal);
    const token = await tokens.current();
    signal.throwIfAborted();
    if (token.kind !== 'found') return token;
    const answer = await sent(document, variables, read, token.value);
    if (answer.kind !== 'denied' || answer.fact !== TOKEN_REFUSED || !tokens.drop(token.value)) return answer;
    // Nothing was done with a token that was refused.
    const renewed = await tokens.current();
    signal.throwIfAborted();
    return renewed.kind === 'found' ? sent(document, variables, read, renewed.value) : renewed;
  };

  const sent = async <T>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    read: (data: never) => T,
    token: string,
  ): Promise<Found<T>> => {
    points.spend(document);
    const posted = await poster.post({
      origin,
      path: `${pathname}/admin/api/${version}/graphql.json`,
      headers: { 'x-shopify-access-token': token, accept: 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    signal.throwIfAborted();
    if ('error' in posted) return unanswered(posted, timeoutMs);
    const operation = operationOf(document);
    const { answer, cost, ...said } = receivedIn(posted.response, operation);
    served = said.served ?? served;
    if (cost !== undefined) points.note(document, cost);
    if (answer.kind !== 'data') return answer;
    try {
      return { kind: 'found', value: read(answer.data as never) };
    } catch {
      return { kind: 'unreachable', reason: phrase('unreadable', { operation }) };
    }
  };

  const again: Ask = async (document, variables, read) => {
    let waitedMs = 0;
    for (let attempt = 1; ;) {
      const answer = await once(document, variables, read);
      if (answer.kind === 'throttled') {
        if (waitedMs + answer.retryAfterMs > LONGEST_WAIT_MS) return answer;
        waitedMs += answer.retryAfterMs;
        await sleep(answer.retryAfterMs, signal);
      } else if (answer.kind === 'unreachable' && attempt < ATTEMPTS) {
        await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), signal);
        attempt += 1;
      } else return answer;
    }
  };

  return {
    query: again,
    mutate: once,
    served: () => served,
    async close() {
      signal.removeEventListener('abort', stop);
      await poster.close();
    },
  };
}

/** "Variants" of `query Variants(…)`. */
function operationOf(document: string): string {
  return /^\w+ (\w+)/.exec(document)?.[1] ?? '';
}
