import { beforeEach, expect, test } from 'vitest';
import { changed, goods, offer, without } from '../support/goods.ts';
import { moved, store, told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();
beforeEach(async () => {
  const rows = goods(5).map(({ id, price }) => ({
    id,
    data: { product_name: `Producto ${id}`, price },
    stock: 5,
  }));
  await store(shop, rows);
});

test('only the selected products are touched, and they are written and notified even if unchanged', async () => {
  const dearer = changed(goods(7), ({ id }) => (id === 3 ? {} : { price: 99 }));
  offer(shop, dearer, { price: 'unknown' }, { product_id: 8, price: '1,5' });
  const { exitCode, report } = await shop.run('sync', '--select', '3,6', '--select', '1', '77');
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ fetched: 3, inserted: 1, updated: 2, unchanged: 0, quarantined: 0 });
  expect(report).toMatchObject({ missing: 0, owed: 3, delivered: 3, not_found: [77] });
  expect(told(shop)).toEqual([1, 3, 6]);
  // Product 3 is written as it was, so its time stays.
  expect(await moved(shop)).toEqual([1, 6]);
  expect((await shop.rows()).map(({ data }) => data?.['price'])).toEqual([99, 20, 30, 40, 50, 99]);
  expect(await shop.schema.query('SELECT * FROM sync_quarantine')).toEqual([]);
});

test('unknown ids are named in the log', async () => {
  offer(shop, goods(5));
  const { log } = await shop.run('sync', '--select', '1,70,80');
  const warning = log.find(({ severity }) => severity === 'WARNING');
  expect(warning?.['message']).toContain('70, 80');
});

test('a repeated selected product is written once and counted', async () => {
  offer(shop, without(goods(5), 2), { product_id: 2, price: 2 }, { price: 2, product_id: 2 });
  const { report } = await shop.run('sync', '--select', '2');
  expect(report).toMatchObject({ exit_code: 0, fetched: 2, updated: 1, duplicates: 1, owed: 1 });
});

test('a selected product that cannot be used is quarantined, and taken in once it is corrected', async () => {
  offer(shop, without(goods(5), 2), { product_id: 2, price: '2,5' });
  const unusable = await shop.run('sync', '--select', '2');
  expect(unusable.report).toMatchObject({
    exit_code: 0,
    fetched: 1,
    quarantined: 1,
    updated: 0,
    not_found: [],
  });
  const entry = 'SELECT item_id, settled_at IS NULL AS open FROM sync_quarantine';
  expect(await shop.schema.query(entry)).toEqual([{ item_id: 2, open: 1 }]);

  offer(
    shop,
    changed(goods(5), ({ id }) => (id === 2 ? { price: '2.5' } : {})),
  );
  const corrected = await shop.run('sync', '--select', '2');
  expect(corrected.report).toMatchObject({ exit_code: 0, updated: 1, delivered: 1 });
  expect(await shop.schema.query(entry)).toEqual([{ item_id: 2, open: 0 }]);
});
