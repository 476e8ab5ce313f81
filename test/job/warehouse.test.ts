import { beforeEach, expect, test } from 'vitest';
import { goods, loaded, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ NOTIFY: 'off', PAGE_SIZE: '3' });
beforeEach(() => {
  offer(shop, goods(4));
});

/** The stock of the checkout's warehouse, which is 301; the last of the four products says of its warehouse what is given. */
function stockWhereLastSays(said: object): void {
  shop.bitcram.setStock(
    goods(4).map(({ id }) => ({
      product_id: id,
      product_balance: 5,
      ...(id === 4 ? said : { warehouse_id: 301 }),
    })),
  );
}

test.each([
  ['as a number', { warehouse_id: 302 }],
  ['as a text', { warehouse_id: '302' }],
  ['nested', { warehouse: { id: 302 } }],
  ['nested beside its own', { warehouse_id: 301, warehouse: { id: 302 } }],
  ['in an item that cannot be used', { warehouse_id: 302, product_balance: 'many' }],
])('stock of another warehouse, named %s, is refused before anything is loaded', async (_what, said) => {
  stockWhereLastSays(said);
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(65);
  expect(report['error_code']).toBe('bitcram.other_warehouse');
  expect(report.reason).toMatch(/\(page 2\) with stock of warehouse 302, .* warehouse 301 was asked for/);
  expect(await loaded(shop)).toEqual({
    raw_item_data: [],
    channel_outbox: [],
    sync_missing: [],
    sync_change: [],
  });
  // It would answer the same again.
  expect(shop.bitcram.requests.filter(({ timesAsked }) => timesAsked > 1)).toEqual([]);
});

test.each([
  { warehouse_id: 301 },
  { warehouse_id: '301' },
  { warehouse_id: ' 0301' },
  { warehouse_id: null },
  { warehouse_id: '' },
  { warehouse: { id: 301, name: 'Depósito 1' } },
  { warehouse: { id: '301' } },
  { warehouse: 'Depósito 1' },
  { warehouse: null },
])("the warehouse's own stock is loaded however it is spelled: %j", async (said) => {
  stockWhereLastSays(said);
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect((await shop.rows()).map(({ stock }) => stock)).toEqual([5, 5, 5, 5]);
});
