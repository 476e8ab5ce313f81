import { beforeEach, expect, test } from 'vitest';
import type { Variant } from '../../dev/simulate/shopify/shop.ts';
import { pause } from '../../src/channels/state.ts';
import { takeLease } from '../../src/mysql/lease.ts';
import { changed, goods, offer, without } from '../support/goods.ts';
import { oncePerKey } from '../support/kept-rows.ts';
import { connectTo } from '../support/session.ts';
import { listingOf, shopifyBeforeEach } from '../support/shopify.ts';
import { clearedShop } from '../support/test-shop.ts';

const ALL = goods(4);
const shop = await clearedShop();
const once = oncePerKey(shop);
const shopify = shopifyBeforeEach();
let variants: Variant[];

/** Four products, each in Shopify with what there is of it. */
beforeEach(async () => {
  Object.assign(shop.env, {
    SHOPIFY: 'on',
    SHOPIFY_URL: shopify.simulator.url,
    SHOPIFY_TOKEN: shopify.simulator.token,
    SHOPIFY_LOCATION_ID: '61000000001',
    SALES_IN_SOURCE: 'yes',
    MARKETPLACE_ORDERS_IN_SOURCE: 'no',
  });
  for (const table of [
    'stock_level',
    'stock_movement',
    'item',
    'channel_listing',
    'channel_listing_part',
    'channel',
  ])
    await shop.schema.query(`DELETE FROM ${table}`);
  variants = ALL.map(({ id, balance = 0 }) => shopify.shop.add({ sku: `S${id}`, available: balance }));
  for (const [index, variant] of variants.entries()) {
    const { remoteId, remoteVariant } = listingOf(variant);
    const id = index + 1;
    await shop.schema.query(
      `INSERT INTO channel_listing (id, channel, remote_id, remote_variant, by_hand) VALUES (?, 'shopify', ?, ?, TRUE)`,
      [id, remoteId, remoteVariant],
    );
    await shop.schema.query('INSERT INTO channel_listing_part VALUES (?, ?, 1)', [id, id]);
  }
  offer(shop, ALL);
  await once('', async () => void (await shop.run('sync')));
  await shop.schema.query('DELETE FROM channel_outbox');
  shop.publications.reset();
  shopify.simulator.forgetRequests();
});

const shown = () => variants.map(({ level }) => level?.available);
const sold = (balance: number) =>
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 2 ? { balance } : undefined)),
  );
const asked = () => shopify.simulator.requests.map(({ operation }) => operation);

test('what a run changes stands in Shopify when it ends, and the report says so beside the webhooks', async () => {
  sold(3);
  const { report, stderr } = await shop.run('sync');
  expect(report, stderr).toMatchObject({ exit_code: 0, owed: 1, delivered: 1, pending: 0 });
  expect(report['channels']).toEqual({
    shopify: {
      ...{ accepted: 1, pending: 0, dead: 0, orders: 0, unmapped: 0 },
      ...{ duration_ms: expect.any(Number) as number, ended: null, error_code: null },
    },
  });
  expect(shown()).toEqual([5, 3, 5, 5]);
  expect(report['message']).toContain('shopify: 1 listing shows the right stock, none pending.');
  expect(asked()).toEqual(['Orders', 'Levels', 'SetQuantities']);
});

test('orders made in Shopify are read before anything is delivered, and held until the source knows them', async () => {
  shopify.shop.sell([{ variant: variants[1] as Variant, quantity: 2 }]);
  sold(4);
  const { report, stderr } = await shop.run('sync');
  expect(report['channels'], stderr).toMatchObject({ shopify: { accepted: 1, orders: 1 } });
  expect(shown()).toEqual([5, 2, 5, 5]);
  const again = await shop.run('sync');
  expect(again.report['channels']).toMatchObject({ shopify: { accepted: 0, orders: 0 } });
  expect(shown()).toEqual([5, 2, 5, 5]);
});

test('with --no-notify nothing is asked of Shopify, and notify delivers it later', async () => {
  sold(3);
  const { report } = await shop.run('sync', '--no-notify');
  expect(report).toMatchObject({ exit_code: 69, channels: {} });
  expect(asked()).toEqual([]);
  const sent = await shop.run('notify');
  expect(sent.report).toMatchObject({ exit_code: 0, delivered: 1, channels: { shopify: { accepted: 1 } } });
  expect(shown()).toEqual([5, 3, 5, 5]);
});

