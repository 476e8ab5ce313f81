import { beforeEach, expect, test } from 'vitest';
import { changed, type Good, goods, offer, seed, SEEDED_AT } from '../support/goods.ts';
import type { JobReport } from '../support/job.ts';
import { clear } from '../support/shelves.ts';
import { sharedShop } from '../support/test-shop.ts';

const ALL = goods(12);
const BAD_PRICE = '$ 105';

const shop = await sharedShop({
  before: [
    'CREATE TABLE raw_item_data (id INT PRIMARY KEY, data JSON, stock INT UNSIGNED, updated_at DATETIME)',
  ],
});
const env = { ...shop.env };
beforeEach(async () => {
  await clear(shop, env);
  await seed(shop, ALL);
});

/** The list as it was, but these products cannot be used, and the stock list says this of each; undefined: nothing. */
function offerUnusable(balances: Readonly<Record<number, unknown>>, price: unknown = BAD_PRICE): void {
  const isGood = ({ id }: Good): boolean => !(id in balances);
  const bad = Object.keys(balances).map((id) => ({
    product_id: Number(id),
    product_name: 'Otro',
    price,
  }));
  offer(shop, ALL.filter(isGood), ...bad);
  shop.bitcram.setStock([
    ...Object.entries(balances)
      .filter(([, balance]) => balance !== undefined)
      .map(([id, balance]) => ({ product_id: Number(id), product_balance: balance })),
    ...ALL.filter(isGood).map(({ id }) => ({ product_id: id, product_balance: 5 })),
  ]);
}

/** What the next run does, which a dry run foretold. */
async function foretoldRun(...flags: string[]): Promise<JobReport> {
  const foretold = (await shop.run('sync', '--dry-run', ...flags)).report;
  const { report } = await shop.run('sync', ...flags);
  const { fetched, unchanged, inserted, updated, lowered, quarantined, negative, owed } = report;
  const counts = { fetched, unchanged, inserted, updated, lowered, quarantined, negative, owed };
  expect(foretold).toMatchObject(counts);
  return report;
}

const product1 = async () => (await shop.rows())[0];
const notified = () => shop.publications.received().map(({ itemId }) => itemId);
const history = () =>
  shop.schema.query(
    'SELECT item_id, kind, old_price, new_price, old_stock, new_stock FROM sync_change ORDER BY item_id',
  );

/** What the stock list has of products that cannot be used and have 5, and what becomes of these. */
const FALLS: readonly (readonly [what: string, balance: unknown, stock: number])[] = [
  ['nothing', 0, 0],
  ['less', 2, 2],
  ['less by weight', '2.9', 2],
  ['less than nothing, which the column cannot hold', -3, 0],
  ['far less than nothing', -9_000_000_000, 0],
  ['no row at all', undefined, 0],
];
const STAYS: readonly (readonly [what: string, balance: unknown])[] = [
  ['more', 6],
  ['as much', 5],
  ['more than the column holds', 9_000_000_000],
  ['something that is no number', 'muchos'],
];
const ids = (cases: readonly unknown[]): number[] => cases.map((_, index) => index + 1);
const balancesOf = (cases: readonly (readonly [string, unknown, number?])[]): Record<number, unknown> =>
  Object.fromEntries(cases.map(([, balance], index) => [index + 1, balance]));

test('the stock of an item that cannot be used falls where the stock list has less of it, or no row at all', async () => {
  offerUnusable(balancesOf(FALLS));
  expect(await foretoldRun()).toMatchObject({
    exit_code: 0,
    quarantined: 6,
    unchanged: 6,
    updated: 0,
    lowered: 6,
    owed: 6,
  });
  const rows = await shop.rows();
  for (const [index, [what, , stock]] of FALLS.entries()) {
    const { id, price } = ALL[index] as Good;
    expect(rows[index], what).toMatchObject({ data: { product_name: `Producto ${id}`, price }, stock });
    expect(rows[index]?.updated_at, what).not.toBe(SEEDED_AT);
  }
  expect(notified().toSorted((a = 0, b = 0) => a - b)).toEqual(ids(FALLS));
  expect(await history()).toEqual(
    FALLS.map(([, , stock], index) => {
      const { id, price } = ALL[index] as Good;
      return {
        ...{ item_id: id, kind: 'changed', old_price: price, new_price: price },
        ...{ old_stock: 5, new_stock: stock },
      };
    }),
  );
  expect(await foretoldRun()).toMatchObject({ exit_code: 0, quarantined: 6, owed: 0 });
});

