import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from 'rabbitmq-client';
import { expect, test, vi } from 'vitest';
import { EVENTS, SALES_CREATED } from '../../src/rabbitmq/topology.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { startJob } from '../support/job.ts';
import { booksBeforeEach, heldOf } from '../support/ledger.ts';
import { BROKER_ROOT, openOwnBroker } from '../support/own-broker.ts';
import { saleOf } from '../support/rabbitmq.ts';
import { listIn } from '../support/selling.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

const KILLS = LONG ? 5 : 1;
const SALES = 400;
const STOCK = 100_000;
const RESUMED_WITHIN_MS = LONG ? 10_000 : 20_000;

const shopify = shopifyBeforeEach();
const books = booksBeforeEach({ 1: 'A' });

test.runIf(BROKER_ROOT !== undefined)(
  `a broker that is killed (kill -9) loses no sale that it confirmed, and each counts once`,
  async () => {
    const variant = await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: STOCK });
    await using scope = new AsyncDisposableStack();
    const broker = await openOwnBroker();
    scope.defer(() => broker.close());
    const worker = startJob(['sales-worker'], {
      ...books.schema.env,
      ...shopifyEnv(shopify.simulator),
      RABBITMQ_URL: broker.url,
      ...{ SALES_IN_SOURCE: 'no', MARKETPLACE_ORDERS_IN_SOURCE: 'no' },
    });
    scope.defer(async () => {
      worker.process.kill('SIGKILL');
      await worker.done;
    });
    const till = new Connection({ url: broker.url, retryLow: 100, retryHigh: 500 });
    till.on('error', () => undefined);
    scope.defer(() => till.unsafeDestroy());
    const publisher = till.createPublisher({ confirm: true });
    const queue = 'queue.sales.created.channels';
    const isTaken = async (): Promise<boolean> =>
      (await till.queueDeclare({ queue, passive: true }).catch(() => undefined))?.consumerCount === 1;
    await vi.waitUntil(isTaken, { timeout: 20_000, interval: 50 });

    // As a till that tells of a sale until it is confirmed.
    const tell = async (sale: object): Promise<void> => {
      for (;;) {
        const sent = publisher.send(
          { exchange: EVENTS, routingKey: SALES_CREATED, durable: true },
          Buffer.from(JSON.stringify(sale)),
        );
        if (
          await sent.then(
            () => true,
            () => false,
          )
        )
          return;
        await pause(100);
      }
    };
    const recorded = async (): Promise<number> => {
      const [row] = await books.schema.query<{ n: number }>('SELECT COUNT(*) AS n FROM sale');
      return row?.n ?? 0;
    };
    const resumedMs: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const telling = Promise.all(Array.from({ length: SALES }, () => tell(saleOf({ A: 1 }))));
      await vi.waitUntil(async () => (await recorded()) > (kill - 1) * SALES, {
        timeout: 20_000,
        interval: 5,
      });
      await broker.kill();
      const before = await recorded();
      await broker.start();
      const isBackMs = performance.now();
      const resumes = async (): Promise<boolean> => {
        const sales = await recorded();
        return sales > before || sales === kill * SALES;
      };
      await vi.waitUntil(resumes, { timeout: 20_000, interval: 20 });
      resumedMs.push(performance.now() - isBackMs);
      await telling;
      await vi.waitUntil(async () => (await recorded()) === kill * SALES, { timeout: 30_000, interval: 50 });
    }
    const sold = KILLS * SALES;
    expect(await heldOf(books)).toEqual({ 1: [STOCK, -sold] });
    await vi.waitFor(() => expect(variant.level?.available).toBe(STOCK - sold), { timeout: 20_000 });
    expect(Math.max(...resumedMs)).toBeLessThan(RESUMED_WITHIN_MS);
    noteFault({
      ...{ fault: 'sales: kill -9 of the broker', tried: KILLS },
      outcome: `each sale once, resumed within ${Math.ceil(Math.max(...resumedMs) / 1000)} s`,
      ...{ lost: 0, appliedTwice: 0 },
    });
  },
  LONG ? 300_000 : 180_000,
);
