import { afterEach, beforeEach, expect, vi } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import { type AskedWorker, askWorker, problemsAre } from './health.ts';
import { type Books, booksBeforeEach, heldOf } from './ledger.ts';
import { type JobResult, type StartedJob, startJob } from './job.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { brokerOfFile, type TestBroker } from './rabbitmq.ts';
import { shopifyBeforeEach, shopifyEnv } from './shopify.ts';

export const until = (holds: () => unknown, timeout = 60_000) => vi.waitFor(holds, { timeout, interval: 20 });

export interface SalesWorkers {
  books: Books;
  broker: TestBroker;
  shopify: ReturnType<typeof shopifyBeforeEach>;
  /** In front of the database of every worker. */
  readonly database: Proxy;
  /** Takes sales once this resolves. */
  start(differing?: Record<string, string>, ...flags: string[]): Promise<StartedJob>;
  /** With these variables and flags, whether it takes sales or not. */
  begin(differing?: Record<string, string>, ...flags: string[]): StartedJob;
  stop(worker: StartedJob): Promise<JobResult>;
  consumers(): Promise<number>;
  /** Until so many units of each item are held, and no other item's. */
  heldIs(held: Readonly<Record<number, number>>, timeoutMs?: number): Promise<void>;
  /** The database takes no movement of this SKU, until `accept`. */
  refuse(sku: string, how?: string): Promise<unknown>;
  accept(): Promise<unknown>;
}

/** Workers of a till that sells the items A and B, and of Shopify. What was started in a test ends with it. */
export function salesWorkers(broker = brokerOfFile()): SalesWorkers {
  const shopify = shopifyBeforeEach();
  const books = booksBeforeEach({ 1: 'A', 2: 'B' });
  let database: Proxy;
  let workers: StartedJob[] = [];
  beforeEach(async () => {
    const { HOST_DB = '', PORT_DB } = books.schema.env;
    database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
  });
  afterEach(async () => {
    for (const { process } of workers) process.kill('SIGKILL');
    await Promise.all(workers.map(({ done }) => done));
    workers = [];
    await database.close();
  });
  const consumers = async (): Promise<number> => {
    const { consumerCount } = await broker.connection.queueDeclare({ queue: broker.queue, passive: true });
    return consumerCount;
  };
  const begin: SalesWorkers['begin'] = (differing = {}, ...flags) => {
    const worker = startJob(['sales-worker', ...flags], {
      ...books.schema.env,
      PORT_DB: String(database.port),
      ...shopifyEnv(shopify.simulator),
      RABBITMQ_URL: broker.url,
      SALES_IN_SOURCE: 'no',
      MARKETPLACE_ORDERS_IN_SOURCE: 'no',
      RETRY_DELAYS_MS: '100,200,300',
      ...differing,
    });
    workers.push(worker);
    return worker;
  };
  return {
    ...{ books, broker, shopify, consumers, begin },
    get database() {
      return database;
    },
    async start(differing, ...flags) {
      const before = await consumers().catch(() => 0);
      const worker = begin(differing, ...flags);
      await until(async () => expect(await consumers()).toBe(before + 1));
      return worker;
    },
    stop({ process, done }) {
      process.kill('SIGTERM');
      return done;
    },
    refuse: (sku, how = "'45000' SET MESSAGE_TEXT") =>
      books.schema.query(
        `CREATE TRIGGER refused BEFORE INSERT ON stock_movement FOR EACH ROW
           IF NEW.sku = '${sku}' THEN SIGNAL SQLSTATE ${how} = 'not this one'; END IF`,
      ),
    accept: () => books.schema.query('DROP TRIGGER refused'),
    heldIs: async (held, timeoutMs) => {
      await until(async () => {
        const found = await heldOf(books);
        expect(Object.fromEntries(Object.entries(found).map(([id, [, units]]) => [id, units]))).toEqual(held);
      }, timeoutMs);
    },
  };
}

/** A worker that has no problem, with whom to ask it. */
export async function readyWorker(
  workers: SalesWorkers,
  differing: Record<string, string> = {},
  ...flags: string[]
): Promise<{ worker: StartedJob; asked: AskedWorker }> {
  const port = await freePort();
  const worker = workers.begin({ HEALTH_LISTEN: String(port), ...differing }, ...flags);
  const asked = askWorker(port);
  await problemsAre(asked, []);
  return { worker, asked };
}
