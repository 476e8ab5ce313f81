import { inOneLine, type Log } from '../platform/log.ts';
import type { Describe, Phrase } from '../platform/phrase.ts';
import type { Broker } from '../rabbitmq/broker.ts';
import type { QueueConfig } from '../rabbitmq/config.ts';
import { CopyRefusedError } from '../rabbitmq/errors.ts';
import { type Copy, countIn, type Delivered } from '../rabbitmq/messages.ts';
import { DEAD_LETTERS, retryQueues, SALES_CREATED } from '../rabbitmq/topology.ts';
import type { SalesMetrics } from './metrics.ts';
import { phrase } from './phrase.ts';
import type { Outage } from '../server/outage.ts';

/** How often a message came back from a retry queue after it failed, and how often after something held it up. */
export const RETRIES = 'x-retries';
export const HELD_UP = 'x-held-up';
/** Of a frame, for the headers that a message came with, as JSON: that is a fifth of what they are in a frame at worst. */
const PART_FOR_HEADERS = 1 / 8;

interface PutAsideJob {
  broker: Broker;
  queue: QueueConfig;
  log: Log;
  inEnglish: Describe;
  /** All queues and exchanges, once more. */
  declare(): Promise<void>;
  /** No dead letter is kept. */
  ofDeadLetters: Outage;
  /** Undefined where nobody counts. */
  metrics: SalesMetrics | undefined;
}

/** Where messages go that are not recorded now. Their queue may forget them once this resolves: another one keeps a copy. */
export class PutAside {
  readonly #job: PutAsideJob;
  readonly #retries: readonly string[];

  constructor(job: PutAsideJob) {
    this.#job = job;
    this.#retries = retryQueues(job.queue).map(({ name }) => name);
  }

  /** Whether something has held it up before. */
  wasHeldUp({ headers }: Delivered): boolean {
    return headers[HELD_UP] !== undefined;
  }

  /** It failed: into the next retry queue. Returns whether there is one that it was not in after a failure. */
  failed(message: Delivered): Promise<boolean> {
    return this.#later(message, RETRIES);
  }

  /** It is not its fault, and costs none of its tries: as above, and then into the last one however often. Returns whether there is one. */
  heldUp(message: Delivered): Promise<boolean> {
    return this.#later(message, HELD_UP, this.#retries.at(-1));
  }

  async #later(message: Delivered, counter: string, afterAll?: string): Promise<boolean> {
    const before = countIn(message.headers, counter);
    const next = this.#retries[before] ?? afterAll;
    if (next === undefined) return false;
    const headers = { ...this.#keptOf(message), [counter]: before + 1 };
    await this.#job.broker.publish({ ...message, exchange: '', routingKey: next, headers });
    this.#job.metrics?.retried();
    return true;
  }

  /**
   * Among the dead letters, with its reason, which a person can read in any tool. Where none is kept it comes back after a while, and the
   * queue goes on. Returns whether it lies there.
   */
  async deadLetter(message: Delivered, reason: Phrase, saleKey: string | null): Promise<boolean> {
    const { queue, log, inEnglish, ofDeadLetters, metrics } = this.#job;
    const headers = {
      ...this.#keptOf(message),
      'x-reason': inOneLine(inEnglish(reason)),
      'x-code': reason.code,
      'x-params': JSON.stringify(reason.params),
      'x-queue': queue.queue,
    };
    try {
      await this.#keep({
        ...{ ...message, exchange: DEAD_LETTERS, routingKey: SALES_CREATED, headers },
        at: new Date(),
      });
    } catch (error) {
      if (!(error instanceof CopyRefusedError) || !(await this.heldUp(message))) throw error;
      ofDeadLetters.failed(error);
      return false;
    }
    ofDeadLetters.worked();
    metrics?.deadLettered(reason.code);
    log.child({ sale_key: saleKey }).warn({ phrase: phrase('dead_lettered', { reason }) });
    return true;
  }

  /** Somebody may have deleted the queue, or what it is bound to. */
  async #keep(copy: Copy): Promise<void> {
    const { broker, declare } = this.#job;
    try {
      await broker.publish(copy);
    } catch (error) {
      if (!(error instanceof CopyRefusedError) || !error.isNowhere) throw error;
      // Where this user may declare nothing the copy is refused once more, which says more.
      await declare().catch(() => undefined);
      await broker.publish(copy);
    }
  }

  /** A copy carries the headers of its message, unless they leave too little room for those of its own in the one frame of them all. */
  #keptOf({ headers }: Delivered): Delivered['headers'] {
    const most = this.#job.broker.frameBytes * PART_FOR_HEADERS;
    return JSON.stringify(headers).length > most ? {} : headers;
  }
}
