import { beforeEach, expect, test } from 'vitest';
import { sell, type SellingJob } from '../../../src/channels/selling/sell.ts';
import { openMarketplace, type Selling, sellingConfig } from '../../../src/channels/selling.ts';
import { databaseConfig, type DatabaseConfig } from '../../../src/mysql/config.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import { parseConfig } from '../../../src/platform/config/config.ts';
import { openSecrets } from '../../../src/platform/secrets/secrets.ts';
import { booksBeforeEach } from '../../support/ledger.ts';
import { listIn, sellingOf } from '../../support/selling.ts';
import { silentLog as log } from '../../support/words.ts';
import { shopifyBeforeEach, shopifyEnv } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();
beforeEach(() => takeLease(books.session, 'sell-one'));

const listed = (listingId: number, itemId: number, stock: number) =>
  listIn(books, shopify.simulator, { listingId, itemId, stock });

const work = (differing: Partial<SellingJob> = {}) =>
  sell({
    session: books.session,
    channel: 'shopify',
    marketplace: shopify.open(),
    holder: 'sell-one',
    selling: sellingOf(),
    signal: new AbortController().signal,
    unlessReadWithinMs: 0,
    ...differing,
  });
const operations = () => shopify.simulator.requests.map(({ operation }) => operation);

test('an order lowers every listing of its item, also those that were not due', async () => {
  const [sold, other] = [await listed(1, 1, 10), await listed(2, 1, 10)];
  await work();
  expect(other.level?.available).toBe(10);
  shopify.shop.sell([{ variant: sold, quantity: 3 }]);
  expect(await work()).toMatchObject({ accepted: 2, dead: 0, ended: undefined, orders: { recorded: 1 } });
  expect([sold.level?.available, other.level?.available]).toEqual([7, 7]);
});

test('while orders cannot be read a listing still falls, and one that shows less than it should waits', async () => {
  const [falling, sold] = [await listed(1, 1, 4), await listed(2, 2, 10)];
  shopify.shop.sell([{ variant: sold, quantity: 2 }]);
  shopify.simulator.scopes.delete('read_orders');
  const selling = sellingOf({ rules: { hasSource: true, absorbS: { sale: 60 } } });
  const done = await work({ selling });
  expect(done).toMatchObject({ accepted: 1, ended: undefined, orders: { ended: 'unread' } });
  expect(done.orders.failure).toMatchObject({ exitCode: 78 });
  expect([falling.level?.available, sold.level?.available]).toEqual([4, 8]);
  expect(
    await books.schema.query(
      `SELECT subject_id AS id, leased_by AS by_whom, next_at > NOW(3) AS waits FROM channel_outbox
        WHERE NOT (accepted_key <=> \`key\`)`,
    ),
  ).toEqual([{ id: 2, by_whom: null, waits: 1 }]);
  // The next look is told what became of the orders, and does not ask again.
  await books.schema.query('UPDATE channel_outbox SET next_at = NOW(3)');
  shopify.simulator.forgetRequests();
  await work({ selling, orders: done.orders });
  expect(operations()).not.toContain('Orders');
  expect(sold.level?.available).toBe(8);
});

test('an order of a listing that nobody pulled lowers the product that has its SKU', async () => {
  const known = await listed(1, 1, 10);
  await books.schema.query(`INSERT INTO item (id, sku) VALUES (1, 'A-1')`);
  await books.schema.query('UPDATE channel_listing SET by_hand = TRUE');
  const unpulled = shopify.shop.add({ sku: 'A-1', available: 5 });
  // Not sold: looking for the products of all listings is what pulling is for.
  await books.schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id, sku) VALUES (9, 'shopify', '9', 'A-1')`,
  );
  shopify.shop.sell([{ variant: unpulled, quantity: 2 }]);
  expect(await work()).toMatchObject({ orders: { recorded: 1, unmapped: 0 } });
  expect([known.level?.available, unpulled.level?.available]).toEqual([8, 8]);
  expect(await books.schema.query('SELECT item_id FROM channel_listing_part WHERE listing_id = 9')).toEqual(
    [],
  );
});

test('where the source has the orders that may not be read, everything is delivered', async () => {
  const rising = await listed(1, 1, 12);
  shopify.simulator.scopes.delete('read_orders');
  const done = await work();
  expect(done.orders.warning).toMatchObject({ code: 'channels.orders_left_out' });
  expect(rising.level?.available).toBe(12);
});

test('no call is begun once the time is up, and nothing stays in hand', async () => {
  await listed(1, 1, 4);
  expect(await work({ endsAtMs: performance.now() - 1 })).toMatchObject({ accepted: 0, ended: 'budget' });
  expect(operations()).toEqual(['Orders']);
  expect(await books.schema.query('SELECT leased_by FROM channel_outbox')).toEqual([{ leased_by: null }]);
});

test('what the environment switches on is opened by its name', async () => {
  const answers = { SALES_IN_SOURCE: 'no', MARKETPLACE_ORDERS_IN_SOURCE: 'no' };
  const { selling, database } = parseConfig(
    { ...books.schema.env, ...shopifyEnv(shopify.simulator), ...answers },
    { selling: sellingConfig, database: databaseConfig },
  ) as { selling: Selling; database: DatabaseConfig };
  expect(Object.keys(selling.marketplaces)).toEqual(['shopify']);
  const listing = await listed(1, 1, 4);
  await using scope = new AsyncDisposableStack();
  const { signal } = new AbortController();
  const job = { config: { selling, database }, signal, log, scope, secrets: openSecrets([], signal, scope) };
  const marketplace = await openMarketplace(job, 'shopify');
  expect(await work({ marketplace, selling })).toMatchObject({ accepted: 1 });
  expect(listing.level?.available).toBe(4);
});

test('two at once write all that is due, whichever of them reads the orders', async () => {
  await takeLease(books.other, 'sell-two');
  const variants = [await listed(1, 1, 20), await listed(2, 2, 20)];
  shopify.simulator.latencyMs = 200;
  const [one, two] = await Promise.all([work(), work({ session: books.other, holder: 'sell-two' })]);
  expect(one.accepted + two.accepted).toBe(2);
  expect(variants.map(({ level }) => level?.available)).toEqual([20, 20]);
});
