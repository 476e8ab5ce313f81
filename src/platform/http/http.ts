import type { Readable } from 'node:stream';
import { Axios, type AxiosError } from 'axios';
import pRetry, { AbortError } from 'p-retry';
import { BodyTooLargeError, BufferPool, readBody } from './body.ts';
import { phrase, SourceError, SyncError, UnavailableError } from '../errors.ts';
import type { Phrase } from '../phrase.ts';
import { createAdapter } from './adapter.ts';
import { sleep } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import { causeInWords, printable } from '../text.ts';

export interface HttpOptions {
  /** Named in every error: "Bitcram". */
  service: string | Phrase;
  baseUrl: string;
  /** One request from start to the last byte. */
  timeoutMs: number;
  attempts: number;
  maxResponseBytes: number;
  maxSockets: number;
  signal: AbortSignal;
  log: Log;
  /** What to do about a time-out and about too long an answer: the caller knows its variables. */
  hints?: { late: Phrase; tooLarge: Phrase };
}

export interface HttpAnswer {
  /** The request in short, for messages: "GET /api/checkouts/index". */
  request: string;
  status: number;
  body: Buffer;
  /** The body's bytes may be used again; an answer that is never released is merely forgotten. */
  release(): void;
}

interface HttpRequest {
  /** In messages, in place of method and path: where all requests go to one path. */
  name?: string | undefined;
  method?: 'GET' | 'PUT' | 'POST';
  path: string;
  query?: Readonly<Record<string, string | number>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Sent along as `Idempotency-Key`: by it the server knows a repeated POST. */
  idempotencyKey?: string;
  /** In place of the client's own signal, with which it must end as well. */
  signal?: AbortSignal;
}

export interface Http {
  /**
   * Answers with whatever status the server gave, once passing failures were retried; throws `UnavailableError` when they do not
   * pass. A POST without an idempotency key is sent again only where it cannot have arrived. A redirect is an answer like any
   * other: it is not followed, so that no header reaches another origin.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Nobody was there to receive the request. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const JSON_WANTED = { accept: 'application/json' };
const JSON_SENT = { ...JSON_WANTED, 'content-type': 'application/json' };
/** Where a server does not say how long its answer is. */
const USUAL_BYTES = 512 * 1024;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** A server that asks one request for more patience than this, at once or in parts, is down as far as one run is concerned. */
const LONGEST_RETRY_AFTER_MS = 60_000;

export function createHttp(options: HttpOptions): Http {
  const { adapter, close } = createAdapter(options.baseUrl, options.maxSockets);
  // Not `axios.create`: its defaults for forms and answers would be merged into each request, and none is used.
  const client = new Axios({ adapter, validateStatus: () => true });
  const pool = new BufferPool();
  return {
    request: (request) => withRetries(client, pool, options, request),
    close,
  };
}

async function withRetries(
  client: Axios,
  pool: BufferPool,
  options: HttpOptions,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const signal = request.signal ?? options.signal;
  const startedMs = performance.now();
  let waitedAsAskedMs = 0;
  try {
    return await pRetry(() => once(client, pool, options, request, signal), {
      retries: options.attempts - 1,
      minTimeout: FIRST_WAIT_MS,
      maxTimeout: LONGEST_WAIT_MS,
      randomize: true,
      signal,
      async onFailedAttempt({ error, attemptNumber, retriesLeft, retryDelay }) {
        if (retriesLeft === 0) return;
        if (!mayRepeat(request, error)) throw error;
        const askedMs = error instanceof PassingAnswerError ? (error.retryAfterMs ?? 0) : 0;
        if (waitedAsAskedMs + askedMs > LONGEST_RETRY_AFTER_MS) throw error;
        const waitMs = Math.round(askedMs + retryDelay);
        options.log.debug({ attempt: attemptNumber, wait_ms: waitMs }, `${error.message}; trying again`);
        await sleep(askedMs, signal);
        waitedAsAskedMs += askedMs;
      },
      // The patience that the server asked for has its own limit: counted here, a wait could use up the try that it was for.
      shouldRetry: () =>
        performance.now() - startedMs - waitedAsAskedMs < options.attempts * options.timeoutMs,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof SyncError) throw error;
    throw new UnreachableError(options, inShort(request), '', printable(String(error)), error);
  }
}

/** Whether the server would be none the worse for the same request once more. */
function mayRepeat({ method = 'GET', idempotencyKey }: HttpRequest, error: Error): boolean {
  if (method !== 'POST' || idempotencyKey !== undefined) return true;
  return error instanceof UnreachableError && UNSENT.has(error.code);
}

/** The connection failed, with the system's code for it. */
class UnreachableError extends UnavailableError {
  readonly code: string;

  constructor(
    { service }: HttpOptions,
    request: string,
    code: string,
    why: Phrase | string,
    cause?: unknown,
  ) {
    super(phrase('unreachable', { service, request, why }), { cause });
    this.code = code;
  }
}

class PassingAnswerError extends UnavailableError {
  readonly retryAfterMs: number | undefined;

  constructor({ service }: HttpOptions, request: string, status: number, retryAfterMs: number | undefined) {
    const waitS = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1000);
    super(phrase('failing', { service, request, status, waitS }));
    this.retryAfterMs = retryAfterMs;
  }
}

async function once(
  client: Axios,
  pool: BufferPool,
  options: HttpOptions,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const method = request.method ?? 'GET';
  const name = inShort(request);
  const ended = new AbortController();
  const end = (): void => ended.abort();
  signal.addEventListener('abort', end);
  // axios' own time-out starts again with each byte; a body that trickles must end as well.
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    end();
  }, options.timeoutMs);
  try {
    signal.throwIfAborted();
    const { status, headers, data } = await client.request<Readable>({
      method,
      url: target(request),
      headers: headersOf(request),
      data: JSON.stringify(request.body),
      signal: ended.signal,
    });
    if (PASSING.has(status)) {
      data.destroy();
      const retryAfter = headers['retry-after'] as unknown;
      throw new PassingAnswerError(
        options,
        name,
        status,
        typeof retryAfter === 'string' ? parseRetryAfterMs(retryAfter, Date.now()) : undefined,
      );
    }
    const announcedBytes = Number(headers['content-length']) || USUAL_BYTES;
    const { bytes, release } = await readBody(
      data,
      pool,
      announcedBytes,
      options.maxResponseBytes,
      ended.signal,
    );
    return { request: name, status, body: bytes, release };
  } catch (error) {
    if (error instanceof SyncError) throw error;
    if (signal.aborted) throw new AbortError(signal.reason as Error);
    throw failureOf(error, options, name, late);
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', end);
  }
}

