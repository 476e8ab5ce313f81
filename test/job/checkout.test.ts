import { beforeEach, expect, test } from 'vitest';
import { openCheckout } from '../../dev/simulate/bitcram.ts';
import { goods, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();
beforeEach(() => {
  offer(shop, goods(3));
});

test('an unknown checkout is named, with how to find the right one', async () => {
  shop.env['CHECKOUT'] = '77';
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report.reason).toContain('no checkout 77');
  expect(report.reason).toContain('discover');
  expect(await shop.rows()).toEqual([]);
});

test.each<[string, object]>([
  ['null', { warehouse: null }],
  ['absent', { warehouse: undefined }],
  ['empty', { warehouse: { id: null } }],
])('a checkout whose warehouse is %s has no stock to read', async (_what, differing) => {
  shop.bitcram.checkouts[0] = openCheckout(1, differing);
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report.reason).toContain('checkout 1 has no warehouse');
  expect(await shop.rows()).toEqual([]);
});

test('the checkout is found by its number where the server ignores the filter', async () => {
  const checkouts = [openCheckout(5), openCheckout(1), openCheckout(9, { warehouse: null })];
  shop.bitcram.intercept(({ endpoint }) =>
    endpoint === 'checkouts' ? { status: 200, body: JSON.stringify({ items: checkouts }) } : undefined,
  );
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, inserted: 3 });
});
