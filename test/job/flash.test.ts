import { beforeEach, describe, expect, test } from 'vitest';
import { openCheckout } from '../../dev/simulate/bitcram.ts';
import { PAGING_STYLES } from '../../dev/simulate/paging.ts';
import { changed, type Good, goods, loaded, offer, without } from '../support/goods.ts';
import type { JobResult } from '../support/job.ts';
import { told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ PAGE_SIZE: '10' });
const ALL = goods(40);
const flash = (...more: string[]): Promise<JobResult> => shop.run('sync', '--mode', 'flash', ...more);

/** A shop that was read as a whole long ago; what it offers from then on is a change. */
async function openedWith(offered: readonly Good[], ...more: readonly object[]): Promise<void> {
  shop.bitcram.clockAheadMs = -100 * 24 * 3_600_000;
  offer(shop, offered, ...more);
  shop.bitcram.clockAheadMs = 0;
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  shop.publications.reset();
  shop.bitcram.forgetRequests();
}

async function contentOf(id: number): Promise<object | undefined> {
  const row = (await shop.rows()).find((each) => each.id === id);
  return row && { ...row.data, stock: row.stock };
}

beforeEach(() => {
  Object.assign(shop.bitcram, { clockAheadMs: 0, forgets: () => false });
});

test('it writes the price and the stock that changed, keeps everything else of the product, and sends the changes', async () => {
  await openedWith(ALL);
  const before = await shop.rows();
  offer(
    shop,
    changed(ALL, ({ id }) =>
      id === 3
        ? { price: '33.50' }
        : id === 5
          ? { balance: 0 }
          : id === 7
            ? { price: null, balance: 9 }
            : undefined,
    ),
  );
  const { exitCode, report, stderr } = await flash();
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({
    mode: 'flash',
    compare: 'flash',
    fetched: 3,
    updated: 3,
    unchanged: 0,
    unknown: 0,
  });
  expect(report).toMatchObject({
    price_changes: 2,
    stock_changes: 2,
    sold_out: 1,
    owed: 3,
    delivered: 3,
    missing: 0,
  });
  expect(await contentOf(3)).toEqual({ product_name: 'Producto 3', price: '33.50', stock: 5 });
  expect(await contentOf(5)).toEqual({ product_name: 'Producto 5', price: 50, stock: 0 });
  expect(await contentOf(7)).toEqual({ product_name: 'Producto 7', stock: 9 });
  expect(told(shop)).toEqual([3, 5, 7]);
  const rest = (rows: typeof before) => rows.filter(({ id }) => ![3, 5, 7].includes(id));
  expect(rest(await shop.rows())).toEqual(rest(before));
  expect(
    await shop.schema.query(
      `SELECT item_id, kind, old_price, new_price, old_stock, new_stock FROM sync_change c JOIN sync_run r USING (run_id)
        WHERE r.mode = 'flash' ORDER BY item_id`,
    ),
  ).toEqual([
    { item_id: 3, kind: 'changed', old_price: 30, new_price: 33.5, old_stock: 5, new_stock: 5 },
    { item_id: 5, kind: 'changed', old_price: 50, new_price: 50, old_stock: 5, new_stock: 0 },
    { item_id: 7, kind: 'changed', old_price: 70, new_price: null, old_stock: 5, new_stock: 9 },
  ]);
  // What is in the window again says nothing new, to a flash as to a whole reading.
  expect((await flash()).report).toMatchObject({
    exit_code: 0,
    fetched: 3,
    unchanged: 3,
    updated: 0,
    owed: 0,
  });
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 40, updated: 0 });
});

test('it asks for what changed since the last run less the overlap, in UTC, and reads no whole list', async () => {
  shop.env['HISTORY_DAYS'] = '36500';
  await openedWith(ALL);
  await shop.schema.query("UPDATE sync_run SET started_at = '2026-03-01 01:30:00.987'");
  expect((await flash()).report).toMatchObject({ exit_code: 0 });
  const asked = (endpoint: string) =>
    shop.bitcram.requests.filter((request) => request.endpoint === endpoint);
  expect(asked('price_list').concat(asked('stock_items'))).toEqual([]);
  expect(asked('updated_prices')[0]?.query).toMatchObject({
    since: '2026-02-27 01:30:00',
    where: '{"price_list_id":[701]}',
  });
  expect(asked('updated_stock')[0]?.query).toMatchObject({
    since: '2026-02-27 01:30:00',
    where: '{"warehouse_id":301}',
  });
  // The flash was a run of its own; one of chosen products was none that others could build on.
  await shop.schema.query("UPDATE sync_run SET started_at = '2026-03-02 00:00:00' WHERE mode = 'flash'");
  await shop.run('sync', '--select', '1');
  shop.bitcram.forgetRequests();
  shop.env['FLASH_OVERLAP_HOURS'] = '3';
  await flash();
  expect(asked('updated_stock')[0]?.query['since']).toBe('2026-03-01 21:00:00');
});

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

test.each([[[]], [['--select', '1']]])(
  'where no run but one with %j has read everything, it ends with 78 and names `sync`',
  async (select) => {
    offer(shop, ALL);
    if (select.length > 0) await shop.run('sync', ...select);
    const before = await loaded(shop);
    const { exitCode, report } = await flash();
    expect(exitCode).toBe(78);
    expect(report.reason).toMatch(/no run of this version has read everything yet.*`npm run job -- sync`/);
    expect(await loaded(shop)).toEqual(before);
  },
);

