import { createPoster } from '../../platform/http/poster.ts';
import { sleep } from '../../platform/lifecycle.ts';
import { causeInWords } from '../../platform/text.ts';
import type { Failure } from '../marketplace.ts';
import { receivedIn, throttledFor } from './answers.ts';
import { phrase } from './phrase.ts';
import { Points } from './points.ts';

export interface ClientOptions {
  url: string;
  version: string;
  token: string;
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
  const { url, version, token, timeoutMs, signal } = options;
  const { origin, pathname } = new URL(`${url}/admin/api/${version}/graphql.json`);
  const poster = createPoster({ connections: CONNECTIONS, timeoutMs, maxResponseBytes: MAX_RESPONSE_BYTES });
  const points = new Points();
  let served: string | undefined;
  const stop = (): void => poster.abandon();
  signal.addEventListener('abort', stop);

  const once: Ask = async (document, variables, read) => {
    const waitMs = points.waitMs(document);
    if (waitMs > LONGEST_WAIT_MS) return throttledFor(waitMs);
    await sleep(waitMs, signal);
    points.spend(document);
    const posted = await poster.post({
      origin,
      path: pathname,
      headers: { 'x-shopify-access-token': token, accept: 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    signal.throwIfAborted();
    if ('error' in posted) return unanswered(posted.error, posted.isLate);
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

  function unanswered({ code = '', message }: NodeJS.ErrnoException, isLate: boolean): Failure {
    const reason = isLate
      ? phrase('no_answer', { limitMs: timeoutMs })
      : phrase('unreachable', { why: causeInWords(code, message) });
    return { kind: 'unreachable', reason };
  }

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
