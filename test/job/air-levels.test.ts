import { beforeEach, expect, test } from 'vitest';
import { recordMovements, type StockRules } from '../../src/channels/stock.ts';
import type { Session } from '../../src/mysql/session.ts';
import { articles, clearedAirShop, quantity } from '../support/air.ts';
import { heldOf } from '../support/ledger.ts';
import { connectTo } from '../support/session.ts';
import { shopifyBeforeEach } from '../support/shopify.ts';

const shopify = shopifyBeforeEach();
const shop = await clearedAirShop();
const { air } = shop;
/** The list shows sales of the till at once, and orders never. */
const RULES: StockRules = { hasSource: true, absorbS: { sale: 0 } };
const NOWHERE = Object.fromEntries(
  (['cba', 'air', 'lug', 'ros', 'mza'] as const).map((location) => [location, quantity(location, 0)]),
);
const stocked = (units: number) => articles(12, () => ({ ...NOWHERE, air: quantity('air', units) }));

let session: Session;
beforeEach(async () => {
  session = await connectTo({ ...shop.schema, env: { ...shop.schema.env, SOURCE: 'air' } });
  for (const table of ['stock_level', 'stock_movement', 'channel_listing', 'channel_listing_part'])
    await shop.schema.query(`DELETE FROM ${table}`);
  Object.assign(shop.env, {
    SHOPIFY: 'on',
    SHOPIFY_URL: shopify.simulator.url,
    SHOPIFY_TOKEN: shopify.simulator.token,
    SHOPIFY_LOCATION_ID: '61000000001',
    SALES_IN_SOURCE: 'yes',
    SALES_ABSORB_S: '0',
    MARKETPLACE_ORDERS_IN_SOURCE: 'no',
  });
  return () => session.close();
});

test('a listing that has a code of Air for its SKU shows what Air has; a flash that finds less lowers it', async () => {
  air.articles = stocked(5);
  const sku = air.articles[2]?.codigo ?? '';
  const listing = shopify.shop.add({ sku, available: 40 });
  expect((await shop.run('listings', 'pull')).exitCode).toBe(0);
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, inserted: 12 });
  const shown = (): unknown => shopify.shop.variant(listing.id)?.level?.available;
  expect(shown()).toBe(5);
  air.articles = air.articles.map((each) =>
    each.codigo === sku ? { ...each, air: quantity('air', 2) } : each,
  );
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 0, updated: 1 });
  expect(shown()).toBe(2);
  await shop.schema
    .query(`REPLACE INTO channel_outbox (channel, subject_id, \`key\`, owed_at, attempts, dead_at)
    SELECT channel, id, 'k', NOW(3), 5, NOW(3) FROM channel_listing`);
  expect((await shop.run('dead')).stdout).toContain(sku);
  expect((await shop.run('dead', 'drop', String(air.articles[3]?.codigo))).stderr).toContain(
    `not given up: ${air.articles[3]?.codigo}; nothing was changed`,
  );
  expect((await shop.run('dead', 'drop', sku, '--json')).stdout).toBe('{"dropped":1}\n');
});

test('what a flash reads ends what the list is sure to show; a deep run reads no stock of what is known, and ends nothing', async () => {
  air.articles = stocked(5);
  await shop.report('sync');
  const [item] = await shop.schema.query<{ id: number; sku: string }>('SELECT id, sku FROM item ORDER BY id');
  const { id = 0, sku = '' } = item ?? {};
  const sold = { line: '1', kind: 'sale', quantity: 2, sku, location: '' } as const;
  await recordMovements(session, RULES, [{ ...sold, sourceKey: 'till-1' }]);
  expect((await heldOf(shop))[id]).toEqual([5, -2]);
  air.articles = air.articles.map((each) =>
    each.codigo === sku ? { ...each, descrip: 'OTRO', air: quantity('air', 3) } : each,
  );
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, updated: 1 });
  expect((await heldOf(shop))[id]).toEqual([5, -2]);
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 0, updated: 1 });
  expect((await heldOf(shop))[id]).toEqual([3, 0]);
});

