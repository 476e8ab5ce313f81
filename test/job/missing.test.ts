import { beforeEach, expect, test } from 'vitest';
import { type Good, goods, offer, seed, SEEDED_AT, without } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const ALL = goods(3);
const LEFT = without(ALL, 3);

const shop = await clearedShop();
beforeEach(async () => {
  await seed(shop, ALL);
});

async function syncWith(offered: readonly Good[], ...flags: string[]) {
  offer(shop, offered);
  return (await shop.run('sync', ...flags)).report;
}

const stocks = async () => Object.fromEntries((await shop.rows()).map(({ id, stock }) => [id, stock]));
const webhooks = (itemId: number) =>
  shop.publications.received().filter((webhook) => webhook.itemId === itemId).length;
const marks = () => shop.schema.query('SELECT item_id, runs FROM sync_missing');

test.each([1, 2, 3])(
  'a product that left is counted, and after %d complete runs zeroed, notified once and then left alone',
  async (runs) => {
    shop.env['MISSING_RUNS'] = String(runs);
    for (let run = 1; run < runs; run += 1) {
      expect(await syncWith(LEFT)).toMatchObject({ exit_code: 0, missing: 1, removed: 0, owed: 0 });
      expect(await stocks()).toEqual({ 1: 5, 2: 5, 3: 5 });
    }
    expect(await syncWith(LEFT)).toMatchObject({
      missing: 0,
      removed: 1,
      unchanged: 2,
      owed: 1,
      delivered: 1,
    });
    expect(await stocks()).toEqual({ 1: 5, 2: 5, 3: 0 });
    expect(webhooks(3)).toBe(1);
    const settled = await shop.rows();
    expect(await syncWith(LEFT)).toMatchObject({ exit_code: 0, missing: 0, removed: 0, owed: 0 });
    expect(await shop.rows()).toEqual(settled);
  },
);

test('zeroing moves updated_at of the row that left, and of no other', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await syncWith(LEFT);
  const moved = (await shop.rows()).filter(({ updated_at }) => updated_at !== SEEDED_AT);
  expect(moved.map(({ id }) => id)).toEqual([3]);
});

test('MISSING_PRODUCTS=keep settles a product without touching its row', async () => {
  Object.assign(shop.env, { MISSING_PRODUCTS: 'keep', MISSING_RUNS: '1' });
  const before = await shop.rows();
  expect(await syncWith(LEFT)).toMatchObject({ removed: 1, owed: 1, delivered: 1 });
  expect(await shop.rows()).toEqual(before);
  expect(await syncWith(LEFT)).toMatchObject({ missing: 0, removed: 0, owed: 0 });
});

test('MISSING_PRODUCTS=delete takes the row away, and its product is a new one when it comes back', async () => {
  Object.assign(shop.env, { MISSING_PRODUCTS: 'delete', MISSING_RUNS: '1' });
  expect(await syncWith(LEFT)).toMatchObject({ removed: 1, owed: 1, delivered: 1 });
  expect(await stocks()).toEqual({ 1: 5, 2: 5 });
  expect(await marks()).toEqual([]);
  expect(await syncWith(LEFT)).toMatchObject({ missing: 0, removed: 0, unchanged: 2 });
  expect(await syncWith(ALL)).toMatchObject({ inserted: 1, unchanged: 2, owed: 1 });
});

test('a product that had no stock gets no webhook when it is settled, and its row does not move', async () => {
  await shop.schema.query('UPDATE raw_item_data SET stock = 0 WHERE id = 3');
  shop.env['MISSING_RUNS'] = '1';
  const before = await shop.rows();
  expect(await syncWith(LEFT)).toMatchObject({ removed: 1, owed: 0 });
  expect(await shop.rows()).toEqual(before);
});

test('one that comes back before it is settled starts again', async () => {
  await syncWith(LEFT);
  expect(await syncWith(ALL)).toMatchObject({ missing: 0, unchanged: 3, owed: 0 });
  expect(await marks()).toEqual([]);
  expect(await syncWith(LEFT)).toMatchObject({ missing: 1, removed: 0 });
});

