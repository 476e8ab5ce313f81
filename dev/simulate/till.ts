import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type Publisher } from 'rabbitmq-client';
import { anyOf } from './customers.ts';
import { goodsOf } from './goods.ts';
import type { Item } from './item-list.ts';
import type { TillFlags } from './till-flags.ts';

/** What a till knows of the world: where sales are told, and the queue that the worker takes them from. */
const [EXCHANGE, ROUTING_KEY] = ['blend_events', 'sales.created'];
const QUEUE = 'queue.sales.created.channels';
const RETRY_MS = 100;

export interface SaleLine {
  sku: string;
  quantity: number;
}

/** A till that tells of each sale until the broker has it, under the sale's own id: told twice, it is one sale. */
export class Till {
  readonly #connection: Connection;
  readonly #publisher: Publisher;
  readonly #signal: AbortSignal;
  readonly #telling = new Set<Promise<void>>();

  constructor(url: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#connection = new Connection({
      url,
      connectionName: 'till',
      retryLow: RETRY_MS,
      retryHigh: RETRY_MS,
    });
    // It goes on trying.
    this.#connection.on('error', () => undefined);
    this.#publisher = this.#connection.createPublisher({ confirm: true });
  }

  /** Whether a worker takes what is told. */
  async isHeard(): Promise<boolean> {
    try {
      const { consumerCount } = await this.#connection.queueDeclare({ queue: QUEUE, passive: true });
      return consumerCount > 0;
    } catch {
      return false;
    }
  }

  /** The customer has paid and goes: nobody waits for the broker. */
  sell(lines: readonly SaleLine[]): void {
    const told = this.#tell(randomUUID(), {
      tienda_id: 'demo',
      items: lines.map(({ sku, quantity }) => ({ producto_sku: sku, cantidad: quantity })),
      timestamp: new Date().toISOString(),
    }).finally(() => this.#telling.delete(told));
    this.#telling.add(told);
  }

  /** Once the broker has every sale. */
  async allTold(): Promise<void> {
    await Promise.all(this.#telling);
  }

  async #tell(messageId: string, sale: object): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        await this.#publisher.send(
          { exchange: EXCHANGE, routingKey: ROUTING_KEY, messageId, durable: true },
          sale,
        );
        return;
      } catch {
        await sleep(RETRY_MS, undefined, { signal: this.#signal }).catch(() => undefined);
      }
    }
  }

  close(): void {
    this.#connection.unsafeDestroy();
  }
}

/** A till of a shop with these products, that sells what was in stock in the beginning. */
export function serveTill(
  { url, salesPerMinute }: TillFlags,
  products: { priceList: readonly Item[]; stock: readonly Item[] },
): { tell(): string; close(): void } {
  const stop = new AbortController();
  const till = new Till(url, stop.signal);
  const shelf = goodsOf(products).filter(({ available }) => available > 0);
  let sales = 0;
  const selling = setInterval(() => {
    const good = anyOf(shelf, Math.random);
    if (good === undefined) return;
    till.sell([{ sku: good.sku, quantity: 1 }]);
    sales += 1;
  }, 60_000 / salesPerMinute);
  return {
    tell() {
      const told = sales === 0 ? '' : `till: ${sales} sales`;
      sales = 0;
      return told;
    },
    close() {
      clearInterval(selling);
      stop.abort();
      till.close();
    },
  };
}
