import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { changed, goods, offer } from '../support/goods.ts';
import { type GrantedUser, type Grants, openGrants } from '../support/grants.ts';
import { type JobResult, runJob, startJob } from '../support/job.ts';
import { mercadoLibreBeforeEach, mercadoLibreEnv } from '../support/mercado-libre.ts';
import { brokerOfFile, saleOf } from '../support/rabbitmq.ts';
import { listingOf, shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';
import { openShop, type Shop } from '../support/shop.ts';

const shopify = shopifyBeforeEach();
const meli = mercadoLibreBeforeEach();
const broker = brokerOfFile();
let shop: Shop;
let application: TestSchema;
let grants: Grants;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grants-test-'));
  [shop, application] = await Promise.all([openShop({ migrate: false }), openSchema()]);
  await application.query(
    'CREATE TABLE published_items (id BIGINT PRIMARY KEY, meli_id VARCHAR(20), cost INT)',
  );
  await application.query('CREATE PROCEDURE rebuild_mirror() BEGIN END');
  grants = await openGrants(shop.schema, application);
  const { clientId, clientSecret, refreshToken } = meli.simulator.tokens;
  const { MELI_TOKEN: _, ...account } = mercadoLibreEnv(meli.simulator);
  Object.assign(shop.env, account, shopifyEnv(shopify.simulator), {
    MELI_CLIENT_ID: clientId,
    MELI_CLIENT_SECRET: clientSecret,
    MELI_REFRESH_TOKEN: refreshToken,
    ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no', VERIFY_S: '1', ORDERS_POLL_S: '1' },
    SKU_FIELD: 'product_name',
    PUBLISHED_ITEMS_TABLE: `${application.name}.published_items`,
  });
  await grants.apply('2-migrate.sql');
  await does('migrate', 'migrate');
  await grants.apply('3-sync.sql');
  await grants.apply('4-reader.sql');
});
afterEach(async () => {
  await grants.drop();
  await Promise.all([shop.close(), application.drop()]);
  rmSync(folder, { recursive: true });
});

const as = (user: GrantedUser, line: string): Promise<JobResult> =>
  runJob(line.split(' '), { ...shop.env, ...grants.login(user) });

async function does(user: GrantedUser, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { exitCode, stderr } = await as(user, line);
    expect(exitCode, `${line}: ${stderr}`).toBe(0);
  }
}

async function mayNot(user: GrantedUser, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { exitCode, stderr } = await as(user, line);
    expect(exitCode, `${line}: ${stderr}`).toBe(78);
    expect(stderr, line).toMatch(/"error_code":"mysql\.right_(missing|named)"/);
  }
}

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** What the worker does until it shows this; with a till, once it takes sales. */
async function works(shown: () => void, till?: () => Promise<void>): Promise<void> {
  const env = { ...shop.env, ...grants.login('sync'), RABBITMQ_URL: broker.url };
  const worker = startJob(['sales-worker', ...(till === undefined ? ['--deliver-only'] : [])], env);
  const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 60_000, interval: 50 });
  try {
    if (till !== undefined) await until(async () => expect(await consumers()).toBe(1));
    await till?.();
    await until(shown);
  } finally {
    worker.process.kill('SIGTERM');
  }
  const { exitCode, stderr } = await worker.done;
  expect(exitCode, stderr).toBe(0);
  expect(stderr).not.toMatch(/"severity":"(WARNING|ERROR)"/);
}

async function consumers(): Promise<number> {
  const { consumerCount } = await broker.connection.queueDeclare({ queue: broker.queue, passive: true });
  return consumerCount;
}

/** Looks that change nothing. */
const LOOKS = [
  ...['listings unmapped', 'channels', 'dead list', 'stock', 'movements', 'movements --unmapped'],
  ...['movements --sku S1', 'runs'],
];

const named = (count: number) => goods(count).map((good) => ({ ...good, name: `S${good.id}` }));

