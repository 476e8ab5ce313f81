import { expect, test } from 'vitest';
import { ALL, flashShop } from '../support/flash.ts';
import { changed, offer, without } from '../support/goods.ts';
import { told } from '../support/shelves.ts';

const { shop, flash, openedWith, contentOf } = await flashShop();

test.each([
  [
    'that the last whole reading found unusable',
    changed(ALL, ({ id }) => (id === 5 ? { price: '$ 50' } : undefined)),
  ],
  ['that the last whole reading missed', without(ALL, 5)],
])('the stock of a product %s falls and never rises', async (_which, listed) => {
  shop.env['MISSING_RUNS'] = '3';
  await openedWith(ALL);
  shop.bitcram.clockAheadMs = -100 * 24 * 3_600_000;
  offer(shop, listed);
  await shop.run('sync');
  shop.bitcram.clockAheadMs = 0;
  const stock = async (balance: number): Promise<unknown> => {
    const rows = ALL.map(({ id, balance: usual }) => ({
      product_id: id,
      product_balance: id === 5 ? balance : usual,
    }));
    shop.bitcram.setStock(rows);
    const { report } = await flash();
    expect(report).toMatchObject({ exit_code: 0, fetched: 1, updated: 0, unknown: 1 });
    return contentOf(5);
  };
  const before = await contentOf(5);
  expect(await stock(9)).toEqual(before);
  expect(await stock(2)).toEqual({ ...before, stock: 2 });
  expect(await stock(7)).toEqual({ ...before, stock: 2 });
});

test('what cannot be used is quarantined, keeps its row, and settles nothing of before', async () => {
  await openedWith(without(ALL, 9), { product_id: 9, price: '9,5' });
  offer(
    shop,
    changed(without(ALL, 9), ({ id }) => (id === 8 ? { price: '8,5', balance: 7 } : undefined)),
    {
      product_id: 9,
      price: '9,5',
    },
  );
  expect((await flash()).report).toMatchObject({ exit_code: 0, fetched: 1, quarantined: 1, updated: 0 });
  expect(await contentOf(8)).toMatchObject({ price: 80, stock: 5 });
  expect(
    await shop.schema.query(
      'SELECT item_id, settled_at IS NULL AS open FROM sync_quarantine ORDER BY item_id',
    ),
  ).toEqual([
    { item_id: 8, open: 1 },
    { item_id: 9, open: 1 },
  ]);
});

test('the stock of what cannot be taken in falls all the same, and never rises', async () => {
  await openedWith(ALL);
  await shop.schema.query('UPDATE raw_item_data SET data = NULL WHERE id = 3');
  const stocks: Record<number, number> = { 1: 2, 2: 9, 3: 0 };
  offer(
    shop,
    changed(ALL, ({ id }) => (id <= 3 ? { price: 'gratis', balance: stocks[id] as number } : undefined)),
  );
  const { report } = await flash();
  expect(report).toMatchObject({
    exit_code: 0,
    fetched: 3,
    quarantined: 3,
    updated: 0,
    owed: 2,
    delivered: 2,
  });
  expect((await shop.rows()).slice(0, 3).map(({ stock }) => stock)).toEqual([2, 5, 0]);
  expect(told(shop)).toEqual([1, 3]);
});

test('a row without an object in `data`, or without a stock, waits for the next whole reading', async () => {
  await openedWith(ALL);
  await shop.schema.query('UPDATE raw_item_data SET data = NULL WHERE id = 1');
  await shop.schema.query('UPDATE raw_item_data SET stock = NULL WHERE id = 2');
  offer(
    shop,
    changed(ALL, ({ id }) => (id <= 2 ? { price: 500 } : undefined)),
  );
  expect((await flash()).report).toMatchObject({ exit_code: 0, fetched: 2, unknown: 2, updated: 0 });
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, updated: 2 });
});
