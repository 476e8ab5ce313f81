import { beforeEach, expect, test } from 'vitest';
import type { Order, OrderLine as OrderLineThere, Variant } from '../../../dev/simulate/shopify/shop.ts';
import type { Marketplace, OrderLine } from '../../../src/channels/marketplace.ts';
import { type OrdersJob, readOrders } from '../../../src/channels/selling/orders.ts';
import { pause } from '../../../src/channels/state.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import { booksBeforeEach, heldOf, movementsOf } from '../../support/ledger.ts';
import { listIn, sellingOf } from '../../support/selling.ts';
import { connectTo } from '../../support/session.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';
import { saidBy } from '../../support/words.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();
beforeEach(async () => {
  await takeLease(books.session, 'orders-one');
  await takeLease(books.other, 'orders-two');
});

/** An item of which 10 are there, as Shopify sells it. */
const listed = (itemId: number) => listIn(books, shopify.simulator, { listingId: itemId, itemId, stock: 10 });

const read = (differing: Partial<OrdersJob> = {}) =>
  readOrders({
    session: books.session,
    channel: 'shopify',
    marketplace: shopify.open(),
    holder: 'orders-one',
    selling: sellingOf(),
    signal: new AbortController().signal,
    unlessReadWithinMs: 0,
    ...differing,
  });

const buy = (variant: Variant, quantity = 1): Order =>
  shopify.shop.sell([{ variant, quantity }]) as unknown as Order;

/** As if it had changed so many seconds ago. */
function agedBy(seconds: number, order: Order): Order {
  order.updatedAtMs -= seconds * 1000;
  return order;
}

const state = async () => {
  const [row] = await books.schema.query<{
    orders_by: string | null;
    orders_read_at: string | null;
    orders_cursor: string | null;
  }>(`SELECT orders_by, orders_read_at, orders_cursor FROM channel WHERE channel = 'shopify'`);
  return row;
};
const cursorMs = async () => Date.parse(`${(await state())?.orders_cursor?.replace(' ', 'T') ?? ''}Z`);

test('an order lowers its item once, however often it is read, and each of its lines by itself', async () => {
  const [first, second] = [await listed(1), await listed(2)];
  shopify.shop.sell([
    { variant: first, quantity: 2 },
    { variant: second, quantity: 1 },
  ]);
  expect(await read()).toMatchObject({ ended: 'read', recorded: 2, unmapped: 0, failure: undefined });
  expect(await read()).toMatchObject({ ended: 'read', recorded: 0 });
  expect(await heldOf(books)).toEqual({ 1: [10, -2], 2: [10, -1] });
  expect(
    await books.schema.query('SELECT DISTINCT kind, channel, location, listing_id FROM stock_movement'),
  ).toEqual([
    { kind: 'order', channel: 'shopify', location: '', listing_id: 1 },
    { kind: 'order', channel: 'shopify', location: '', listing_id: 2 },
  ]);
});

test('the first reading begins now less the overlap, and an order from before it counts for nothing', async () => {
  const variant = await listed(1);
  agedBy(700, buy(variant));
  agedBy(500, buy(variant, 3));
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
});

test('an order that comes late with an older time is still found in the overlap', async () => {
  const variant = await listed(1);
  buy(variant);
  await read();
  const before = await cursorMs();
  agedBy(500, buy(variant, 2));
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
  expect(await cursorMs()).toBe(before);
});

test("the cursor follows the marketplace's own clock, only forward", async () => {
  const variant = await listed(1);
  await books.schema.query(
    `INSERT INTO channel (channel, orders_cursor) VALUES ('shopify', NOW(3) - INTERVAL 2 HOUR)`,
  );
  shopify.shop.clockAheadMs = -3_600_000;
  const order = buy(variant);
  await read();
  expect(await cursorMs()).toBe(order.updatedAtMs);
  agedBy(500, buy(variant));
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await cursorMs()).toBe(order.updatedAtMs);
});

test('an order with a time of next year hides none that comes after it', async () => {
  const variant = await listed(1);
  agedBy(-365 * 86_400, buy(variant));
  await read();
  buy(variant, 2);
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
});

