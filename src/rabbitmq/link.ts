import type { Connection } from 'rabbitmq-client';
import { SyncError } from '../platform/errors.ts';
import { BrokerError, meaningOf } from './errors.ts';
import { agreeOnFrames, FRAME_BYTES, FramedConnection } from './frames.ts';
import { phrase } from './phrase.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** For a connection that is not there, before it is said. */
const PATIENCE_MS = 5_000;
const RETRY_LOW_MS = 500;
const RETRY_HIGH_MS = 5_000;
/** A broker that is full, or gone, answers no farewell. */
const FAREWELL_MS = 2_000;

/** A connection to RabbitMQ that heals itself, and why there is none. */
export class Link {
  readonly #connection: FramedConnection;
  readonly #place: string;
  #frameBytes = FRAME_BYTES;
  #lost: SyncError | undefined;
  /** Why the broker reads nothing of it, in the broker's words. */
  #blocked: string | undefined;

  /** `onLost`: each time that it could not be made or broke. */
  constructor(url: string, name: string, onLost?: (failure: SyncError) => void) {
    const { host } = new URL(url);
    this.#place = host;
    this.#connection = new FramedConnection({
      ...{ url, connectionName: name, noDelay: true, connectionTimeout: CONNECT_TIMEOUT_MS },
      ...{ acquireTimeout: PATIENCE_MS, retryLow: RETRY_LOW_MS, retryHigh: RETRY_HIGH_MS },
      frameMax: FRAME_BYTES,
    });
    this.#connection.on('connection', () => {
      this.#lost = undefined;
      this.#blocked = undefined;
      this.#frameBytes = agreeOnFrames(this.#connection);
    });
    // It goes on trying, and says this of the first try alone.
    this.#connection.on('error', (error: unknown) => {
      if (this.#connection.ready) return;
      this.#lost = meaningOf(error, this.#place);
      onLost?.(this.#lost);
    });
    this.#connection.on('connection.blocked', (reason) => (this.#blocked = reason));
    this.#connection.on('connection.unblocked', () => (this.#blocked = undefined));
  }

  get connection(): Connection {
    return this.#connection;
  }

  get frameBytes(): number {
    return this.#frameBytes;
  }

  /** Why there is no connection; undefined while there is one. */
  get lost(): SyncError | undefined {
    return this.#lost;
  }

  /** Whoever waited for a connection, or an answer over it, in vain is told why. */
  failureOf(error: unknown): SyncError {
    if (error instanceof SyncError) return error;
    if (this.#lost !== undefined) return this.#lost;
    if (this.#blocked === undefined) return meaningOf(error, this.#place);
    const told = { place: this.#place, why: this.#blocked };
    return new BrokerError(phrase('broker_full', told), { cause: error });
  }

  async close(): Promise<void> {
    await Promise.race([
      this.#connection.close(),
      new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref()),
    ]);
    this.#connection.unsafeDestroy();
  }
}
