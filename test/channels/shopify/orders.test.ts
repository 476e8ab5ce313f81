import { expect, test } from 'vitest';
import { allOf, listingOf, shopifyBeforeEach } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const numberIn = (id: string): string => /\d+$/.exec(id)?.[0] ?? '';

test('each line of an order says what was sold where', async () => {
  const { shop } = shopify;
  const [one, other] = [shop.add({ sku: 'A-1', available: 9 }), shop.add({ sku: null, available: 9 })];
  const order = shop.sell([
    { variant: one, quantity: 2 },
    { variant: other, quantity: 1 },
  ]);
  const { remoteId, remoteVariant } = listingOf(one);
  const lines = await allOf(shopify.open().orders(LONG_AGO));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual({
    orderId: numberIn(order?.id ?? ''),
    lineId: numberIn(order?.lines[0]?.id ?? ''),
    sku: 'A-1',
    listing: { remoteId, remoteVariant },
    quantity: 2,
    state: 'sale',
    updatedAt: new Date(order?.updatedAtMs ?? 0),
  });
  expect(lines[1]).toMatchObject({ sku: null, listing: { remoteVariant: listingOf(other).remoteVariant } });
  expect([one.level?.available, other.level?.available]).toEqual([7, 8]);
});

test('a cancelled order says so, and a refund changes nothing', async () => {
  const variant = shopify.shop.add({ available: 9 });
  const [first, second] = [1, 2].map((quantity) => shopify.shop.sell([{ variant, quantity }]));
  shopify.shop.cancel(first as never, { restocks: true });
  shopify.shop.touch(second as never);
  const lines = await allOf(shopify.open().orders(LONG_AGO));
  expect(lines.map(({ state, quantity }) => ({ state, quantity }))).toEqual([
    { state: 'cancelled', quantity: 1 },
    { state: 'sale', quantity: 2 },
  ]);
});

test('orders come by the time of their change, and those from before are left out', async () => {
  const { shop } = shopify;
  const variant = shop.add({ available: 1000 });
  const orders = [-50, -40, -30, -20, -10].map((seconds) => {
    shop.clockAheadMs = seconds * 1000;
    return shop.sell([{ variant, quantity: 1 }]);
  });
  shop.clockAheadMs = 0;
  shop.touch(orders[1] as never);
  const since = new Date(orders[2]?.updatedAtMs ?? 0);
  const lines = await allOf(shopify.open().orders(since));
  const ids = [2, 3, 4, 1].map((at) => numberIn(orders[at]?.id ?? ''));
  expect(lines.map(({ orderId }) => orderId)).toEqual(ids);
});

test('an order that changed within the second is not left out', async () => {
  const variant = shopify.shop.add({ available: 10 });
  const order = shopify.shop.sell([{ variant, quantity: 1 }]);
  const within = new Date((order?.updatedAtMs ?? 0) + 900);
  expect(await allOf(shopify.open().orders(within))).toHaveLength(1);
});

test('many orders come page by page, each line once', async () => {
  const variant = shopify.shop.add({ available: 1000 });
  for (let count = 0; count < 65; count += 1) shopify.shop.sell([{ variant, quantity: 1 }]);
  const lines = await allOf(shopify.open().orders(LONG_AGO));
  expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(65);
  expect(lines).toHaveLength(65);
});

test('an order with more lines than come with it is read to its end', async () => {
  const variants = Array.from({ length: 290 }, () => shopify.shop.add({ available: 5 }));
  shopify.shop.sell(variants.map((variant) => ({ variant, quantity: 1 })));
  const lines = await allOf(shopify.open().orders(LONG_AGO));
  expect(new Set(lines.map(({ sku }) => sku)).size).toBe(290);
  expect(lines).toHaveLength(290);
});

test('a line of a deleted variant still has its SKU, and one of neither is no line', async () => {
  const { shop } = shopify;
  const [deleted, tip] = [shop.add({ sku: 'A-1', available: 5 }), shop.add({ sku: null, available: 5 })];
  shop.sell([
    { variant: deleted, quantity: 1 },
    { variant: tip, quantity: 1 },
  ]);
  shop.remove(deleted);
  shop.remove(tip);
  expect(await allOf(shopify.open().orders(LONG_AGO))).toMatchObject([{ sku: 'A-1', listing: undefined }]);
});

test('a page of orders costs less than one request may, also if each object counts in full', async () => {
  await shopify.restart({ costing: 'linear' });
  const variant = shopify.shop.add({ available: 5 });
  shopify.shop.sell([{ variant, quantity: 1 }]);
  expect(await allOf(shopify.open().orders(LONG_AGO))).toHaveLength(1);
  expect(shopify.simulator.requests).toHaveLength(1);
});

test('without the right to read orders the error names the scope', async () => {
  shopify.simulator.scopes.delete('read_orders');
  shopify.shop.sell([{ variant: shopify.shop.add({ available: 5 }), quantity: 1 }]);
  const reading = allOf(shopify.open().orders(LONG_AGO));
  await expect(reading).rejects.toSay(/`read_orders` access scope.*install it again/);
});
