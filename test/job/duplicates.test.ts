import { expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { store, told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ PAGE_SIZE: '10' });

const readings = (): number =>
  shop.bitcram.requests.filter(({ endpoint, page }) => endpoint === 'price_list' && page === 1).length;

test('within a page the same item again is a duplicate, and two that differ are quarantined', async () => {
  await store(shop, [{ id: 2, data: { price: 2 }, stock: 2 }]);
  shop.bitcram.setCatalogue([
    { product_id: 1, price: 1 },
    { product_id: 2, price: 20 },
    '{"price":1.0,"product_id":1}',
    { product_id: 2, price: 21 },
    { product_id: 3, price: 3 },
    { product_id: 1, price: 1 },
  ]);
  const row = { product_id: 3, product_balance: 4 };
  shop.bitcram.setStock([row, row]);
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ fetched: 6, duplicates: 2, quarantined: 2, inserted: 2, updated: 0 });
  expect(report.missing).toBe(0);
  expect(await shop.rows()).toMatchObject([
    { id: 1 },
    // The stock list lacks it.
    { id: 2, data: { price: 2 }, stock: 0 },
    { id: 3, stock: 4 },
  ]);
  expect(told(shop)).toEqual([1, 2, 3]);
  const quarantine = await shop.schema.query('SELECT list, subject, reason, raw FROM sync_quarantine');
  expect(quarantine).toEqual([
    { list: 'price_list', subject: '2', reason: 'contradictory', raw: '{"product_id":2,"price":21}' },
  ]);
});

test('a stock list that contradicts itself quarantines the product, which keeps its last good row', async () => {
  await store(shop, [{ id: 1, data: { price: 10, product_name: 'Producto 1' }, stock: 3 }]);
  offer(shop, goods(2));
  shop.bitcram.setStock([
    { product_id: 1, product_balance: 9 },
    { product_id: 2, product_balance: 1 },
    { product_id: 1, product_balance: 8 },
  ]);
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 0, fetched: 2, quarantined: 1, inserted: 1, missing: 0 });
  expect((await shop.rows()).map(({ stock }) => stock)).toEqual([3, 1]);
});

test('a product that comes again on another page shows that the list moved: everything is read once more', async () => {
  offer(shop, goods(25));
  let firstReading = true;
  shop.bitcram.intercept(({ endpoint, page }) => {
    if (endpoint !== 'price_list' || page !== 2 || !firstReading) return undefined;
    firstReading = false;
    // Something was put in before product 10, which is pushed to the next page.
    const items = goods(10).map(({ id, price }) => ({ product_id: id + 9, price }));
    return { status: 200, body: JSON.stringify({ items, total: 25, total_pages: 3 }) };
  });
  const { exitCode, report, log } = await shop.run('sync');
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ fetched: 25, inserted: 25, duplicates: 0 });
  expect(readings()).toBe(2);
  const warning = log.find(({ severity }) => severity === 'WARNING');
  expect(warning?.['message']).toContain('product 10 comes again on page 2');
});

test('a list that moves again is not believed: nothing is loaded', async () => {
  await store(shop, [{ id: 1, data: { price: 1 }, stock: 1 }]);
  const items = [...goods(25), ...goods(1)].map(({ id, price }) => ({ product_id: id, price }));
  shop.bitcram.setCatalogue(items);
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(65);
  expect(report).toMatchObject({ status: 'stopped', owed: 0 });
  expect(report.reason).toContain('product 1 comes again on page 3');
  expect(readings()).toBe(2);
  expect(await shop.rows()).toMatchObject([{ id: 1, data: { price: 1 }, stock: 1 }]);
  expect(told(shop)).toEqual([]);
});