test('what was sold since the last flash is held, whatever deep run came after it', async () => {
  air.articles = stocked(5);
  await shop.report('sync');
  await shop.report('sync', '--mode', 'flash');
  await shop.report('sync');
  // A level that begins now was read by the flash, not by the deep run after it.
  await shop.schema.query('DELETE FROM stock_level');
  const [item] = await shop.schema.query<{ id: number; sku: string }>('SELECT id, sku FROM item ORDER BY id');
  const { id = 0, sku = '' } = item ?? {};
  const sold = { line: '1', kind: 'sale', quantity: 1, sku, location: '' } as const;
  await recordMovements(session, RULES, [{ ...sold, sourceKey: 'till-2' }]);
  const [level] = await shop.schema.query<{ run: string }>(
    'SELECT read_run_id AS run FROM stock_level WHERE item_id = ?',
    [id],
  );
  const [flash] = await shop.schema.query<{ run: string }>(
    `SELECT run_id AS run FROM sync_run WHERE mode = 'flash'`,
  );
  expect(level?.run).toBe(flash?.run);
});

test('what neither the light list nor a question by its code has is zeroed, and that ends nothing', async () => {
  air.articles = stocked(5);
  await shop.report('sync');
  const [item] = await shop.schema.query<{ id: number; sku: string }>('SELECT id, sku FROM item ORDER BY id');
  const { id = 0, sku = '' } = item ?? {};
  const sold = { line: '1', kind: 'sale', quantity: 2, sku, location: '' } as const;
  await recordMovements(session, RULES, [{ ...sold, sourceKey: 'till-3' }]);
  const all = air.articles;
  air.articles = all.filter(({ codigo }) => codigo !== sku);
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 0, sold_out: 1 });
  expect((await heldOf(shop))[id]).toEqual([0, -2]);
  air.articles = all;
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 0, updated: 1 });
  expect((await heldOf(shop))[id]).toEqual([5, 0]);
});

test('a flash that began before a deep run made a product has not read it, and ends no sale of it', async () => {
  air.articles = stocked(5);
  await shop.report('sync');
  const added = { ...NOWHERE, cba: quantity('cba', 5) };
  air.articles = [...air.articles, ...articles(13, () => added).slice(12)];
  const sku = air.articles[12]?.codigo ?? '';
  air.forgetRequests();
  // The deep run waits for its last answer for as long as the flash takes.
  const flashed = Promise.withResolvers<undefined>();
  air.intercept(({ operation }) => (operation === 'get_meta' ? flashed.promise : undefined));
  const deep = shop.report('sync');
  const asked = () => air.requests.filter(({ operation }) => operation === 'get_meta').length;
  await expect.poll(asked, { timeout: 20_000 }).toBe(1);
  // Nobody knows yet whose it is.
  const sold = { line: '1', kind: 'sale', quantity: 1, sku, location: '' } as const;
  await recordMovements(session, RULES, [{ ...sold, sourceKey: 'till-4' }]);
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ unknown: 1 });
  flashed.resolve(undefined);
  expect(await deep).toMatchObject({ exit_code: 0, inserted: 1 });
  const [item] = await shop.schema.query<{ id: number }>('SELECT id FROM item WHERE sku = ?', [sku]);
  expect((await heldOf(shop))[item?.id ?? 0]).toEqual([5, -1]);
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 0 });
  expect((await heldOf(shop))[item?.id ?? 0]).toEqual([5, 0]);
});

test('the SKU is the code of Air: a SKU_FIELD that says otherwise is refused (78), whoever would read it', async () => {
  air.articles = stocked(5);
  shop.env['SKU_FIELD'] = 'part_number';
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 78, error_code: 'channels.sku_is_code' });
  expect(report.reason).toContain('SKU_FIELD is part_number, but with SOURCE=air');
  expect((await shop.run('listings', 'pull')).exitCode).toBe(78);
  shop.env['SKU_FIELD'] = 'product_code';
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, inserted: 12 });
});
