import { createPoster, type Posted } from '../../platform/http/poster.ts';
import { sleep } from '../../platform/lifecycle.ts';
import { asked, type Found, LONGEST_WAIT_MS, unanswered, withToken } from '../asking.ts';
import { receivedIn, throttledFor } from './answers.ts';
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
    return withToken(tokens, signal, (token) => sent(document, variables, read, token));
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
    if ('error' in posted) return unanswered(posted, timeoutMs, phrase);
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

  return {
    query: (...request) => asked(signal, () => once(...request)),
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