test('units that are added to a line of an order count once, and what is taken off it changes nothing', async () => {
  const variant = await listed(1);
  await books.schema.query('UPDATE channel_listing_part SET units = 2');
  const order = buy(variant);
  const becomes = async (quantity: number) => {
    order.lines[0] = { ...(order.lines[0] as OrderLineThere), quantity };
    shopify.shop.touch(order);
    return (await read()).recorded;
  };
  expect(await becomes(1)).toBe(1);
  expect([await becomes(4), await becomes(4), await becomes(2), await becomes(3), await becomes(5)]).toEqual([
    1, 0, 0, 0, 1,
  ]);
  expect(await heldOf(books)).toEqual({ 1: [10, -10] });
  shopify.shop.cancel(order, { restocks: true });
  expect(await read()).toMatchObject({ cancelled: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
});

test('an order with a SKU that is too long for its column keeps no other from being read', async () => {
  buy(shopify.shop.add({ sku: 'Ñ'.repeat(300), available: 5 }));
  buy(await listed(1), 2);
  expect(await read()).toMatchObject({ ended: 'read', recorded: 2 });
  expect(await heldOf(books)).toEqual({ 1: [10, -2] });
});

test('orders that the database does not take are not read, whatever came of the marketplace', async () => {
  const variant = await listed(1);
  const marketplace = withPages([[{ ...lineOf(variant, 1), orderId: 'x'.repeat(500) }]]);
  await expect(read({ marketplace })).rejects.toThrow();
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
});

test('an order that was cancelled after it was seen is held no longer, and a cancellation adds nothing', async () => {
  const order = buy(await listed(1), 4);
  await read();
  shopify.shop.cancel(order, { restocks: true });
  expect(await read()).toMatchObject({ recorded: 0, cancelled: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
});

test('an order that was cancelled before it was seen never counts', async () => {
  const order = buy(await listed(1), 4);
  shopify.shop.cancel(order, { restocks: true });
  expect(await read()).toMatchObject({ recorded: 0, cancelled: 0 });
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
  expect(await movementsOf(books)).toMatchObject([{ ended: 'cancelled' }]);
});

test('an order of a listing that nobody pulled yet is kept with it, and names its item once it is mapped', async () => {
  const variant = shopify.shop.add({ sku: 'NEW', available: 5 });
  buy(variant, 2);
  expect(await read()).toMatchObject({ recorded: 1, unmapped: 1 });
  expect(
    await books.schema.query(
      `SELECT l.remote_id, l.remote_variant, l.sku, m.item_id, m.sku AS ordered
         FROM stock_movement m JOIN channel_listing l ON l.id = m.listing_id`,
    ),
  ).toEqual([
    {
      remote_id: listingOf(variant).remoteId,
      remote_variant: listingOf(variant).remoteVariant,
      ...{ sku: 'NEW', item_id: null, ordered: 'NEW' },
    },
  ]);
  await read();
  expect(await books.schema.query('SELECT COUNT(*) AS n FROM channel_listing')).toEqual([{ n: 1 }]);
});

test('a line of nothing is left out', async () => {
  const variant = await listed(1);
  const marketplace = withPages([[lineOf(variant, 0), { ...lineOf(variant, 2), lineId: '2' }]]);
  expect(await read({ marketplace })).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -2] });
});

test('without a source an order is taken from the first location that the channel sells from', async () => {
  buy(await listed(1));
  const selling = sellingOf({
    rules: { hasSource: false, absorbS: {} },
    locations: new Map([['shopify', ['centro', 'deposito']]]),
  });
  await read({ selling });
  expect(await books.schema.query('SELECT location FROM stock_movement')).toEqual([{ location: 'centro' }]);
});

test('one reads at a time: another one leaves, and what was read a moment ago is read again only where it is asked for', async () => {
  const variant = await listed(1);
  buy(variant);
  let meanwhile: unknown;
  const marketplace = interrupting(async () => {
    meanwhile = await read({ session: books.other, holder: 'orders-two' });
  });
  expect(await read({ marketplace })).toMatchObject({ ended: 'read', recorded: 1 });
  expect(meanwhile).toMatchObject({ ended: 'elsewhere', recorded: 0 });
  expect(await read({ unlessReadWithinMs: 60_000 })).toMatchObject({ ended: 'fresh' });
  expect(await read({ session: books.other, holder: 'orders-two' })).toMatchObject({ ended: 'read' });
  await books.schema.query('UPDATE channel SET orders_read_at = orders_read_at - INTERVAL 61 SECOND');
  expect(await read({ unlessReadWithinMs: 60_000 })).toMatchObject({ ended: 'read' });
});

test('whoever has gone while it read keeps nobody from reading on', async () => {
  buy(await listed(1));
  const dying = await connectTo(books.schema);
  await takeLease(dying, 'orders-dying');
  const marketplace = interrupting(() => dying.close());
  await expect(read({ session: dying, holder: 'orders-dying', marketplace })).rejects.toThrow();
  expect(await state()).toMatchObject({ orders_by: 'orders-dying', orders_read_at: null });
  expect(await read()).toMatchObject({ ended: 'read', recorded: 1 });
  expect(await state()).toMatchObject({ orders_by: null });
});

test('a marketplace that fails in mid-reading leaves the cursor where the reading got to, and the turn to the next one', async () => {
  const variant = await listed(1);
  variant.level = { isActive: true, available: 25 };
  const orders = Array.from({ length: 25 }, (_, index) => agedBy(100 - index, buy(variant)));
  await books.schema.query(
    `INSERT INTO channel (channel, orders_cursor) VALUES ('shopify', NOW(3) - INTERVAL 90 SECOND)`,
  );
  let pages = 0;
  const marketplace = interrupting(() => {
    pages += 1;
    shopify.simulator.fail({ fault: '500', times: Infinity });
  });
  const failed = await read({ marketplace });
  expect(pages).toBe(1);
  expect(failed).toMatchObject({ ended: 'unread', recorded: 20 });
  expect(failed.failure).toMatchObject({ exitCode: 69 });
  expect(saidBy(failed.failure)).toBe('the orders of Shopify cannot be read: Shopify answers 500');
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
  expect(await cursorMs()).toBe(orders[19]?.updatedAtMs);
  shopify.simulator.heal();
  expect(await read()).toMatchObject({ ended: 'read', recorded: 5 });
});

test('a paused channel still has its orders read, and can be paused while they are', async () => {
  buy(await listed(1));
  const marketplace = interrupting(() => pause(books.other, 'shopify'));
  expect(await read({ marketplace })).toMatchObject({ ended: 'read', recorded: 1 });
  buy(shopify.shop.variants[0] as Variant, 2);
  expect(await read()).toMatchObject({ recorded: 1 });
});

test('a signal ends the reading after the page, which is kept', async () => {
  buy(await listed(1));
  const stop = new AbortController();
  const marketplace = interrupting(() => stop.abort());
  expect(await read({ marketplace, signal: stop.signal })).toMatchObject({ ended: 'stopped', recorded: 1 });
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
});

test('a reading whose time is up goes on where it ended, and is not over before the last page', async () => {
  const variant = await listed(1);
  variant.level = { isActive: true, available: 51 };
  const orders = Array.from({ length: 50 }, (_, index) => agedBy(100 - index, buy(variant)));
  const turn = () => read({ ordersEndAtMs: performance.now() });
  expect(await turn()).toMatchObject({ ended: 'budget', recorded: 20, failure: undefined });
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
  expect([(await turn()).recorded, (await read()).recorded]).toEqual([19, 11]);
  // Only then the overlap is read once more.
  expect(await cursorMs()).toBe(orders.at(-1)?.updatedAtMs);
  agedBy(500, buy(variant));
  expect(await read()).toMatchObject({ ended: 'read', recorded: 1 });
});

test('without the right to read orders the configuration is wrong, unless the source has the orders', async () => {
  shopify.simulator.scopes.delete('read_orders');
  buy(await listed(1));
  const denied = await read({ selling: sellingOf({ rules: { hasSource: true, absorbS: { sale: 60 } } }) });
  expect(denied).toMatchObject({ ended: 'unread', warning: undefined });
  expect(denied.failure).toMatchObject({ exitCode: 78 });
  expect(saidBy(denied.failure)).toMatch(
    /^the orders of Shopify cannot be read: Shopify denies access: .*`read_orders`.*; give the app the scope/,
  );
  expect(await state()).toMatchObject({ orders_read_at: null });
  const leftOut = await read();
  expect(leftOut).toMatchObject({ ended: 'read', recorded: 0, failure: undefined });
  expect(leftOut.warning).toMatchObject({ code: 'channels.orders_left_out' });
  expect(await read({ unlessReadWithinMs: 60_000 })).toMatchObject({ ended: 'fresh' });
});

function lineOf(variant: Variant, quantity: number): OrderLine {
  return {
    ...{ orderId: '1', lineId: '1', sku: null, listing: listingOf(variant), quantity },
    ...{ state: 'sale', updatedAt: new Date() },
  };
}

/** A marketplace with these pages of orders. */
function withPages(pages: readonly (readonly OrderLine[])[]): Marketplace {
  return {
    ...shopify.open(),
    async *orders() {
      yield* await Promise.resolve(pages);
    },
  };
}

/** Something happens after the first page has come. */
function interrupting(happens: () => unknown): Marketplace {
  const real = shopify.open();
  return {
    ...real,
    async *orders(since) {
      let isFirst = true;
      for await (const page of real.orders(since)) {
        if (isFirst) await happens();
        isFirst = false;
        yield page;
      }
    },
  };
}