test('a Shopify that fails ends the run with 69, and no webhook waits for it', async () => {
  sold(3);
  shopify.simulator.fail({ fault: '503', times: 1000 });
  const { report, stderr } = await shop.run('sync');
  expect(report, stderr).toMatchObject({ exit_code: 69, status: 'incomplete', delivered: 1, pending: 0 });
  expect(report['channels']).toMatchObject({ shopify: { accepted: 0, pending: 1 } });
  expect(report['error_code']).toBe(
    (report['channels'] as { shopify: { error_code: string } }).shopify.error_code,
  );
  shopify.simulator.heal();
  await shop.schema.query('UPDATE channel_outbox SET next_at = NOW(3)');
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0 });
  expect(shown()).toEqual([5, 3, 5, 5]);
});

test.each([
  ['a token that is refused', 'SHOPIFY_TOKEN', 'shpat_other'],
  ['a location that is not there', 'SHOPIFY_LOCATION_ID', '7'],
])('%s ends it with 78, and the variable is named', async (_, variable, value) => {
  sold(3);
  shop.env[variable] = value;
  const { report, stderr } = await shop.run('sync');
  expect(report, stderr).toMatchObject({ exit_code: 78, delivered: 1 });
  expect(report['channels']).toMatchObject({ shopify: { pending: 1, dead: 0 } });
  expect(stderr).toMatch(new RegExp(`(set|correct) ${variable}\\b`));
});

test('what is paused, asked for patience or is in the hands of another is no failure of a run', async () => {
  const session = await connectTo(shop.schema);
  await pause(session, 'shopify');
  sold(3);
  const paused = await shop.run('sync');
  expect(paused.report, paused.stderr).toMatchObject({
    exit_code: 0,
    channels: { shopify: { ended: 'paused', pending: 1 } },
  });
  expect(asked()).toEqual(['Orders']);
  await shop.schema.query('UPDATE channel SET paused_at = NULL, not_before = NOW(3) + INTERVAL 1 HOUR');
  const paced = await shop.run('notify');
  expect(paced.report).toMatchObject({ exit_code: 0, channels: { shopify: { ended: 'paced', pending: 1 } } });
  await shop.schema.query('UPDATE channel SET not_before = NULL');
  await takeLease(session, 'selling-another');
  await shop.schema.query("UPDATE channel_outbox SET leased_by = 'selling-another'");
  const leased = await shop.run('notify');
  expect(leased.report).toMatchObject({ exit_code: 0, channels: { shopify: { ended: null, pending: 1 } } });
  await session.close();
});

test('a run that is stopped while it reads its lists asks nothing of Shopify, and leaves no connection', async () => {
  shop.bitcram.intercept(({ endpoint }) => (endpoint === 'price_list' ? () => undefined : undefined));
  const job = shop.start('sync');
  const connections = () =>
    shop.schema.query('SELECT id FROM information_schema.processlist WHERE db = DATABASE()');
  const before = (await connections()).length;
  await expect.poll(async () => (await connections()).length - before, { timeout: 10_000 }).toBe(2);
  job.process.kill('SIGTERM');
  const { exitCode, stderr } = await job.done;
  expect(exitCode, stderr).toBe(143);
  await expect.poll(async () => (await connections()).length).toBe(before);
  expect(asked()).toEqual([]);
});

test('while a run waits for Shopify another one loads', async () => {
  shopify.simulator.latencyMs = 1500;
  sold(3);
  const slow = shop.start('sync');
  await expect.poll(() => asked().length, { timeout: 10_000 }).toBeGreaterThan(0);
  // It waits for nobody's lock.
  sold(1);
  const { report, stderr } = await shop.run('sync', '--mode', 'flash');
  expect(report, stderr).toMatchObject({ exit_code: 0, updated: 1 });
  expect((await slow.done).report).toMatchObject({ exit_code: 0 });
  expect(shown()).toEqual([5, 1, 5, 5]);
});