describe.each(PAGING_STYLES)('of a server with the paging "%s"', (style) => {
  test('it reads lists of several pages, and empty ones', async () => {
    await openedWith(ALL);
    Object.assign(shop.bitcram.paging, { style, cap: 7 });
    expect((await flash()).report).toMatchObject({ exit_code: 0, fetched: 0, updated: 0 });
    const raised = changed(ALL, ({ id }) => (id <= 25 ? { price: id * 11, balance: 6 } : undefined));
    offer(shop, raised);
    expect((await flash()).report).toMatchObject({ exit_code: 0, fetched: 25, updated: 25, unchanged: 0 });
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, updated: 0, unchanged: 40 });
  });
});

test('it creates nothing, retires nothing and takes nothing back: who is unknown is counted and left to the next whole reading', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await openedWith(ALL);
  offer(shop, without(ALL, 1));
  expect((await shop.run('sync')).report).toMatchObject({ removed: 1 });
  expect(await contentOf(1)).toMatchObject({ stock: 0 });
  const missing = await shop.schema.query('SELECT * FROM sync_missing');
  // Product 1 is listed again, 2 is not any more, 50 is new.
  offer(shop, [
    ...changed(without(ALL, 2), ({ id }) => (id === 1 ? { balance: 8 } : undefined)),
    { id: 50, price: 1, balance: 1 },
  ]);
  const { report } = await flash();
  expect(report).toMatchObject({
    exit_code: 0,
    fetched: 2,
    unknown: 2,
    updated: 0,
    inserted: 0,
    removed: 0,
    owed: 0,
  });
  expect(await contentOf(1)).toMatchObject({ stock: 0 });
  expect(await contentOf(50)).toBeUndefined();
  expect(await shop.schema.query('SELECT * FROM sync_missing')).toEqual(missing);
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 0,
    inserted: 1,
    removed: 1,
    updated: 1,
  });
});

test('the guard measures what it would do against all that the last whole reading had', async () => {
  await openedWith(ALL);
  const soldOut = (last: number) => changed(ALL, ({ id }) => (id <= last ? { balance: 0 } : undefined));
  offer(shop, soldOut(12));
  expect((await flash()).report).toMatchObject({ exit_code: 0, updated: 12 });
  // Of the 40 that the whole reading had in stock, not of the 28 that are left.
  offer(shop, soldOut(24));
  expect((await flash()).report).toMatchObject({ exit_code: 0, updated: 12 });
  offer(shop, soldOut(37));
  const stopped = await flash();
  expect(stopped.report).toMatchObject({
    exit_code: 77,
    loaded: false,
    updated: 13,
    error_code: 'sync.guarded',
  });
  expect(stopped.report['guard']).toContainEqual(
    expect.objectContaining({ what: 'fall from stock to none', count: 13, of: 40, exceeded: true }),
  );
  expect((await flash('--force')).report).toMatchObject({ exit_code: 0, updated: 13, forced: true });
});

test('another place than the last run read from stops it, also where nothing changed there', async () => {
  await openedWith(ALL);
  shop.bitcram.checkouts.splice(0, 1, openCheckout(1, { warehouse: { id: 999 } }));
  const { report } = await flash();
  expect(report).toMatchObject({ exit_code: 77, error_code: 'sync.another_place' });
  expect((await shop.run('sync', '--dry-run')).exitCode).not.toBe(0);
});

test.each([
  ['updated_stock', { product_id: 1, product_balance: 9, warehouse_id: 999 }, 'warehouse 999'],
  ['updated_prices', { product_id: 1, price: 9, price_list_id: 999 }, 'price list 999'],
])('an item of %s that says it is of another place ends it with 65', async (endpoint, item, said) => {
  await openedWith(ALL);
  shop.bitcram.intercept((request) =>
    request.endpoint === endpoint
      ? { status: 200, body: JSON.stringify({ items: [item], total: 1 }) }
      : undefined,
  );
  const { report } = await flash();
  expect(report).toMatchObject({ exit_code: 65, loaded: false });
  expect(report.reason).toContain(said);
});

test('a checkout that names no price list has its stock read, and its prices left to the whole readings', async () => {
  await openedWith(ALL);
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 4 ? { price: 1000, balance: 2 } : undefined)),
  );
  shop.bitcram.checkouts.splice(0, 1, openCheckout(1, { price_list: null }));
  expect((await flash()).report).toMatchObject({
    exit_code: 0,
    fetched: 1,
    stock_changes: 1,
    price_changes: 0,
  });
  expect(await contentOf(4)).toMatchObject({ price: 40, stock: 2 });
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

test('`--dry-run` foretells it and writes nothing', async () => {
  await openedWith(ALL);
  offer(
    shop,
    changed(ALL, ({ id }) => (id <= 3 ? { price: 500 } : undefined)),
  );
  const before = await loaded(shop);
  expect((await flash('--dry-run')).report).toMatchObject({ exit_code: 0, updated: 3, owed: 3, pending: 3 });
  expect(await loaded(shop)).toEqual(before);
  expect((await flash()).report).toMatchObject({ exit_code: 0, updated: 3, owed: 3, delivered: 3 });
});

test('it forgets no run that the next one stands on, however short the history is', async () => {
  shop.env['HISTORY_DAYS'] = '0';
  await openedWith(ALL);
  for (const balance of [4, 3]) {
    offer(
      shop,
      changed(ALL, ({ id }) => (id === 5 ? { balance } : undefined)),
    );
    expect((await flash()).report).toMatchObject({ exit_code: 0, updated: 1 });
    expect((await shop.run('sync', '--select', '1')).exitCode).toBe(0);
  }
});

test('a server without lists of changes is named (78)', async () => {
  await openedWith(ALL);
  shop.bitcram.intercept(({ path }) => (path.endsWith('/actions/updated') ? { status: 404 } : undefined));
  const { report } = await flash();
  expect(report).toMatchObject({ exit_code: 78, loaded: false });
  expect(report.reason).toContain('/actions/updated');
});
