import { expect, test } from 'vitest';
import { DOING } from '../support/words.ts';
import { QUEUE, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify, refuse } = workers;
const DEAD = 'queue.sales.created.dlx';

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 1000 });
const inRetry = (queue: number) => broker.waiting(`${QUEUE}.retry.${queue}`);
const DEADLOCK = "'40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT";
const READ_ONLY = "'HY000' SET MYSQL_ERRNO = 1290, MESSAGE_TEXT";

test('a sale that is tried again was sold when it was sold, and one that is given up was given up then', async () => {
  await listed();
  await refuse('B');
  const began = Math.floor(Date.now() / 1000);
  const anHourAgo = began - 3_600;
  const worker = await workers.start({ RETRY_DELAYS_MS: '60000' });
  await broker.publish(saleOf({ B: 1 }), { timestamp: anHourAgo });
  await until(async () => expect(await inRetry(1)).toBe(1));
  const again = await broker.connection.basicGet({ queue: `${QUEUE}.retry.1`, noAck: true });
  expect(again?.timestamp).toBe(anHourAgo);
  await broker.publish(saleOf({ B: 0 }), { timestamp: anHourAgo });
  await until(async () => expect(await broker.waiting(DEAD)).toBe(1));
  const dead = await broker.connection.basicGet({ queue: DEAD, noAck: true });
  expect(dead?.timestamp).toBeGreaterThanOrEqual(began);
  await workers.stop(worker);
});

test('a sale that others held up for longer than there are pauses has all of these once it fails by itself', async () => {
  await listed();
  const worker = await workers.start({ RETRY_DELAYS_MS: '50,60,60000' });
  await broker.publish(saleOf({ B: 1 }));
  await workers.heldIs({ 1: 0, 2: -1 });
  const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const locking = books.other.transaction(DOING, async () => {
    await books.other.read(DOING, 'SELECT * FROM stock_level WHERE item_id = 2 FOR UPDATE');
    locked.resolve();
    await done.promise;
  });
  await locked.promise;
  await broker.publish(saleOf({ B: 1 }));
  await until(async () => expect(await inRetry(3)).toBe(1));
  done.resolve();
  await locking;
  await refuse('B');
  const held = await broker.connection.basicGet({ queue: `${QUEUE}.retry.3`, noAck: true });
  await broker.publish(held?.body, { headers: held?.headers ?? {} });
  await until(async () => expect(await inRetry(3)).toBe(1));
  const failed = await broker.connection.basicGet({ queue: `${QUEUE}.retry.3`, noAck: true });
  expect(failed?.headers).toMatchObject({ 'x-held-up': 3, 'x-retries': 3 });
  expect(await broker.deadLetters()).toEqual([]);
  await workers.stop(worker);
});

test('without a retry queue what others hold up waits, and is recorded once they are done', async () => {
  await listed();
  await refuse('B', DEADLOCK);
  await workers.start({ MAX_RETRIES: '0' });
  await broker.publish(saleOf({ B: 1 }));
  await until(async () =>
    expect(await books.schema.query('SELECT * FROM sale WHERE tries > 1')).toHaveLength(1),
  );
  await workers.accept();
  await workers.heldIs({ 1: 0, 2: -1 });
  expect(await broker.deadLetters()).toEqual([]);
});

test('what a person has to change in the database spends no try of a sale that is recorded by itself', async () => {
  await listed();
  await refuse('A', READ_ONLY);
  await workers.start();
  let tries = 0;
  workers.database.watch = (sent) => {
    if (sent.includes("'trying', 1)")) tries += 1;
  };
  await broker.publish(saleOf({ A: 1 }), { headers: { 'x-delivery-count': 2 } });
  await until(() => expect(tries).toBeGreaterThan(1));
  await until(async () =>
    expect(await books.schema.query('SELECT state, tries FROM sale')).toEqual([
      { state: 'trying', tries: 0 },
    ]),
  );
  await workers.accept();
  await workers.heldIs({ 1: -1 });
  expect(await broker.deadLetters()).toEqual([]);
});
