import { expect, test } from 'vitest';
import type { OrderLine as OrderLineThere } from '../../../dev/simulate/shopify/shop.ts';
import { heldOf, movementsOf } from '../../support/ledger.ts';
import { lineOf, orderBooksBeforeEach } from '../../support/orders.ts';
import { sellingOf } from '../../support/selling.ts';
import { listingOf } from '../../support/shopify.ts';

const { shopify, books, listed, read, buy, withPages } = orderBooksBeforeEach('orders-one', 'orders-two');

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
