import { beforeEach, expect, test } from 'vitest';
import type { Paging } from '../../dev/simulate/paging.ts';
import { goods, offer } from '../support/goods.ts';
import { told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ PAGE_SIZE: '100' });
beforeEach(() => {
  offer(shop, goods(250));
});

/** In the order of their numbers: several are on their way at once and arrive in any. */
const pagesAsked = (endpoint: string): (number | undefined)[] =>
  shop.bitcram.requests
    .filter((request) => request.endpoint === endpoint)
    .map(({ page }) => page)
    .sort((a = 0, b = 0) => a - b);

test.each<[string, Partial<Paging>, number[]]>([
  ['says everything', { style: 'totals' }, [1, 2, 3]],
  ['says the total', { style: 'totals', says: ['total'] }, [1, 2, 3]],
  ['says the number of pages', { style: 'totals', says: ['total_pages', 'per_page'] }, [1, 2, 3, 4]],
  ['says the total of its pages only', { style: 'totals', counts: 'page' }, [1, 2, 3, 4, 5]],
  ['says of each page that it is the only one', { says: ['total_pages'], counts: 'page' }, [1, 2, 3, 4, 5]],
  [
    'caps its pages and says the total of each',
    { style: 'capped', cap: 60, says: ['total'], counts: 'page' },
    [1, 2, 3, 4, 5, 6, 7],
  ],
  ['says only which page it is', { style: 'totals', says: ['page', 'per_page'] }, [1, 2, 3, 4, 5]],
  ['says nothing', { style: 'silent' }, [1, 2, 3, 4, 5]],
  ['caps its pages in silence', { style: 'capped', cap: 60 }, [1, 2, 3, 4, 5, 6, 7]],
  ['caps its pages and says the total', { style: 'capped', cap: 60, says: ['total'] }, [1, 2, 3, 4, 5]],
  ['gives everything every time', { style: 'whole' }, [1, 2]],
  ['gives everything every time and says so', { style: 'whole', says: ['total', 'total_pages'] }, [1]],
])('a server that %s is read whole, each list once', async (_what, paging, pages) => {
  Object.assign(shop.bitcram.paging, paging);
  const { exitCode, report, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ fetched: 250, inserted: 250, duplicates: 0, delivered: 250 });
  const stocks = await shop.schema.query(
    'SELECT COUNT(*) AS n, MAX(id) AS last FROM raw_item_data WHERE stock = 5',
  );
  expect(stocks).toEqual([{ n: 250, last: 250 }]);
  expect(told(shop)).toEqual(goods(250).map(({ id }) => id));
  expect(pagesAsked('price_list')).toEqual(pages);
  expect(pagesAsked('stock_items')).toEqual(pages);
});

test('pages are asked for with the size that is configured, the stock by its warehouse', async () => {
  await shop.run('sync', '--dry-run');
  const [priceList] = shop.bitcram.requests.filter(({ endpoint }) => endpoint === 'price_list');
  const [stock] = shop.bitcram.requests.filter(({ endpoint }) => endpoint === 'stock_items');
  expect(priceList).toMatchObject({
    path: '/api/checkouts/index/1001/price_list',
    query: { page: '1', per_page: '100' },
  });
  expect(stock?.query).toMatchObject({ list_light: 'true', where: '{"warehouse_id":301}', per_page: '100' });
});

test('a total that does not fit is read once more, and then nothing is loaded', async () => {
  shop.bitcram.intercept(({ endpoint, page }) =>
    endpoint === 'price_list' && page === 3
      ? { status: 200, body: '{"items":[{"product_id":201,"price":1}],"total":250,"total_pages":3}' }
      : undefined,
  );
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(65);
  expect(report.reason).toContain('201 items came where the total is 250');
  expect(report.reason).toContain('/price_list');
  expect(pagesAsked('price_list')).toEqual([1, 1, 2, 2, 3, 3]);
  expect(await shop.rows()).toEqual([]);
});
