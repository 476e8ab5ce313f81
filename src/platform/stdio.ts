import { writeSync } from 'node:fs';

const STDOUT = 1;
const STDERR = 2;
/** How long a pipe that is full is left alone. */
const FULL_MS = 10;

/**
 * Written at once: the last line of a run must stand even if the process ends in the next instant. What cannot be written (the disk
 * is full, the reader left) is lost, and changes nothing else of what the process does.
 */
export function writeToStderr(text: string): void {
  writeAll(STDERR, text);
}

/** Returns what stopped it, if anything; a reader that left wants no more, which is no failure. */
export function writeToStdout(text: string): NodeJS.ErrnoException | undefined {
  const failure = writeAll(STDOUT, text);
  return failure?.code === 'EPIPE' ? undefined : failure;
}

function writeAll(fd: number, text: string): NodeJS.ErrnoException | undefined {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSome(fd, rest));
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_MS);
    return 0;
  }
}