function headersOf({ body, headers, idempotencyKey }: HttpRequest): Record<string, string> {
  const key = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  return { ...(body === undefined ? JSON_WANTED : JSON_SENT), ...headers, ...key };
}

function inShort({ name, method = 'GET', path }: HttpRequest): string {
  return name ?? `${method} ${path}`;
}

function target({ path, query }: HttpRequest): string {
  if (query === undefined) return path;
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return `${path}?${new URLSearchParams(entries).toString()}`;
}

/** axios errors carry headers, the token among them: nothing of them but code and message goes on. */
function failureOf(error: unknown, options: HttpOptions, request: string, late: boolean): Error {
  const { code = '', message } = error as AxiosError;
  const { service, timeoutMs: limitMs, hints } = options;
  if (late) {
    const hint = hints?.late ?? phrase('check_up');
    return new UnavailableError(phrase('no_answer', { service, request, limitMs, hint }));
  }
  if (error instanceof BodyTooLargeError) {
    const limitMb = Math.floor(error.bytes / 1024 / 1024);
    const hint = hints?.tooLarge ?? phrase('check_url');
    return new AbortError(new SourceError(phrase('too_large', { service, request, limitMb, hint })));
  }
  const why = code === 'EPROTO' ? phrase('no_tls') : causeInWords(code, message);
  return new UnreachableError(options, request, code, why);
}

/** `Retry-After` in seconds or as an HTTP date, in milliseconds from now; undefined where it is neither. */
export function parseRetryAfterMs(value: string, nowMs: number): number | undefined {
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  // An HTTP date begins with a weekday; Date.parse alone would take "1.5" and "-5" for days long gone.
  const dateMs = /^\s*[A-Za-z]/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
