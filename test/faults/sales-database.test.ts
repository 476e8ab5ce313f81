import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LONG, noteFault } from '../support/fault-table.ts';
import { saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const AWAY_MS = LONG ? 60_000 : 4_000;
const SALE_EVERY_MS = 20;
const KILLS = LONG ? 22 : 3;
/** The long form: as many as a worker has in hand by its own default. */
const IN_HAND = LONG ? 500 : 60;

const workers = salesWorkers();
const { books, broker, shopify } = workers;

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 100_000 });

/** How often each message that waits was delivered before; they stay where they are. */
async function deliveries(): Promise<number[]> {
  const channel = await broker.connection.acquire();
  const found: number[] = [];
  for (;;) {
    const message = await channel.basicGet({ queue: broker.queue });
    if (message === undefined) break;
    found.push(Number(message.headers?.['x-delivery-count'] ?? Number(message.redelivered)));
  }
  channel.basicNack({ deliveryTag: 0, multiple: true, requeue: true });
  await channel.close();
  return found;
}

async function allAreRecordedOnce(sales: number): Promise<void> {
  await workers.heldIs({ 1: -sales }, LONG ? 90_000 : 30_000);
  await until(async () => expect(await broker.waiting()).toBe(0));
  expect(await broker.deadLetters()).toEqual([]);
  expect(
    await books.schema.query('SELECT state, MAX(tries) AS tries, COUNT(*) AS sales FROM sale GROUP BY state'),
  ).toEqual([{ state: 'recorded', tries: 0, sales }]);
}

test(`while the database is away for ${AWAY_MS / 1000} s no sale is tried, none is delivered again and again, and all are recorded after it`, async () => {
  await listed();
  await workers.start();
  const inHand = 300;
  const telling = Promise.all(Array.from({ length: inHand }, () => broker.publish(saleOf({ A: 1 }))));
  await until(async () => expect(await books.schema.query('SELECT 1 FROM sale LIMIT 1')).toHaveLength(1));
  workers.database.mode = 'refuse';
  workers.database.cut();
  await telling;
  await until(async () => expect(await workers.consumers()).toBe(0));
  let sales = inHand;
  for (const endMs = performance.now() + AWAY_MS; performance.now() < endMs; sales += 1) {
    await broker.publish(saleOf({ A: 1 }));
    await pause(SALE_EVERY_MS);
  }
  expect(await books.schema.query("SELECT * FROM sale WHERE state <> 'recorded' OR tries > 0")).toEqual([]);
  const counts = await deliveries();
  // What was in hand was delivered once; what came later, never.
  expect(Math.max(...counts)).toBeLessThanOrEqual(1);
  expect(counts.filter((count) => count > 0).length).toBeLessThanOrEqual(inHand);
  workers.database.mode = 'pass';
  await allAreRecordedOnce(sales);
  noteFault({
    ...{ fault: `sales: the database away for ${AWAY_MS / 1000} s`, tried: sales },
    ...{ outcome: 'none dead, no try spent', lost: 0, appliedTwice: 0 },
  });
});

test(`${KILLS} workers that die with ${IN_HAND} good sales in hand (kill -9) make none of them a dead letter`, async () => {
  await listed();
  await workers.stop(await workers.start());
  await Promise.all(Array.from({ length: IN_HAND }, () => broker.publish(saleOf({ A: 1 }))));
  for (let kill = 1; kill <= KILLS; kill += 1) {
    workers.database.mode = 'pass';
    // With the first sale that is looked for the database falls silent: nothing is written down, and all are in hand.
    workers.database.watch = (sent) => {
      if (/FROM sale WHERE|INTO sale /.test(sent.toString('latin1'))) workers.database.mode = 'hang';
    };
    const { process, done } = workers.begin();
    await until(async () => {
      expect(workers.database.mode).toBe('hang');
      expect(await broker.waiting()).toBe(0);
    });
    process.kill('SIGKILL');
    await done;
    await until(async () => expect(await broker.waiting()).toBe(IN_HAND));
  }
  expect(new Set(await deliveries())).toEqual(new Set([KILLS]));
  workers.database.watch = undefined;
  workers.database.mode = 'pass';
  workers.database.cut();
  await workers.start();
  await allAreRecordedOnce(IN_HAND);
  noteFault({
    ...{ fault: `sales: kill -9 of the worker with ${IN_HAND} in hand`, tried: KILLS },
    ...{ outcome: 'none dead', lost: 0, appliedTwice: 0 },
  });
});
