import { setTimeout as delay } from 'node:timers/promises';
import { EXIT, InterruptedError, phrase, type StopSignal } from './errors.ts';
import type { Phrase } from './phrase.ts';

/** Cloud Run kills a job 10 s after SIGTERM; whatever hangs, the process is gone before. */
const GRACE_MS = 7_000;
/** A terminal and npm each pass on one Ctrl-C: the same signal again this soon is an echo, not impatience. */
const ECHO_MS = 500;

/**
 * Turns the first SIGTERM or SIGINT into an abort, whose reason is an `InterruptedError`; a second one, or the end of the
 * grace period, ends the process at once.
 */
export function watchSignals(graceMs = GRACE_MS): AbortSignal {
  const controller = new AbortController();
  let first: { signal: StopSignal; atMs: number } | undefined;
  const stop = (signal: StopSignal): void => {
    const code = signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
    const nowMs = performance.now();
    if (first !== undefined) {
      if (signal === first.signal && nowMs - first.atMs < ECHO_MS) return;
      process.exit(code);
    }
    first = { signal, atMs: nowMs };
    controller.abort(new InterruptedError(signal));
    setTimeout(() => process.exit(code), graceMs).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/**
 * Aborts with the first of the signals. One by `AbortSignal.any` asks all of them again whenever it is asked whether it is
 * aborted, which happens for every row and every request.
 */
export function firstOf(...signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}

/**
 * Does `work` under a signal of its own, which aborts with the given one. Whatever listens to it goes with it; the listeners of a signal
 * that lives as long as the process would add up.
 */
export async function followed<T>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const follow = (): void => own.abort(signal.reason);
  if (signal.aborted) follow();
  signal.addEventListener('abort', follow, { once: true });
  try {
    return await work(own.signal);
  } finally {
    signal.removeEventListener('abort', follow);
  }
}

/** Settles as `work` does, or rejects with the signal's reason as soon as it is aborted: for work that cannot be told to stop. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody may be left to hear how the abandoned work ends, also where it was begun after the abort.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

export class LateError extends Error {
  readonly phrase: Phrase;

  constructor(limitMs: number, attempt: Phrase) {
    super(`no answer within ${limitMs} ms`);
    this.phrase = phrase('late', { limitMs, attempt });
  }
}

/** Settles as `work` does, or rejects with a `LateError` after the limit. */
export async function within<T>(work: Promise<T>, limitMs: number, attempt: Phrase): Promise<T> {
  if (limitMs === Infinity) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LateError(limitMs, attempt)), limitMs);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Settles as `work` does; once the signal is aborted, no later than the limit, with a `LateError`. */
export async function soonAfterAbort<T>(
  work: Promise<T>,
  signal: AbortSignal,
  limitMs: number,
  attempt: Phrase,
): Promise<T> {
  try {
    return await orAborted(work, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return within(work, limitMs, attempt);
  }
}

/** A signal that aborts after so long, with what `reason` makes then, unless it is disposed of before. */
export function deadlineOf(limitMs: number, reason: () => Error): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason()), limitMs);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Rejects with the signal's reason as soon as it is aborted. */
export async function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(durationMs, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