test('beside a source the rights of the job are enough to list and to sell', async () => {
  const first = shopify.shop.add({ sku: 'S1', available: 1 });
  const published = meli.store.add({ available: 1 });
  await application.query(`INSERT INTO published_items VALUES (3, '${published.item.id}', 7)`);
  const unknown = shopify.shop.add({ sku: 'NONE', available: 3 });
  offer(shop, named(4));
  await does('sync', 'sync', 'listings pull', 'listings unmapped');
  const { remoteId, remoteVariant } = listingOf(unknown);
  const head = 'channel,remote_id,remote_variant,item_id,units';
  const kit = [1, 4].map((id) => `shopify,${remoteId},${remoteVariant},${id},1`);
  await does('sync', `listings map --file ${file('kit.csv', head, ...kit)}`, 'notify');
  expect(first.level?.available).toBe(5);

  const order = shopify.shop.sell([
    { variant: first, quantity: 1 },
    { variant: unknown, quantity: 1 },
  ]);
  meli.store.sell([{ variant: published, quantity: 1 }]);
  await works(() => expect(first.level?.available).toBe(3));
  shopify.shop.cancel(order as never, { restocks: true });
  await does('sync', 'notify', 'movements close --before 2020-01-01T00:00');
});

test('beside a source they are enough for what a marketplace refuses and shows wrong', async () => {
  const all = named(2);
  shopify.shop.add({ sku: 'S1', available: 1 });
  const second = shopify.shop.add({ sku: 'S2', available: 1 });
  meli.store.add({ sku: 'S1', available: 1 });
  offer(shop, all);
  await does('sync', 'sync', 'listings pull', 'notify');
  offer(
    shop,
    changed(all, ({ id }) => (id === 2 ? { balance: 9 } : undefined)),
  );
  shopify.shop.remove(second);
  await does('sync', 'sync');
  await does('sync', 'dead list', 'dead retry --all', 'notify', 'dead drop --all', 'listings pull');
  await does('sync', 'reconcile --dry-run', 'reconcile');
});

test('they are enough to look at the marketplaces and to hold them', async () => {
  shopify.shop.add({ sku: 'S1', available: 1 });
  offer(shop, named(1));
  await does('sync', 'sync', 'listings pull', 'channels pause shopify', 'channels resume shopify');
  await does('sync', 'channels test shopify', 'channels test mercadolibre', 'doctor', ...LOOKS);
});

test('whoever only reads sees everything of the marketplaces and changes nothing', async () => {
  const { remoteId, remoteVariant } = listingOf(shopify.shop.add({ sku: 'S1', available: 1 }));
  offer(shop, named(2));
  await does('sync', 'sync', 'listings pull');
  await does('reader', ...LOOKS, 'reconcile --channel shopify --dry-run', 'sync --dry-run');
  await does('reader', `report --out ${join(folder, 'page.html')}`);
  await mayNot('reader', 'reconcile', 'listings pull', 'channels pause shopify', 'notify');
  const head = 'channel,remote_id,remote_variant,item_id,units';
  await mayNot(
    'reader',
    `listings map --file ${file('map.csv', head, `shopify,${remoteId},${remoteVariant},2,1`)}`,
  );
});

test('without a source they are enough as well', async () => {
  Object.assign(shop.env, { SOURCE: 'none' });
  delete shop.env['PUBLISHED_ITEMS_TABLE'];
  const variant = shopify.shop.add({ sku: 'S1', available: 4 });
  meli.store.add({ sku: 'S2', available: 2 });
  await does('sync', 'listings pull', 'notify');
  await does('sync', 'stock set S1 7', 'stock add S1 2');
  await does('sync', `stock set --file ${file('counts.csv', 'sku,location,quantity', 'S2,,5')}`);
  await works(() => expect(variant.level?.available).toBe(9));
  await does('sync', 'reconcile --adopt');
  await does('reader', ...LOOKS);
  await mayNot('reader', 'stock set S1 3', 'stock add S1 3');
});

test('the rights of the job are enough for a worker that records the sales of the till', async () => {
  const variant = shopify.shop.add({ sku: 'S1', available: 1 });
  offer(shop, named(1));
  await does('sync', 'sync', 'listings pull', 'notify');
  expect(variant.level?.available).toBe(5);
  const sale = saleOf({ S1: 2 });
  await works(
    () => expect(variant.level?.available).toBe(3),
    async () => {
      await broker.publish(sale);
      await broker.publish(sale);
    },
  );
  // Given out so often, it is recorded by itself, and its tries are counted.
  await works(
    () => expect(variant.level?.available).toBe(2),
    () => broker.publish(saleOf({ S1: 1 }), { headers: { 'x-delivery-count': 2 } }),
  );
});
