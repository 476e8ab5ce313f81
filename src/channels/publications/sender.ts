import { Agent, type Dispatcher } from 'undici';
import { parseRetryAfterMs } from '../../platform/http/http.ts';
import { causeInWords } from '../../platform/text.ts';
import type { Answer, Sender } from '../dispatcher.ts';
import { acceptance, type HttpResponse } from './acceptance.ts';
import { phrase } from './phrase.ts';

export interface SenderOptions {
  url: string;
  secret: string;
  concurrency: number;
  timeoutMs: number;
}

const PATIENCE_MS = 1000;
const ANSWER_LIMIT_BYTES = 1024 * 1024;
const CLOCK_MS = 100;

/** Posts webhooks over kept-alive connections. */
export function createSender({
  url,
  secret,
  concurrency,
  timeoutMs,
}: SenderOptions): Sender & { close(): Promise<void> } {
  const { origin, pathname, search } = new URL(url);
  const agent = new Agent({
    connections: concurrency,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  // One clock for all: a timer and an abort signal a webhook would cost more than the webhook.
  const underWay = new Set<Exchange>();
  const clock = setInterval(
    () => {
      for (const exchange of underWay) if (exchange.endsAtMs <= Date.now()) exchange.abandon();
    },
    Math.min(timeoutMs, CLOCK_MS),
  );
  clock.unref();
  return {
    send({ subjectId, key }) {
      return new Promise((resolve) => {
        const exchange = new Exchange(Date.now() + timeoutMs, (response, error) => {
          underWay.delete(exchange);
          resolve(response === undefined ? unreachable(error) : answerOf(response));
        });
        const unreachable = ({ code = '', message }: NodeJS.ErrnoException): Answer => {
          const isLate = exchange.endsAtMs <= Date.now();
          const why = causeInWords(code, message);
          const reason = isLate
            ? phrase('no_answer', { limitMs: timeoutMs })
            : phrase('unreachable', { why });
          return { kind: 'unreachable', reason };
        };
        underWay.add(exchange);
        agent.dispatch(
          {
            origin,
            path: pathname + search,
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              // What it says is read.
              'accept-encoding': 'identity',
              'idempotency-key': key,
            },
            body: JSON.stringify({ event_type: 'update', item_id: subjectId, secret }),
          },
          exchange,
        );
      });
    },
    abandon() {
      for (const exchange of underWay) exchange.abandon();
    },
    async close() {
      clearInterval(clock);
      await agent.destroy();
    },
  };
}

type End = (response: HttpResponse | undefined, error: NodeJS.ErrnoException) => void;

const NO_ERROR = new Error('the connection ended');

/** One request and its answer, of which only the beginning is kept: `request` of undici would make a stream of each. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly endsAtMs: number;
  readonly #end: End;
  #controller: Dispatcher.DispatchController | undefined;
  #isAbandoned = false;
  #response: HttpResponse | undefined;
  #bytes = 0;

  constructor(endsAtMs: number, end: End) {
    this.endsAtMs = endsAtMs;
    this.#end = end;
  }

  /** undici's own time-outs start again with each byte; an answer that trickles must end as well. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#controller?.abort(NO_ERROR);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isAbandoned) this.abandon();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, unknown>,
  ): void {
    this.#response = { status, headers, body: [], isWhole: false };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#response?.body.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > ANSWER_LIMIT_BYTES) controller.abort(NO_ERROR);
  }

  onResponseEnd(): void {
    if (this.#response !== undefined) this.#response.isWhole = true;
    this.#end(this.#response, NO_ERROR);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#end(this.#response, error);
  }
}

function answerOf(response: HttpResponse): Answer {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return acceptance(response);
  const fact = `HTTP ${status}`;
  if (status === 401 || status === 403) return { kind: 'denied', reason: phrase('denies', { status }), fact };
  const reason = phrase('answers', { status });
  if (status === 429) {
    const retryAfter = headers['retry-after'];
    const asked = typeof retryAfter === 'string' ? parseRetryAfterMs(retryAfter, Date.now()) : undefined;
    return { kind: 'too-many', reason, retryAfterMs: Math.max(asked ?? PATIENCE_MS, 50) };
  }
  // A gateway speaks for a receiver that is not there: no word about this product.
  if (status >= 502 && status <= 504) return { kind: 'unreachable', reason };
  return { kind: 'refused', reason, fact };
}
