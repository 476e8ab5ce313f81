import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, type Shop } from './support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.bitcram.setCatalogue([
    { product_id: 1, price: 10.5, product_name: 'Yerba' },
    { product_id: 2, price: '20.00', product_name: 'Azúcar' },
  ]);
  shop.bitcram.setStock([{ product_id: 1, product_balance: 7 }]);
});
afterEach(() => shop.close());

test('a first load brings in every product, and the next run finds nothing to do', async () => {
  const first = await shop.run('sync');
  expect(first.exitCode, first.stderr).toBe(0);
  expect(first.report).toMatchObject({ fetched: 2, inserted: 2, owed: 2, delivered: 2 });
  expect(await shop.rows()).toMatchObject([
    { id: 1, data: { price: 10.5, product_name: 'Yerba' }, stock: 7 },
    { id: 2, data: { price: '20.00', product_name: 'Azúcar' }, stock: 0 },
  ]);
  expect(shop.publications.received().map(({ itemId }) => itemId)).toEqual([1, 2]);

  const second = await shop.run('sync');
  expect(second.report).toMatchObject({ status: 'succeeded', fetched: 2, unchanged: 2, owed: 0 });
  expect(shop.publications.received()).toHaveLength(2);
});
