import { API } from '../page/page-data.ts';
import { data, text } from './page.ts';

const LIMIT_MS = 30_000;
export const SIGNED_OUT = 401;

/** The server said why it does not do something, in the reader's words. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** After so long it is worth to ask again. */
  readonly retryS: number | undefined;

  constructor(status: number, body: string, retryAfter: string | null) {
    const { detail = String(status), code = '' } = membersOf(body);
    // What the API says is for programs.
    super(status === SIGNED_OUT ? text.task.signIn : detail);
    this.status = status;
    this.code = code;
    const seconds = Number(retryAfter ?? Number.NaN);
    this.retryS = Number.isFinite(seconds) ? seconds : undefined;
    if (status === SIGNED_OUT) dispatchEvent(new Event('signed-out'));
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

export const OWN_HEADERS = { 'Accept-Language': data.language };

interface Asking extends RequestInit {
  /** For a body that takes long. */
  limitMs?: number;
}

/** Throws a `Problem`, an `Unreachable`, or the signal's reason. */
export async function ask<T>(path: string, { limitMs = LIMIT_MS, ...init }: Asking = {}): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  try {
    const response = await fetch(API + path, { ...init, headers: OWN_HEADERS, signal });
    const body = await response.text();
    if (!response.ok) throw new Problem(response.status, body, response.headers.get('retry-after'));
    return JSON.parse(body) as T;
  } catch (error) {
    init.signal?.throwIfAborted();
    throw error instanceof Problem ? error : new Unreachable(String(error));
  }
}

function membersOf(body: string): { detail?: string; code?: string } {
  try {
    return JSON.parse(body) as { detail?: string; code?: string };
  } catch {
    return {};
  }
}

/** Ends after so long, or as soon as the browser says that it is connected again. */
export function connectedOrAfter(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
