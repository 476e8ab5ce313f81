import { UnavailableError } from '../../platform/errors.ts';

/** Where the files of uploads lie until their tasks are forgotten. */
export interface ObjectStore {
  /** Of this very folder or bucket: only a worker that has the same one can have its files. */
  readonly uuid: string;
  /** Takes the bytes as they come; whole and durable once it resolves. Where it fails, or the signal aborts, nothing is left. */
  put(key: string, bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void>;
  /** As a file of this machine, for as long as it is not disposed of. Throws a `NoSuchObjectError` where there is none. */
  open(key: string): Promise<{ path: string } & AsyncDisposable>;
  /** Nothing happens where it is gone already. */
  delete(key: string): Promise<void>;
  /** Keys older than this; also of what a process that was killed left half stored. */
  list(before: Date): AsyncIterable<string>;
  /** Throws where nothing could be stored now. */
  check(): Promise<void>;
}

/** The store was reached, and has no object with this key. */
export class NoSuchObjectError extends UnavailableError {}
