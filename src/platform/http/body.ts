import type { Readable } from 'node:stream';

/**
 * Bytes that are used again for the next answer. Each answer in buffers of its own would leave tens of megabytes for the
 * garbage collector, which does not hurry for memory outside its heap.
 */
export class BufferPool {
  readonly #free: Buffer[] = [];
  /** Bytes of answers that are on their way. */
  underWay = 0;

  take(minBytes: number): Buffer {
    const at = this.#free.findIndex((buffer) => buffer.length >= minBytes);
    const [found] = at < 0 ? [] : this.#free.splice(at, 1);
    return found ?? Buffer.allocUnsafeSlow(Math.ceil(minBytes / STEP_BYTES) * STEP_BYTES);
  }

  give(buffer: Buffer): void {
    if (this.#free.length < MOST_FREE && buffer.length <= LARGEST_KEPT_BYTES) this.#free.push(buffer);
  }
}

const STEP_BYTES = 128 * 1024;
const MOST_FREE = 64;
/** A whole catalogue in one answer is not kept for the next one. */
const LARGEST_KEPT_BYTES = 4 * 1024 * 1024;
/** Answers on their way at once have no more together, or than one may have alone: a job is deployed with 512 MiB. */
const MOST_TOGETHER_BYTES = 256 * 1024 * 1024;

export class BodyTooLargeError extends Error {
  /** How many had come. */
  readonly bytes: number;

  constructor(bytes: number) {
    super(`more than ${bytes} bytes`);
    this.bytes = bytes;
  }
}

export interface Body {
  bytes: Buffer;
  /** The bytes may be used again: whoever looks at them afterwards sees another answer's. */
  release(): void;
}

/** Reads a stream to its end into pooled bytes; throws `BodyTooLargeError` beyond the limit, and the stream's own error. */
export async function readBody(
  stream: Readable,
  pool: BufferPool,
  expectedBytes: number,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Body> {
  let buffer = pool.take(Math.min(expectedBytes, limitBytes) + 1);
  let size = 0;
  const take = (chunk: Buffer): void => {
    const end = size + chunk.length;
    if (end > limitBytes || pool.underWay + chunk.length > Math.max(limitBytes, MOST_TOGETHER_BYTES))
      throw new BodyTooLargeError(Math.min(end, limitBytes));
    pool.underWay += chunk.length;
    if (end > buffer.length) {
      // Doubled again and again, a large one would leave as much garbage as it holds; memory that is not written to costs nothing.
      const larger = pool.take(end * 2 > LARGEST_KEPT_BYTES ? limitBytes : end * 2);
      buffer.copy(larger, 0, 0, size);
      pool.give(buffer);
      buffer = larger;
    }
    chunk.copy(buffer, size);
    size = end;
  };
  try {
    await consume(stream, take, signal);
  } catch (error) {
    // Given back now, not when the garbage collector comes: what is tried next needs as much again.
    (buffer.buffer as ArrayBuffer).transfer(0);
    throw error;
  } finally {
    pool.underWay -= size;
  }
  let released = false;
  return {
    bytes: buffer.subarray(0, size),
    release() {
      if (!released) pool.give(buffer);
      released = true;
    },
  };
}

/** By events: an asynchronous iterator costs a promise a chunk. Rejects where the stream breaks off, or with what `take` throws. */
function consume(stream: Readable, take: (chunk: Buffer) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => void stream.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', abort);
      settle();
    };
    stream.on('data', (chunk: Buffer) => {
      try {
        take(chunk);
      } catch (error) {
        stream.destroy(error as Error);
      }
    });
    stream.once('end', () => end(resolve));
    stream.once('error', (error) => end(() => reject(error)));
    // A connection that is closed in mid-answer may say no more than that.
    stream.once('close', () => end(() => reject(new Error('the answer broke off'))));
  });
}
