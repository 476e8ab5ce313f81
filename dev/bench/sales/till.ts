import { Connection, type Publisher } from 'rabbitmq-client';
import { EVENTS, SALES_CREATED } from '../../../src/rabbitmq/topology.ts';

/** Of the worker by itself. */
export const QUEUE = 'queue.sales.created.channels';
/** Published and not yet confirmed. */
const ON_THEIR_WAY = 500;
const TICK_MS = 5;

/** The SKUs of a sale, one unit of each: by its number. */
export type Basket = (sale: number) => readonly string[];

export class Till {
  readonly #connection: Connection;
  readonly #publisher: Publisher;
  #sales = 0;

  constructor(url: string) {
    this.#connection = new Connection(url);
    this.#connection.on('error', () => undefined);
    this.#publisher = this.#connection.createPublisher({ confirm: true });
  }

  /** Publishes a sale as the point of sale does, at `atMs` since 1970; the broker has written it down by `kept`. */
  sell(skus: readonly string[]): { atMs: number; kept: Promise<void> } {
    this.#sales += 1;
    const atMs = Date.now();
    const sale = {
      ...{ tienda_id: '3f2a6c1e-9b1c-4d7e-8a55-0c1d2e3f4a5b', total: 500.25 * skus.length },
      metodo_pago: 'EFECTIVO',
      items: skus.map((sku) => ({
        ...{ producto_id: `id-${sku}`, producto_nombre: `Artículo ${sku} x 500 gr`, producto_sku: sku },
        ...{ cantidad: 1, precio_unitario: 500.25, subtotal: 500.25 },
      })),
      timestamp: new Date(atMs).toISOString().slice(0, 19),
    };
    const kept = this.#publisher.send(
      {
        ...{ exchange: EVENTS, routingKey: SALES_CREATED, durable: true },
        messageId: `sale-${this.#sales}`,
      },
      Buffer.from(JSON.stringify(sale)),
    );
    return { atMs, kept };
  }

  /** As fast as the broker takes them. */
  async sellAll(count: number, basket: Basket): Promise<void> {
    for (let sold = 0; sold < count; sold += ON_THEIR_WAY) {
      const some = Math.min(ON_THEIR_WAY, count - sold);
      await Promise.all(Array.from({ length: some }, (_, at) => this.sell(basket(sold + at)).kept));
    }
  }

  /** Returns when each was published. */
  async sellPaced(perSecond: number, seconds: number, basket: Basket): Promise<number[]> {
    const publishedMs: number[] = [];
    const kept: Promise<void>[] = [];
    const startedMs = performance.now();
    while (publishedMs.length < perSecond * seconds) {
      const due = Math.min(perSecond * seconds, ((performance.now() - startedMs) * perSecond) / 1000);
      while (publishedMs.length < due) {
        const sale = this.sell(basket(publishedMs.length));
        publishedMs.push(sale.atMs);
        kept.push(sale.kept);
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    await Promise.all(kept);
    return publishedMs;
  }

  /** `waiting`: without those that a worker has in hand. */
  async queue(): Promise<{ waiting: number; consumers: number }> {
    const { messageCount, consumerCount } = await this.#connection.queueDeclare({
      queue: QUEUE,
      passive: true,
    });
    return { waiting: messageCount, consumers: consumerCount };
  }

  async purge(): Promise<void> {
    await this.#connection.queuePurge(QUEUE);
  }

  async close(): Promise<void> {
    await this.#publisher.close();
    await this.#connection.close();
  }
}
