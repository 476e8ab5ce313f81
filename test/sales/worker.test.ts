import { expect, test } from 'vitest';
import { saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify } = workers;

/** Ten units of item 1, offered in Shopify. */
const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 10 });

test('a sale at the till lowers what Shopify offers, once however often it is told', async () => {
  const variant = await listed();
  const worker = await workers.start();
  const sale = saleOf({ A: 3 });
  for (let times = 0; times < 5; times += 1) await broker.publish(sale);
  await until(() => expect(variant.level?.available).toBe(7));
  await until(async () => expect(await broker.waiting()).toBe(0));
  await broker.publish(sale);
  await broker.publish(saleOf({ A: 1 }));
  await until(() => expect(variant.level?.available).toBe(6));
  await workers.heldIs({ 1: -4 });
  const { exitCode, log } = await workers.stop(worker);
  expect(exitCode).toBe(0);
  expect(log.at(0)?.['message']).toBe('at work: the sales of the till, shopify');
  expect(await broker.waiting()).toBe(0);
  expect(await broker.deadLetters()).toEqual([]);
});

test('what is no sale is put aside with its reason after one delivery, and the queue goes on', async () => {
  await listed();
  await workers.start();
  await broker.publish('{"tienda_id":');
  await broker.publish(saleOf({ A: 0 }));
  await broker.publish(saleOf({ A: 2 }));
  await workers.heldIs({ 1: -2 });
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(2));
  const dead = await broker.deadLetters();
  expect(dead.map(({ headers }) => headers['x-reason'])).toEqual([
    'it is no JSON',
    'line 1 (A): cantidad must be a whole number above 0, and is 0',
  ]);
});

test('the same id with other content is put aside, and so many tills may number from 1', async () => {
  await listed();
  await workers.start();
  await broker.publish(saleOf({ A: 1 }, { sale_id: 1 }));
  await broker.publish(saleOf({ A: 2 }, { sale_id: 1, tienda_id: 'tienda-2' }));
  await broker.publish(saleOf({ A: 3 }, { sale_id: 1 }));
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
  await workers.heldIs({ 1: -3 });
  const [dead] = await broker.deadLetters();
  expect(dead?.headers['x-reason']).toBe('another sale came with the same id and other content');
});

test('two equal sales with ids of their own count twice', async () => {
  await listed();
  await workers.start();
  const sale = saleOf({ A: 2 }, { sale_id: null });
  for (const messageId of ['m-1', 'm-2', 'm-2']) await broker.publish(sale, { messageId });
  await workers.heldIs({ 1: -4 });
  await until(async () => expect(await broker.waiting()).toBe(0));
  expect(await books.schema.query('SELECT 1 FROM sale')).toHaveLength(2);
});

test('two equal sales without an id count once, and the log warns of it once', async () => {
  await listed();
  const worker = await workers.start();
  const nameless = saleOf({ A: 2 }, { sale_id: null });
  await broker.publish(nameless);
  await broker.publish(nameless);
  await broker.publish(saleOf({ A: 1 }, { sale_id: null }));
  await workers.heldIs({ 1: -3 });
  const { log } = await workers.stop(worker);
  const warned = log.filter(({ message }) =>
    String(message).startsWith('the till sends sales without an id'),
  );
  expect(warned).toHaveLength(1);
});

test('beside a source SALES_STORES says which shops count, and all of them sell from the one place of the source', async () => {
  const variant = await listed();
  await workers.start({ SALES_STORES: 'tienda-1=centro' });
  await broker.publish(saleOf({ A: 3, B: 1 }));
  await broker.publish(saleOf({ A: 1 }, { tienda_id: 'otra' }));
  await until(() => expect(variant.level?.available).toBe(7));
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
  const levels = await books.schema.query<{ id: number }>(
    'SELECT item_id AS id, location, base, held FROM stock_level ORDER BY item_id',
  );
  expect(levels).toEqual([
    { id: 1, location: '', base: 10, held: -3 },
    { id: 2, location: '', base: 10, held: -1 },
  ]);
});
