import { beforeEach, expect, test } from 'vitest';
import { changed, goods, offer, seed, without } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ NOTIFY: 'off', PAGE_SIZE: '4' });
const ALL = goods(10);
beforeEach(async () => {
  await seed(shop, ALL);
  offer(shop, ALL);
  shop.bitcram.paging.style = 'silent';
});

/** The stock list without these products; `first` of them only in its first reading. */
function hide(ids: readonly number[], first: readonly number[] = []): void {
  const stockWithout = (hidden: readonly number[]) =>
    shop.bitcram.setStock(
      without(ALL, ...hidden).map(({ id, balance }) => ({ product_id: id, product_balance: balance })),
    );
  stockWithout([...ids, ...first]);
  shop.bitcram.intercept(({ endpoint, page, timesAsked }) => {
    if (endpoint === 'stock_items' && page === 1 && timesAsked === 2) stockWithout(ids);
    return undefined;
  });
}

const stocks = async () => Object.fromEntries((await shop.rows()).map(({ id, stock }) => [id, stock]));
const readings = () =>
  shop.bitcram.requests.filter(({ endpoint, page }) => endpoint === 'stock_items' && page === 1).length;
const AS_BEFORE = Object.fromEntries(ALL.map(({ id, balance }) => [id, balance]));

test('what both readings of an uncounted stock list lack has no stock, and what the second one has keeps it', async () => {
  hide([3], [7, 8]);
  const { exitCode, report, log, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ unchanged: 9, updated: 1, sold_out: 1 });
  expect(await stocks()).toEqual({ ...AS_BEFORE, 3: 0 });
  expect(readings()).toBe(2);
  expect(log[0]?.['message']).toMatch(/lacks 3 products that had stock: it is read once more/);
});

test('so it is with what cannot be used but for its stock', async () => {
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 3 || id === 7 ? { price: '$ 105' } : undefined)),
  );
  hide([3], [7]);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 2, unchanged: 8 });
  expect(await stocks()).toEqual({ ...AS_BEFORE, 3: 0 });
  expect(readings()).toBe(2);
});

test('the second reading decides, also where it has another value or an unusable one', async () => {
  hide([], [7, 8]);
  shop.bitcram.intercept(({ endpoint, page, timesAsked }) => {
    if (endpoint === 'stock_items' && page === 1 && timesAsked === 2)
      shop.bitcram.setStock([
        { product_id: 1, product_balance: 4 },
        { product_id: 7, product_balance: 2 },
        { product_id: 8, product_balance: 'many' },
      ]);
    return undefined;
  });
  const { exitCode, report, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ updated: 2, quarantined: 1, unchanged: 7 });
  expect(await stocks()).toEqual({ ...AS_BEFORE, 1: 4, 7: 2 });
});

test('a stock list that is empty at first is read once more before it is refused', async () => {
  hide(
    [],
    ALL.map(({ id }) => id),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 10 });
  hide(ALL.map(({ id }) => id));
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 65,
    error_code: 'sync.empty_stock_list',
  });
});

test.each<[string, () => unknown]>([
  ['nothing that had stock is absent', () => undefined],
  [
    'what fell to no stock says so',
    () =>
      offer(
        shop,
        ALL.map((good) => (good.id === 3 ? { ...good, balance: 0 } : good)),
      ),
  ],
  [
    'what is absent had no stock',
    async () => {
      await shop.schema.query('UPDATE raw_item_data SET stock = 0 WHERE id = 3');
      hide([3]);
    },
  ],
  ['what is absent left the price list as well', () => offer(shop, without(ALL, 3))],
  [
    'the server counts the list',
    () => {
      shop.bitcram.paging.style = 'totals';
      hide([3]);
    },
  ],
])('the stock list is read once where %s', async (_what, prepare) => {
  await prepare();
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(readings()).toBe(1);
});
