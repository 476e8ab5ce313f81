import { describe, expect, test } from 'vitest';
import { openCheckout } from '../../dev/simulate/bitcram.ts';
import { PAGING_STYLES } from '../../dev/simulate/paging.ts';
import { ALL, flashShop } from '../support/flash.ts';
import { changed, loaded, offer, without } from '../support/goods.ts';
import { told } from '../support/shelves.ts';

const { shop, flash, openedWith, contentOf } = await flashShop();

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
