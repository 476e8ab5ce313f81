import { API } from '../page/page-data.ts';
import { ask, connectedOrAfter, OWN_HEADERS, Problem, Unreachable } from './http.ts';

/** Between two tries; the last one again and again. */
const PAUSES_S = [1, 2, 5, 10, 20];
/** What may be over when it is tried again. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

export interface Sender {
  onProgress(percent: number): void;
  /** `why`: what the server said; undefined where nobody answered. */
  onPause(seconds: number, why: string | undefined): void;
}

/** Sends a file until the server has it, however often the connection is lost: by its key it is one upload. Resolves to its task. */
export async function send(file: File, query: string, key: string, sender: Sender, signal: AbortSignal) {
  for (let tries = 0; ; tries += 1) {
    try {
      // Who may not send at all is told so before the whole file is on its way again.
      if (tries > 0) await ask('/bulk-upload', { signal });
      // Throws where it was changed or removed since it was chosen: no try would end well.
      await file.slice(0, 1).arrayBuffer();
      return await sendOnce(file, query, key, sender, signal);
    } catch (error) {
      signal.throwIfAborted();
      const isPassing =
        error instanceof Unreachable || (error instanceof Problem && PASSING.includes(error.status));
      if (!isPassing) throw error;
      const asked = error instanceof Problem ? error.retryS : undefined;
      const seconds = asked ?? PAUSES_S[Math.min(tries, PAUSES_S.length - 1)] ?? 1;
      sender.onPause(seconds, error instanceof Problem ? error.message : undefined);
      await connectedOrAfter(seconds * 1000, signal);
      signal.throwIfAborted();
    }
  }
}

/** `fetch` says nothing of what was sent so far. */
function sendOnce(
  file: File,
  query: string,
  key: string,
  { onProgress }: Sender,
  signal: AbortSignal,
): Promise<{ task_id: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    const end = (): void => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    request.open('POST', `${API}/items/bulk-upload?${query}`);
    for (const [name, value] of Object.entries({ ...OWN_HEADERS, 'Idempotency-Key': key })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total === 0 ? 0 : Math.floor((loaded / total) * 100)),
    );
    request.addEventListener('load', () => {
      end();
      const { status, responseText: body } = request;
      if (status === 202) resolve(JSON.parse(body) as { task_id: string });
      else reject(new Problem(status, body, request.getResponseHeader('retry-after')));
    });
    for (const lost of ['error', 'abort', 'timeout']) {
      request.addEventListener(lost, () => {
        end();
        reject(new Unreachable(lost));
      });
    }
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
