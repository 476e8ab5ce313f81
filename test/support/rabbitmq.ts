import { afterAll, beforeAll, beforeEach } from 'vitest';
import { Connection } from 'rabbitmq-client';
import { serverOptions } from './database.ts';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { withBroker } from '../../src/rabbitmq/broker.ts';
import { declareAll as declareQueues } from '../../src/rabbitmq/queues.ts';
import { DEAD_LETTERS, DEAD_QUEUE, EVENTS, SALES_CREATED } from '../../src/rabbitmq/topology.ts';

interface DeadLetter {
  body: unknown;
  headers: Record<string, unknown>;
  messageId: string | undefined;
}

/** Where the till publishes, and what a test sees of it. */
export interface TestBroker {
  readonly url: string;
  readonly queue: string;
  /** As the till publishes a sale. */
  publish(
    sale: unknown,
    options?: { messageId?: string; headers?: Record<string, unknown>; timestamp?: number },
  ): Promise<void>;
  /** Messages that wait in it. */
  waiting(queue?: string): Promise<number>;
  /** Takes out what was given up, oldest first. */
  deadLetters(): Promise<DeadLetter[]>;
  readonly connection: Connection;
}

export const QUEUE = 'queue.sales.created.channels';
const RETRIES = [1, 2, 3].map((number) => `${QUEUE}.retry.${number}`);

/** One virtual host for a test file, without queues before each of its tests. */
export function brokerOfFile(take = takeVirtualHost): TestBroker {
  const broker = {} as { -readonly [K in keyof TestBroker]: TestBroker[K] };
  let close: () => Promise<void>;
  beforeAll(async () => {
    const { url, giveBack } = await take();
    const connection = new Connection(url);
    connection.on('error', () => undefined);
    const publisher = connection.createPublisher({ confirm: true });
    Object.assign(broker, {
      ...{ url, queue: QUEUE, connection },
      async publish(sale, { messageId, headers, timestamp } = {}) {
        const isRaw = typeof sale === 'string' || Buffer.isBuffer(sale);
        const body = isRaw ? sale : Buffer.from(JSON.stringify(sale));
        await publisher.send(
          {
            ...{ exchange: EVENTS, routingKey: SALES_CREATED, durable: true },
            ...(messageId === undefined ? {} : { messageId }),
            ...(headers === undefined ? {} : { headers }),
            ...(timestamp === undefined ? {} : { timestamp }),
          },
          body,
        );
      },
      async waiting(queue = QUEUE) {
        const { messageCount } = await connection.queueDeclare({ queue, passive: true });
        return messageCount;
      },
      async deadLetters() {
        const found: DeadLetter[] = [];
        for (;;) {
          const message = await connection.basicGet({ queue: DEAD_QUEUE, noAck: true });
          if (message === undefined) return found;
          const { messageId } = message;
          found.push({
            body: message.body as unknown,
            headers: message.headers ?? {},
            messageId,
          });
        }
      },
    } satisfies TestBroker);
    close = async () => {
      await publisher.close();
      connection.unsafeDestroy();
      await giveBack();
    };
  });
  beforeEach(async () => {
    const { connection } = broker;
    for (const queue of [QUEUE, ...RETRIES, DEAD_QUEUE]) await connection.queueDelete({ queue });
    for (const exchange of [EVENTS, DEAD_LETTERS]) await connection.exchangeDelete({ exchange });
  });
  afterAll(() => close());
  return broker;
}

/** A broker, and what is to be done after it was used. */
interface Taken {
  url: string;
  giveBack(): Promise<unknown>;
}

/** What a worker declares, where a test needs the queues without one. */
export async function declareAll(
  url: string,
  retryDelaysMs: readonly number[] = [100, 200, 300],
): Promise<void> {
  const { signal } = new AbortController();
  await withBroker({ url, name: 'test', signal }, (broker) =>
    declareQueues(broker, { queue: QUEUE, retryDelaysMs }),
  );
}

/** Of those that the test command has, one that no other test file uses just now: the database keeps the list. */
async function takeVirtualHost(): Promise<Taken> {
  const { TEST_RABBITMQ_URLS = '', TEST_NO_RABBITMQ } = process.env;
  const urls = TEST_RABBITMQ_URLS.split(' ').filter((url) => url !== '');
  if (urls.length === 0) {
    const reason = TEST_NO_RABBITMQ ?? 'run the tests with `npm test`, or set TEST_RABBITMQ_URLS';
    throw new Error(`no RabbitMQ to test with: ${reason}`);
  }
  const connection = await mysql.createConnection(serverOptions());
  for (;;) {
    for (const [index, url] of urls.entries()) {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, 0) AS got', [
        `test_rabbitmq_${index}`,
      ]);
      if (rows[0]?.['got'] === 1) return { url, giveBack: () => connection.end() };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

let sales = 0;

/** A sale as the till tells it: SKU and units of each line. */
export function saleOf(lines: Readonly<Record<string, number>>, more: Record<string, unknown> = {}) {
  sales += 1;
  return {
    tienda_id: 'tienda-1',
    sale_id: `sale-${sales}`,
    total: 1250.5,
    metodo_pago: 'EFECTIVO',
    items: Object.entries(lines).map(([sku, cantidad]) => ({
      ...{ producto_id: `id-${sku}`, producto_nombre: `Producto ${sku}`, producto_sku: sku, cantidad },
      ...{ precio_unitario: 500.25, subtotal: 500.25 * cantidad },
    })),
    timestamp: '2026-01-15T10:30:45',
    ...more,
  };
}