test('one that comes back after it was zeroed is updated, and starts again', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await syncWith(LEFT);
  expect(await syncWith(ALL)).toMatchObject({ updated: 1, unchanged: 2, owed: 1, delivered: 1 });
  expect(await stocks()).toEqual({ 1: 5, 2: 5, 3: 5 });
  shop.env['MISSING_RUNS'] = '2';
  expect(await syncWith(LEFT)).toMatchObject({ missing: 1, removed: 0 });
  expect(await syncWith(LEFT)).toMatchObject({ missing: 0, removed: 1, owed: 1 });
});

test('settled products are no part of what the guard measures', async () => {
  const gone = goods(60, 0).slice(3);
  await seed(shop, gone);
  await shop.schema.query(
    'INSERT INTO sync_missing SELECT id, 2, UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM raw_item_data WHERE id > 3',
  );
  expect(await syncWith(ALL)).toMatchObject({ exit_code: 0, unchanged: 3, missing: 0, removed: 0 });
  expect(await shop.schema.query('SELECT COUNT(*) AS n FROM sync_missing')).toEqual([{ n: gone.length }]);
});

test.each<[string, string, Record<string, string>]>([
  ['was restored with its stock', 'UPDATE raw_item_data SET stock = 7 WHERE id = 3', {}],
  ['was written by others', 'UPDATE raw_item_data SET stock = NULL WHERE id = 3', {}],
  ['was kept by an earlier rule', 'DO 0', { MISSING_PRODUCTS: 'keep' }],
])(
  'a retired product that %s is zeroed again, notified once and then left alone',
  async (_what, sql, rule) => {
    Object.assign(shop.env, { MISSING_RUNS: '1', ...rule });
    expect(await syncWith(LEFT)).toMatchObject({ removed: 1, owed: 1 });
    await shop.schema.query(sql);
    shop.env['MISSING_PRODUCTS'] = 'zero';
    const foretold = await syncWith(LEFT, '--dry-run');
    expect(foretold).toMatchObject({ missing: 0, removed: 1, owed: 1 });
    expect(await syncWith(LEFT)).toMatchObject({
      exit_code: 0,
      missing: 0,
      removed: 1,
      owed: 1,
      delivered: 1,
    });
    expect(await stocks()).toEqual({ 1: 5, 2: 5, 3: 0 });
    expect(webhooks(3)).toBe(2);
    const gone = await shop.schema.query<{ item_id: number }>(
      `SELECT item_id FROM sync_change WHERE kind = 'gone' AND new_stock = 0`,
    );
    expect(new Set(gone.map(({ item_id }) => item_id))).toEqual(new Set([3]));
    expect(await syncWith(LEFT)).toMatchObject({ removed: 0, owed: 0 });
  },
);

test('a retired product that has stock again is deleted where MISSING_PRODUCTS=delete, and kept where it is keep', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await syncWith(LEFT);
  await shop.schema.query('UPDATE raw_item_data SET stock = 7 WHERE id = 3');
  shop.env['MISSING_PRODUCTS'] = 'keep';
  expect(await syncWith(LEFT)).toMatchObject({ removed: 0, owed: 0 });
  expect(await stocks()).toEqual({ 1: 5, 2: 5, 3: 7 });
  shop.env['MISSING_PRODUCTS'] = 'delete';
  expect(await syncWith(LEFT, '--dry-run')).toMatchObject({ removed: 1, owed: 1 });
  expect(await syncWith(LEFT)).toMatchObject({ removed: 1, owed: 1, delivered: 1 });
  expect(await stocks()).toEqual({ 1: 5, 2: 5 });
  expect(await marks()).toEqual([]);
});

test('a run that is not of the whole list, or not complete, zeroes no retired product again', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await syncWith(LEFT);
  await shop.schema.query('UPDATE raw_item_data SET stock = 7 WHERE id = 3');
  expect(await syncWith(LEFT, '--select', '1')).toMatchObject({ removed: 0, owed: 1 });
  offer(shop, LEFT, { product_name: 'Sin código', price: 3 });
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 1, removed: 0 });
  expect(await stocks()).toEqual({ 1: 5, 2: 5, 3: 7 });
});
