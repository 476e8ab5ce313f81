import { API } from '../page/page-data.ts';
import { eventsIn } from './events.ts';
import { ask, connectedOrAfter, OWN_HEADERS, Problem } from './http.ts';
import type { Status } from './status.ts';

const POLL_MS = 1_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** The server says something at once, and then every 15 s. A proxy that holds back what it is given says nothing. */
const FIRST_MS = 4_000;
const SILENT_MS = 40_000;

export const ENDED: readonly Status['status'][] = ['completed', 'failed', 'cancelled'];

export interface Watcher {
  onStatus(status: Status): void;
  /** The connection was lost, or is back. */
  onConnection(isLost: boolean): void;
  /** There is no such upload for whoever asks. */
  onProblem(problem: Problem): void;
}

/** Follows an upload to its end, whatever becomes of the connection, until the signal aborts. */
export async function watch(id: string, watcher: Watcher, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  let followed: Followed = 'cut';
  while (!signal.aborted) {
    try {
      const status = await ask<Status>(`/bulk-upload/status/${id}`, { signal });
      if (signal.aborted) return;
      pauseMs = FIRST_PAUSE_MS;
      watcher.onConnection(false);
      watcher.onStatus(status);
      if (ENDED.includes(status.status)) return;
      if (followed !== 'none') followed = await follow(id, watcher, signal);
      if (followed === 'ended') return;
      await connectedOrAfter(POLL_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status < 500 && error.status !== 429) {
        return watcher.onProblem(error);
      }
      watcher.onConnection(true);
      await connectedOrAfter(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** How a stream came to its end. `none`: there is none, and the status is asked for again and again. */
type Followed = 'ended' | 'cut' | 'none';

/** Tells what the stream says until the upload has ended, or it is cut. */
async function follow(id: string, watcher: Watcher, signal: AbortSignal): Promise<Followed> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let hasHeard = false;
  let timer = setTimeout(() => silence.abort(), FIRST_MS);
  try {
    const headers = { ...OWN_HEADERS, Accept: 'text/event-stream' };
    const init: RequestInit = { headers, signal: either, cache: 'no-store' };
    const { ok, body, headers: given } = await fetch(`${API}/bulk-upload/${id}/events`, init);
    if (!ok || body === null || !(given.get('content-type') ?? '').startsWith('text/event-stream')) {
      await body?.cancel();
      return 'none';
    }
    const heard = (): void => {
      hasHeard = true;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENT_MS);
    };
    for await (const { data } of eventsIn(textOf(body, heard))) {
      if (signal.aborted) return 'cut';
      const status = JSON.parse(data) as Status;
      watcher.onStatus(status);
      if (ENDED.includes(status.status)) return 'ended';
    }
    return 'cut';
  } catch (error) {
    if (silence.signal.aborted && !hasHeard) return 'none';
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function* textOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  heard: () => void,
): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
