import { EventEmitter } from 'node:events';
import { Agent } from 'undici';
import type { OwedWebhook } from '../domain.ts';
import { parseRetryAfterMs } from '../platform/http.ts';
import { printable } from '../platform/text.ts';

export type Answer =
  | { kind: 'accepted' }
  /** The receiver wants nothing from anybody for a while. */
  | { kind: 'too-many'; reason: string; retryAfterMs: number }
  | { kind: 'wrong-secret'; reason: string }
  /** The receiver was reached and did not want this product. */
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string };

export interface Sender {
  /** Never throws for what the receiver does. */
  send(webhook: OwedWebhook): Promise<Answer>;
  /** Ends whatever is on its way. */
  abandon(): void;
  close(): Promise<void>;
}

export interface SenderOptions {
  url: string;
  secret: string;
  concurrency: number;
  timeoutMs: number;
}

const PATIENCE_MS = 1000;
const ANSWER_LIMIT_BYTES = 64 * 1024;
const CLOCK_MS = 100;

/** Posts webhooks over kept-alive connections. */
export function createSender({ url, secret, concurrency, timeoutMs }: SenderOptions): Sender {
  const { origin, pathname, search } = new URL(url);
  const agent = new Agent({
    connections: concurrency,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  // One clock for all: a timer and an abort signal a webhook would cost more than the webhook.
  const underWay = new Set<{ abort: EventEmitter; endsAtMs: number }>();
  const clock = setInterval(
    () => {
      for (const { abort, endsAtMs } of underWay) if (endsAtMs <= Date.now()) abort.emit('abort');
    },
    Math.min(timeoutMs, CLOCK_MS),
  );
  clock.unref();
  return {
    async send({ itemId, key }) {
      // undici's own time-outs start anew with each byte; an answer that trickles must end as well.
      const request = { abort: new EventEmitter(), endsAtMs: Date.now() + timeoutMs };
      underWay.add(request);
      try {
        const { statusCode, headers, body } = await agent.request({
          origin,
          path: pathname + search,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({ event_type: 'update', item_id: itemId, secret }),
          signal: request.abort,
        });
        // What it says does not matter any more; the connection must be free for the next one.
        await body.dump({ limit: ANSWER_LIMIT_BYTES }).catch(() => undefined);
        return answerOf(statusCode, headers['retry-after']);
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException;
        const why =
          request.endsAtMs <= Date.now() ? `no answer within ${timeoutMs} ms` : `${code} ${message}`;
        return { kind: 'unreachable', reason: printable(`cannot reach the publications service: ${why}`) };
      } finally {
        underWay.delete(request);
      }
    },
    abandon() {
      for (const { abort } of underWay) abort.emit('abort');
    },
    async close() {
      clearInterval(clock);
      await agent.destroy();
    },
  };
}

function answerOf(status: number, retryAfter: string | string[] | undefined): Answer {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const reason = `the publications service answers ${status}`;
  if (status === 401 || status === 403) return { kind: 'wrong-secret', reason };
  if (status === 429) {
    const asked = typeof retryAfter === 'string' ? parseRetryAfterMs(retryAfter, Date.now()) : undefined;
    return { kind: 'too-many', reason, retryAfterMs: Math.max(asked ?? PATIENCE_MS, 50) };
  }
  // A gateway speaks for a receiver that is not there: no word about this product.
  if (status >= 502 && status <= 504) return { kind: 'unreachable', reason };
  return { kind: 'refused', reason };
}
