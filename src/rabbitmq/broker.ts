import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'rabbitmq-client';
import { ConfigurationError, type SyncError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';
import { type Consumption, consumeOn } from './consumption.ts';
import { Copies } from './copies.ts';
import { BrokerError, codeOf } from './errors.ts';
import { Link } from './link.ts';
import { type Copy, type Delivered, deliveredOf, type Outcome } from './messages.ts';
import { DEAD_LETTERS, DEAD_QUEUE, EVENTS, type Queue, type QueueState, SALES_CREATED } from './topology.ts';

interface BrokerOptions {
  url: string;
  /** As the broker's own lists show this process. */
  name: string;
  signal: AbortSignal;
  /** Whether it waits a while for a broker that is away, in place of failing at once. */
  isPatient: boolean;
}

/** Of consumers, those with a higher priority have messages first; a worker has 0. */
const LAST_SERVED = -1_000;
const WAY_BACK_MS = 20;
const LONGEST_WAY_BACK_MS = 2_000;

/**
 * RabbitMQ as this process speaks with it. Copies go over a connection of their own: a broker that is full reads nothing more from one
 * that publishes.
 */
export class Broker {
  readonly #link: Link;
  readonly #copies: Copies;
  readonly #isPatient: boolean;
  /** Those that wait for an answer. */
  readonly #waiting = new Set<(failure: SyncError) => void>();

  constructor({ url, name, signal, isPatient }: BrokerOptions) {
    this.#isPatient = isPatient;
    this.#link = new Link(url, name, (failure) => {
      if (!this.#isHopeless) return;
      for (const fail of this.#waiting) fail(failure);
    });
    this.#copies = new Copies(() => new Link(url, `${name}, copies`), signal);
  }

  get #connection(): Connection {
    return this.#link.connection;
  }

  /** The headers of a message have one frame, of so many bytes. */
  get frameBytes(): number {
    return this.#link.frameBytes;
  }

  /** Whether waiting for a connection is of no use: the broker lets this user in no more than before, or nobody is to wait. */
  get #isHopeless(): boolean {
    const { lost } = this.#link;
    return lost !== undefined && !(this.#isPatient && lost instanceof BrokerError);
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    if (this.#link.lost !== undefined && this.#isHopeless) throw this.#link.lost;
    const failed = Promise.withResolvers<never>();
    this.#waiting.add(failed.reject);
    try {
      return await Promise.race([work(), failed.promise]);
    } catch (error) {
      throw this.#link.failureOf(error);
    } finally {
      this.#waiting.delete(failed.reject);
    }
  }

  /**
   * Declares a queue, or finds it as it is declared. Throws a `ConfigurationError` that names what differs. Where this user may
   * declare nothing, it must be there.
   */
  async declareQueue({ name, arguments: args }: Queue): Promise<void> {
    await this.#declared(
      () => this.#connection.queueDeclare({ queue: name, durable: true, arguments: { ...args } }),
      () => this.#connection.queueDeclare({ queue: name, passive: true }),
      name,
    );
  }

  /** The exchanges of the till and of dead letters, where they are not there already, and what is bound to them. */
  async declareExchanges(queue: string): Promise<void> {
    for (const exchange of [EVENTS, DEAD_LETTERS]) {
      const passive = () => this.#connection.exchangeDeclare({ exchange, passive: true });
      if (await this.#isThere(passive)) continue;
      const declare = () => this.#connection.exchangeDeclare({ exchange, type: 'topic', durable: true });
      await this.#declared(declare, passive, exchange);
    }
    await this.#bind(queue, EVENTS, SALES_CREATED);
    await this.#bind(DEAD_QUEUE, DEAD_LETTERS, '#');
  }

  async #bind(queue: string, exchange: string, routingKey: string): Promise<void> {
    await this.#ask(() => this.#connection.queueBind({ queue, exchange, routingKey }));
  }

  async #declared(
    declare: () => Promise<unknown>,
    find: () => Promise<unknown>,
    name: string,
  ): Promise<void> {
    try {
      await this.#ask(declare);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string; message: string } };
      if (cause?.code === 'PRECONDITION_FAILED') {
        const why = /inequivalent arg .*/.exec(cause.message)?.[0] ?? cause.message;
        throw new ConfigurationError(phrase('queue_differs', { name, why }), { cause });
      }
      if (error instanceof ConfigurationError && (await this.#isThere(find))) return;
      throw error;
    }
  }

  async #isThere(find: () => Promise<unknown>): Promise<boolean> {
    try {
      await this.#ask(find);
      return true;
    } catch (error) {
      if (codeOf(error) === 'NOT_FOUND' || error instanceof ConfigurationError) return false;
      throw error;
    }
  }

  /** Undefined where it is not there. */
  async count(name: string): Promise<QueueState | undefined> {
    try {
      const find = () => this.#connection.queueDeclare({ queue: name, passive: true });
      const { messageCount, consumerCount } = await this.#ask(find);
      return { name, waiting: messageCount, consumers: consumerCount };
    } catch (error) {
      if (codeOf(error) === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** Throws where this user may not read from it. Who listens already is served first; what is delivered all the same goes back. */
  async tryReading(queue: string): Promise<void> {
    const channel = await this.#ask(() => this.#connection.acquire());
    try {
      await this.#ask(() => channel.basicQos({ prefetchCount: 1 }));
      const consuming = { queue, arguments: { 'x-priority': LAST_SERVED } };
      await this.#ask(() => channel.basicConsume(consuming, () => undefined));
    } finally {
      await channel.close();
    }
  }

  /** Takes messages until it is closed, or the connection is lost. `take` must not throw. */
  async consume(
    queue: string,
    prefetch: number,
    take: (message: Delivered) => Promise<Outcome>,
  ): Promise<Consumption> {
    const asFailure = (error: unknown) => this.#link.failureOf(error);
    return this.#ask(async () => {
      const channel = await this.#connection.acquire({ emitErrorsFromChannel: true });
      return consumeOn(channel, { queue, prefetch, take, asFailure });
    });
  }

  publish(copy: Copy): Promise<void> {
    return this.#copies.publish(copy);
  }

  /** Each message that is in the queue now, once; what is to go back lies there again at the end. None where there is no such queue. */
  async each(queue: string, take: (message: Delivered) => Promise<Outcome>): Promise<void> {
    const channel = await this.#ask(() => this.#connection.acquire());
    let back = 0;
    try {
      const { messageCount } = await this.#ask(() => channel.queueDeclare({ queue, passive: true }));
      for (let count = 0; count < messageCount; count += 1) {
        const message = await this.#ask(() => channel.basicGet({ queue }));
        if (message === undefined) break;
        const { deliveryTag } = message;
        if ((await take(deliveredOf(message))) === 'done') channel.basicAck({ deliveryTag });
        else back += 1;
      }
      // An answer to this comes after all that was said before it.
      await this.#ask(() => channel.basicQos({ prefetchCount: 0 }));
    } catch (error) {
      if (codeOf(error) !== 'NOT_FOUND') throw error;
    } finally {
      await channel.close();
    }
    if (back > 0) await this.#areBack(queue, back);
  }

  /** A queue gives back what a closed channel had a moment later: whoever looks next finds it. */
  async #areBack(queue: string, count: number): Promise<void> {
    const deadlineMs = performance.now() + LONGEST_WAY_BACK_MS;
    while (performance.now() < deadlineMs) {
      const state = await this.count(queue);
      if (state === undefined || state.waiting >= count) return;
      await sleep(WAY_BACK_MS);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#copies.close(), this.#link.close()]);
  }
}

/** Over a connection for as long as the work takes. Throws where nobody answers, in place of waiting. */
export async function withBroker<T>(
  options: Pick<BrokerOptions, 'url' | 'name' | 'signal'>,
  work: (broker: Broker) => Promise<T>,
): Promise<T> {
  const broker = new Broker({ ...options, isPatient: false });
  try {
    return await work(broker);
  } finally {
    await broker.close();
  }
}
