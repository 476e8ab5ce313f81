import { beforeEach, expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { moved, store, told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ PAGE_SIZE: '2' });
beforeEach(async () => {
  await store(shop, [{ id: 1, data: { price: 999 }, stock: 9 }]);
  offer(shop, goods(4));
});

const PRICE_LIST = 'GET /api/checkouts/index/1001/price_list (page 2)';

test.each([
  [
    'HTML',
    'price_list',
    '<html><h1>Mantenimiento</h1></html>',
    `${PRICE_LIST} with 35 bytes that are no JSON: <html>`,
  ],
  [
    'half a document',
    'price_list',
    '{"items":[{"product_id":3,"pri',
    `${PRICE_LIST} with 30 bytes that are no JSON`,
  ],
  [
    'an error with 200',
    'price_list',
    '{"error":"deadlock"}',
    `${PRICE_LIST} with an error inside a 200: "deadlock"`,
  ],
  ['no items', 'price_list', '{"data":[]}', `${PRICE_LIST} without a list of items`],
  ['nothing', 'stock_items', '', 'GET /api/stock_items/index (page 2) with nothing'],
  ['HTML', 'checkouts', '<html>', 'GET /api/checkouts/index with 6 bytes that are no JSON'],
])('%s for %s ends the run before anything is loaded', async (_what, endpoint, body, message) => {
  shop.bitcram.intercept((request) =>
    request.endpoint === endpoint && request.page !== 1 ? { status: 200, body } : undefined,
  );
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(65);
  expect(report.reason).toContain(message);
  expect(report).toMatchObject({ status: 'stopped', inserted: 0, updated: 0, owed: 0 });
  expect(await moved(shop)).toEqual([]);
  expect(await shop.rows()).toHaveLength(1);
  expect(told(shop)).toEqual([]);
  const runs = await shop.schema.query('SELECT status, exit_code FROM sync_run');
  expect(runs).toEqual([{ status: 'stopped', exit_code: 65 }]);
});

test('an answer that is broken once is read once more', async () => {
  shop.bitcram.intercept(({ endpoint, page, timesAsked }) =>
    endpoint === 'price_list' && page === 2 && timesAsked === 1
      ? { status: 200, body: '{"items":[' }
      : undefined,
  );
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, fetched: 4, inserted: 3, updated: 1 });
});