test('a product that comes in finds its listing by its SKU, and what it offers is written in the same run', async () => {
  const variant = shopify.shop.add({ sku: 'NUEVO', available: 0 });
  const { remoteId, remoteVariant } = listingOf(variant);
  await shop.schema.query(
    `INSERT INTO channel_listing (channel, remote_id, remote_variant, sku) VALUES ('shopify', ?, ?, 'NUEVO')`,
    [remoteId, remoteVariant],
  );
  shopify.shop.sell([{ variant, quantity: 1 }], { isForced: true });
  offer(shop, ALL, { product_id: 9, product_name: 'Nuevo', product_code: ' NUEVO ', price: 1 });
  shop.bitcram.setStock([
    ...ALL.map(({ id, balance }) => ({ product_id: id, product_balance: balance })),
    { product_id: 9, product_balance: 7 },
  ]);
  const { report, stderr } = await shop.run('sync');
  expect(report, stderr).toMatchObject({ exit_code: 0, inserted: 1, channels: { shopify: { pending: 0 } } });
  expect(await shop.schema.query("SELECT id, sku FROM item WHERE sku <> ''")).toEqual([
    { id: 9, sku: 'NUEVO' },
  ]);
  expect(variant.level?.available).toBe(6);
  expect(await shop.schema.query('SELECT map_due FROM channel')).toEqual([{ map_due: 0 }]);
});

test('what a run that was killed left to be mapped the next one maps', async () => {
  await shop.schema.query("INSERT INTO item (id, sku) VALUES (1, 'S1') ON DUPLICATE KEY UPDATE sku = 'S1'");
  await shop.schema.query('DELETE FROM channel_listing_part WHERE listing_id = 1');
  await shop.schema.query("UPDATE channel_listing SET sku = 'S1', by_hand = FALSE WHERE id = 1");
  await shop.schema.query("REPLACE INTO channel (channel, map_due) VALUES ('shopify', 1)");
  expect((await shop.run('notify')).report).toMatchObject({
    exit_code: 0,
    channels: { shopify: { accepted: 1 } },
  });
  expect(await shop.schema.query('SELECT item_id FROM channel_listing_part WHERE listing_id = 1')).toEqual([
    { item_id: 1 },
  ]);
});

test('what was loaded while Shopify was off is offered as it stands once it is on again', async () => {
  const variant = variants[1] as Variant;
  shop.env['SHOPIFY'] = 'off';
  sold(3);
  await shop.run('sync');
  shop.env['SHOPIFY'] = 'on';
  variant.level = { isActive: true, available: 3 };
  shopify.shop.sell([{ variant, quantity: 1 }]);
  const { report, stderr } = await shop.run('notify');
  expect(report['channels'], stderr).toMatchObject({ shopify: { accepted: 1, orders: 1 } });
  expect(shown()).toEqual([5, 2, 5, 5]);
});

test.each(['sync', 'notify'])(
  'what came in while Shopify was off finds its listing in the first %s with it on, and what left has no SKU',
  async (command) => {
    const variant = shopify.shop.add({ sku: 'NUEVO', available: 0 });
    const { remoteId, remoteVariant } = listingOf(variant);
    await shop.schema.query(
      `INSERT INTO channel_listing (channel, remote_id, remote_variant, sku) VALUES ('shopify', ?, ?, 'NUEVO')`,
      [remoteId, remoteVariant],
    );
    await shop.schema.query("REPLACE INTO item (id, sku) VALUES (4, 'NUEVO')");
    shop.env['SHOPIFY'] = 'off';
    offer(shop, without(ALL, 4), { product_id: 9, product_name: 'Nuevo', product_code: 'NUEVO', price: 1 });
    shop.bitcram.setStock([
      ...without(ALL, 4).map(({ id, balance }) => ({ product_id: id, product_balance: balance })),
      { product_id: 9, product_balance: 7 },
    ]);
    await shop.run('sync', '--mode', 'full', '--force');
    shop.env['SHOPIFY'] = 'on';
    const { report, stderr } = await shop.run(command);
    expect(report, stderr).toMatchObject({ exit_code: 0, channels: { shopify: { pending: 0 } } });
    expect(await shop.schema.query("SELECT id, sku FROM item WHERE sku = 'NUEVO'")).toEqual([
      { id: 9, sku: 'NUEVO' },
    ]);
    expect(variant.level?.available).toBe(7);
  },
);
