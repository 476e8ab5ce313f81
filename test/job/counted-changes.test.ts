import { expect, test } from 'vitest';
import { goods, offer, seed } from '../support/goods.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();

test('a report says of how many products the price moved, the stock, both, neither, and who sold out', async () => {
  await seed(shop, goods(7));
  const today = goods(8);
  const edit = (id: number, change: object): void => void Object.assign(today[id - 1] as object, change);
  edit(1, { price: 11 });
  edit(2, { balance: 4 });
  edit(3, { price: 33, balance: 6 });
  edit(4, { name: 'Otro nombre' });
  edit(5, { balance: 0 });
  edit(6, { price: undefined, balance: undefined });
  offer(shop, today);
  const { report } = await shop.run('sync', '--compare', 'deep');
  expect(report).toMatchObject({
    inserted: 1,
    unchanged: 1,
    updated: 6,
    price_changes: 3,
    stock_changes: 4,
    other_changes: 1,
    sold_out: 2,
  });
  const { report: next } = await shop.run('sync', '--select', '7');
  expect(next).toMatchObject({
    updated: 1,
    price_changes: 0,
    stock_changes: 0,
    other_changes: 1,
    sold_out: 0,
  });
});
