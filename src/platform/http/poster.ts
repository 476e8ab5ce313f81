import { Agent, type Dispatcher } from 'undici';

/** An answer, with as much of its body as was taken. */
export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: Buffer[];
  /** False where it broke off, or was longer than anybody reads. */
  isWhole: boolean;
}

export type Posted = { response: HttpResponse } | { error: NodeJS.ErrnoException; isLate: boolean };

interface Post {
  /** POST where it is not said. */
  method?: 'GET' | 'PUT';
  origin: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface PosterOptions {
  /** On their way at once. */
  connections: number;
  /** One request from start to the last byte. */
  timeoutMs: number;
  maxResponseBytes: number;
}

/** Sends requests over kept-alive connections, each once. */
export interface Poster {
  /** Never throws for what the other side does. */
  post(post: Post): Promise<Posted>;
  /** Ends whatever is on its way. */
  abandon(): void;
  close(): Promise<void>;
}

const CLOCK_MS = 100;
const NO_ERROR = new Error('the connection ended');

export function createPoster({ connections, timeoutMs, maxResponseBytes }: PosterOptions): Poster {
  const agent = new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  // One clock for all: a timer and an abort signal a request would cost more than the request.
  const underWay = new Set<Exchange>();
  const clock = setInterval(
    () => {
      for (const exchange of underWay) if (exchange.endsAtMs <= Date.now()) exchange.abandon();
    },
    Math.min(timeoutMs, CLOCK_MS),
  );
  clock.unref();
  return {
    post({ method = 'POST', origin, path, headers, body = null }) {
      return new Promise((resolve) => {
        const exchange = new Exchange(Date.now() + timeoutMs, maxResponseBytes, (response, error) => {
          underWay.delete(exchange);
          const isLate = exchange.endsAtMs <= Date.now();
          resolve(response === undefined ? { error, isLate } : { response });
        });
        underWay.add(exchange);
        // What it says is read.
        const given = { 'content-type': 'application/json', 'accept-encoding': 'identity', ...headers };
        agent.dispatch({ origin, path, method, headers: given, body }, exchange);
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

/** One request and its answer, of which only the beginning is kept: `request` of undici would make a stream of each. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly endsAtMs: number;
  readonly #maxBytes: number;
  readonly #end: End;
  #controller: Dispatcher.DispatchController | undefined;
  #isAbandoned = false;
  #response: HttpResponse | undefined;
  #bytes = 0;

  constructor(endsAtMs: number, maxBytes: number, end: End) {
    this.endsAtMs = endsAtMs;
    this.#maxBytes = maxBytes;
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
    if (this.#bytes > this.#maxBytes) controller.abort(NO_ERROR);
  }

  onResponseEnd(): void {
    if (this.#response !== undefined) this.#response.isWhole = true;
    this.#end(this.#response, NO_ERROR);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#end(this.#response, error);
  }
}
