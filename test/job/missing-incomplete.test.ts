import { beforeEach, expect, test } from 'vitest';
import { changed, goods, offer, seed, without } from '../support/goods.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(30);
const LEFT = without(ALL, 3);

const shop = freshShop();
beforeEach(async () => {
  await seed(shop, ALL);
  offer(shop, LEFT);
});

const marks = () =>
  shop.schema.query('SELECT item_id, runs, settled_at IS NOT NULL AS settled FROM sync_missing');
const stockOf3 = async () => (await shop.rows()).find(({ id }) => id === 3)?.stock;

/** A run that must not have counted: the next one is the first to count. */
async function expectCountedForNothing(): Promise<void> {
  expect(await marks()).toEqual([]);
  shop.bitcram.intercept();
  offer(shop, LEFT);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, missing: 1, removed: 0 });
  expect(await marks()).toEqual([{ item_id: 3, runs: 1, settled: 0 }]);
}

test('a run of selected products counts nobody as missing', async () => {
  const { report } = await shop.run('sync', '--select', '1', '2');
  expect(report).toMatchObject({ exit_code: 0, fetched: 2, updated: 2, missing: 0, removed: 0 });
  await expectCountedForNothing();
});

test('a selected product that the source lacks is named, and not counted as missing', async () => {
  const { report, exitCode } = await shop.run('sync', '--select', '3,1');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, not_found: [3], updated: 1, missing: 0 });
  await expectCountedForNothing();
});

test('a dry run counts for nothing', async () => {
  expect((await shop.run('sync', '--dry-run')).report).toMatchObject({ missing: 1 });
  await expectCountedForNothing();
});

test('a run that the guard stopped counts for nothing', async () => {
  offer(shop, LEFT.slice(0, 15));
  expect((await shop.run('sync')).exitCode).toBe(77);
  await expectCountedForNothing();
});

test('a run that the source broke off counts for nothing', async () => {
  shop.bitcram.intercept(({ endpoint }) =>
    endpoint === 'stock_items' ? { status: 200, body: '<html>' } : undefined,
  );
  expect((await shop.run('sync')).exitCode).toBe(65);
  await expectCountedForNothing();
});

test('a stopped run does not break the row of runs in which a product was missing', async () => {
  await shop.run('sync');
  shop.bitcram.intercept(() => ({ status: 200, body: '{"error":"no"}' }));
  expect((await shop.run('sync')).exitCode).toBe(65);
  shop.bitcram.intercept();
  expect((await shop.run('sync')).report).toMatchObject({ missing: 0, removed: 1, owed: 1 });
});

test('while an item has no usable id nobody is missing, because it may be anybody', async () => {
  offer(shop, LEFT, { product_name: 'Sin código', price: 3 });
  const { report, exitCode } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, quarantined: 1, missing: 0, removed: 0 });
  await expectCountedForNothing();
});

test('a product whose row cannot be used is not missing and keeps its last good row', async () => {
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 3 ? { price: '1.234,56' } : undefined)),
  );
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 0, quarantined: 1, missing: 0 });
  expect(await stockOf3()).toBe(5);
  await expectCountedForNothing();
});

test('a product that came back with a run of selected products is zeroed again when it leaves again', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await shop.run('sync');
  offer(shop, ALL);
  await shop.run('sync', '--select', '3');
  expect(await stockOf3()).toBe(5);
  offer(shop, LEFT);
  expect((await shop.run('sync')).report).toMatchObject({ removed: 1, owed: 1 });
  expect(await stockOf3()).toBe(0);
});

test('a product that came back while another item had no id is zeroed again when it leaves again', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await shop.run('sync');
  offer(shop, ALL, { product_name: 'Sin código', price: 3 });
  await shop.run('sync');
  expect(await stockOf3()).toBe(5);
  offer(shop, LEFT);
  expect((await shop.run('sync')).report).toMatchObject({ removed: 1, owed: 1 });
  expect(await stockOf3()).toBe(0);
});

test('an id that the table cannot hold is nobody of ours, and missing products are counted all the same', async () => {
  await shop.schema.query('ALTER TABLE raw_item_data MODIFY id INT NOT NULL');
  offer(shop, LEFT, { product_id: 3_000_000_000, price: 3 });
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 0, quarantined: 1, missing: 1 });
});
