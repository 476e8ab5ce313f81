import { randomUUID } from 'node:crypto';
import { setImmediate as afterEvents } from 'node:timers/promises';
import type { Envelope, Publisher } from 'rabbitmq-client';
import { orAborted } from '../platform/lifecycle.ts';
import { CopyRefusedError, refusalOf } from './errors.ts';
import { jsonText } from './json-text.ts';
import type { Link } from './link.ts';
import type { Copy } from './messages.ts';

/** A copy that was neither confirmed nor returned. */
const CONFIRM_TIMEOUT_MS = 10_000;
/** A header that tells which copy the broker returns. */
export const COPY_ID = 'x-copy-id';

/** Puts copies of messages into queues, over a connection that is there or comes back. */
export class Copies {
  readonly #connect: () => Link;
  readonly #signal: AbortSignal;
  #way: { link: Link; publisher: Publisher } | undefined;
  /** Those that are on their way, and whether the broker has returned them. */
  readonly #sent = new Map<string, { isReturned: boolean }>();

  /** `connect`: once there is something to copy. */
  constructor(connect: () => Link, signal: AbortSignal) {
    this.#connect = connect;
    this.#signal = signal;
  }

  #open(): { link: Link; publisher: Publisher } {
    const link = this.#connect();
    const publisher = link.connection.createPublisher({ confirm: true });
    publisher.on('basic.return', ({ headers }: { headers?: Record<string, unknown> }) => {
      const copy = this.#sent.get(String(headers?.[COPY_ID]));
      if (copy !== undefined) copy.isReturned = true;
    });
    return { link, publisher };
  }

  /** Resolves once a queue keeps the copy. Throws a `CopyRefusedError` where none does, another `BrokerError` where nobody knows. */
  async publish({ exchange, routingKey, body, messageId, at, headers }: Copy): Promise<void> {
    const signal = this.#signal;
    const { link, publisher } = (this.#way ??= this.#open());
    const to = exchange === '' ? routingKey : exchange;
    const id = randomUUID();
    const copy = { isReturned: false };
    this.#sent.set(id, copy);
    const isRead = typeof body !== 'string' && !Buffer.isBuffer(body);
    const envelope = {
      ...{ exchange, routingKey, mandatory: true, durable: true },
      ...(messageId === undefined ? {} : { messageId }),
      // The client writes the time of its own where this is left out.
      timestamp: at === undefined ? undefined : Math.floor(at.getTime() / 1000),
      headers: { ...copied(headers), [COPY_ID]: id },
      ...(isRead ? { contentType: 'application/json' } : {}),
    };
    const sent = publisher.send(envelope as Envelope, isRead ? Buffer.from(jsonText(body)) : body);
    try {
      await orAborted(sent, AbortSignal.any([signal, AbortSignal.timeout(CONFIRM_TIMEOUT_MS)]));
      // Of a message that no queue takes the broker says so before it confirms it; the client tells of it one event later.
      await afterEvents();
      await afterEvents();
    } catch (error) {
      signal.throwIfAborted();
      throw refusalOf(error, to) ?? link.failureOf(error);
    } finally {
      this.#sent.delete(id);
    }
    if (copy.isReturned) throw new CopyRefusedError(to, undefined);
  }

  async close(): Promise<void> {
    if (this.#way === undefined) return;
    const { link, publisher } = this.#way;
    // The connection waits for it.
    publisher.close().catch(() => undefined);
    await link.close();
  }
}

/** Where a message names further queues in these, the broker would put the copy into them as well. */
const FURTHER_QUEUES = new Set(['CC', 'BCC']);

function copied(headers: Copy['headers']): Record<string, unknown> {
  const kept = Object.entries(headers).filter(([name]) => !FURTHER_QUEUES.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, writable(value)]));
}

/** The client reads numbers that it cannot write, such as NaN: these become text. */
function writable(value: unknown): unknown {
  if (typeof value === 'number') return isWritable(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(writable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, writable(each)]));
}

/** Beyond, the client takes every number for a whole one of 64 bits. */
const isWritable = (value: number): boolean => Number.isSafeInteger(value) || Math.abs(value) < 2 ** 50;