test('it stays where the stock list has as much or more, or something that is no number', async () => {
  offerUnusable(balancesOf(STAYS));
  expect(await foretoldRun()).toMatchObject({ exit_code: 0, quarantined: 4, updated: 0, owed: 0 });
  const rows = await shop.rows();
  for (const [index, [what]] of STAYS.entries()) {
    expect(rows[index], what).toMatchObject({ stock: 5, updated_at: SEEDED_AT });
  }
  expect(await history()).toEqual([]);
});

test('it stays where the stock list has two rows that differ', async () => {
  offerUnusable({ 1: undefined });
  shop.bitcram.setStock([
    { product_id: 1, product_balance: -1 },
    { product_id: 1, product_balance: 0 },
    ...ALL.slice(1).map(({ id }) => ({ product_id: id, product_balance: 5 })),
  ]);
  expect(await foretoldRun()).toMatchObject({ exit_code: 0, quarantined: 1, owed: 0 });
  expect(await product1()).toMatchObject({ stock: 5 });
});

test('a stock that is out of range by itself falls to what the column holds, and the good price waits', async () => {
  offerUnusable({ 1: -3 }, 77);
  expect(await foretoldRun()).toMatchObject({ exit_code: 0, quarantined: 1, updated: 0, owed: 1 });
  expect(await product1()).toMatchObject({ data: { price: 10 }, stock: 0 });
});

test('a row whose stock is NULL falls to none, and never rises', async () => {
  await shop.schema.query('UPDATE raw_item_data SET stock = NULL WHERE id = 1');
  offerUnusable({ 1: 3 });
  expect(await foretoldRun()).toMatchObject({ owed: 0 });
  expect(await product1()).toMatchObject({ stock: null });
  offerUnusable({ 1: 0 });
  expect(await foretoldRun()).toMatchObject({ owed: 1 });
  expect(await product1()).toMatchObject({ stock: 0 });
});

test('it falls in a run of selected products, for these alone, and in a full one', async () => {
  offerUnusable({ 1: 0 });
  expect(await foretoldRun('--select', '2')).toMatchObject({ quarantined: 0, updated: 1, owed: 1 });
  expect(await product1()).toMatchObject({ stock: 5 });
  expect(await foretoldRun('--select', '1')).toMatchObject({
    fetched: 1,
    quarantined: 1,
    updated: 0,
    owed: 1,
  });
  expect(await product1()).toMatchObject({ stock: 0 });
  await shop.schema.query('UPDATE raw_item_data SET stock = 5 WHERE id = 1');
  expect(await foretoldRun('--mode', 'full')).toMatchObject({ quarantined: 1, removed: 0, owed: 1 });
  expect(await product1()).toMatchObject({ data: { product_name: 'Producto 1' }, stock: 0 });
});

test('the procedures are called after it', async () => {
  await shop.schema.query('CREATE TABLE mirror AS SELECT id, stock FROM raw_item_data WHERE FALSE');
  await shop.schema.query(
    'CREATE PROCEDURE rebuild() INSERT INTO mirror SELECT id, stock FROM raw_item_data',
  );
  shop.env['POST_LOAD_PROCEDURES'] = `${shop.schema.name}.rebuild`;
  offerUnusable({ 1: 0 });
  await shop.run('sync');
  expect(await shop.schema.query('SELECT stock FROM mirror WHERE id = 1')).toEqual([{ stock: 0 }]);
});

test('the guard counts those who fall to none with the others', async () => {
  await clear(shop, env);
  const many = goods(300);
  await seed(shop, many);
  Object.assign(shop.env, { GUARD_MAX_ZEROED_PERCENT: '3' });
  const bad = many.map(({ id }) => ({
    product_id: id,
    product_name: `Producto ${id}`,
    price: id <= 10 ? BAD_PRICE : id * 10,
  }));
  shop.bitcram.setCatalogue(bad);
  shop.bitcram.setStock(many.slice(10).map(({ id }) => ({ product_id: id, product_balance: 5 })));
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 77, quarantined: 10, owed: 0 });
  expect(report.reason).toContain('10 of 300 products would fall from stock to none');
  offer(
    shop,
    changed(many, ({ id }) => (id <= 9 ? { price: BAD_PRICE, balance: 0 } : undefined)),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 9, owed: 9 });
});
