import { expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { moved, store, told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();

const rowsOf = (count: number, stock: number) =>
  goods(count).map(({ id, price }) => ({ id, data: { product_name: `Producto ${id}`, price }, stock }));

test.each([[['sync']], [['sync', '--force']], [['sync', '--mode', 'full', '--force']]])(
  'an empty price list never wipes anything: %j',
  async (args) => {
    await store(shop, rowsOf(3, 5));
    shop.bitcram.setStock([{ product_id: 1, product_balance: 5 }]);
    const { exitCode, report } = await shop.run(...args);
    expect(exitCode).toBe(65);
    expect(report.reason).toContain('the price list is empty');
    expect(await shop.rows()).toHaveLength(3);
    expect(await moved(shop)).toEqual([]);
    expect(await shop.schema.query('SELECT * FROM sync_missing')).toEqual([]);
    expect(told(shop)).toEqual([]);
  },
);

test('an empty stock list is not believed where any known product had stock', async () => {
  await store(shop, [...rowsOf(2, 0), { id: 3, data: { price: 30 }, stock: 1 }]);
  offer(shop, goods(3));
  shop.bitcram.setStock([]);
  const { exitCode, report } = await shop.run('sync', '--force');
  expect(exitCode).toBe(65);
  expect(report.reason).toContain('the stock list is empty');
  expect(await moved(shop)).toEqual([]);
});

test('an empty stock list is believed where nothing had stock', async () => {
  await store(shop, rowsOf(2, 0));
  offer(shop, goods(3));
  shop.bitcram.setStock([]);
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, unchanged: 2, inserted: 1 });
});
