import { beforeEach, expect, test } from 'vitest';
import { availableOf } from '../../../dev/simulate/mercado-libre/store.ts';
import type { Listing, Marketplace } from '../../../src/channels/marketplace.ts';
import { sell } from '../../../src/channels/selling/sell.ts';
import { markListingsById } from '../../../src/channels/stock.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import { booksBeforeEach, heldOf, LEARNS, readStock } from '../../support/ledger.ts';
import { itemOf, mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';
import { sellingOf } from '../../support/selling.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();
const meli = mercadoLibreBeforeEach();
const books = booksBeforeEach({ 1: 'R-1' });
let marketplaces: Record<string, Marketplace>;
beforeEach(async () => {
  await takeLease(books.session, 'both');
  await books.schema.query('DELETE FROM channel_listing_part');
  await books.schema.query('DELETE FROM channel_listing');
  marketplaces = { mercadolibre: meli.open(), shopify: shopify.open() };
});

async function listed(id: number, channel: string, { remoteId, remoteVariant }: Listing): Promise<void> {
  await books.schema.query(
    'INSERT INTO channel_listing (id, channel, remote_id, remote_variant) VALUES (?, ?, ?, ?)',
    [id, channel, remoteId, remoteVariant],
  );
  await books.schema.query('INSERT INTO channel_listing_part VALUES (?, 1, 1)', [id]);
  await markListingsById(books.session, [id]);
}

/** Item 1, in Shopify and three times in Mercado Libre, shows what there is of it everywhere. */
async function openShop(stock = 10) {
  const variant = shopify.shop.add({ available: 0 });
  const plain = meli.store.add({ available: 0 });
  const { item } = meli.store.add({ variations: [{ available: 0 }, { available: 5 }] });
  const [variation] = item.variants as [typeof plain];
  const catalogue = meli.store.add({ isCatalogue: true, available: 3 });
  await readStock(books.session, LEARNS, {
    runId: 'first',
    startedAt: 0,
    readings: { 1: stock },
    isWhole: true,
  });
  await listed(1, 'shopify', listingOf(variant));
  for (const [index, each] of [plain, variation, catalogue].entries())
    await listed(2 + index, 'mercadolibre', itemOf(each));
  await work();
  const shown = () => [variant.level?.available, ...[plain, variation, catalogue].map(availableOf)];
  return { variant, plain, variation, catalogue, shown };
}

/** Each channel twice, as workers do: an order that one brings is for the other to show. */
async function work(): Promise<void> {
  for (const channel of ['shopify', 'mercadolibre', 'shopify', 'mercadolibre']) {
    const done = await sell({
      ...{ session: books.session, channel, marketplace: marketplaces[channel] as Marketplace },
      ...{ holder: 'both', selling: sellingOf(), signal: new AbortController().signal },
      unlessReadWithinMs: 0,
    });
    expect(done).toMatchObject({ ended: undefined, dead: 0, orders: { failure: undefined } });
  }
}

test('3 sold in one channel lower the other and the sibling listings by 3, and the other way round', async () => {
  const { variant, plain, variation, shown } = await openShop();
  expect(shown()).toEqual([10, 10, 10, 10]);
  meli.store.sell([{ variant: plain, quantity: 3 }]);
  await work();
  expect(shown()).toEqual([7, 7, 7, 7]);
  shopify.shop.sell([{ variant, quantity: 2 }]);
  await work();
  expect(shown()).toEqual([5, 5, 5, 5]);
  const order = meli.store.sell([
    { variant: variation, quantity: 1 },
    { variant: plain, quantity: 1 },
  ]);
  await work();
  expect(shown()).toEqual([3, 3, 3, 3]);
  meli.store.cancel(order as never, { restocks: true });
  await work();
  expect(shown()).toEqual([5, 5, 5, 5]);
  expect(variation.item.variants.map(availableOf)).toEqual([5, 5]);
});

test('no later sync raises either before its list shows the order', async () => {
  const { plain, shown } = await openShop();
  meli.store.sell([{ variant: plain, quantity: 3 }]);
  await work();
  await readStock(books.session, LEARNS, {
    runId: 'again',
    startedAt: 60,
    readings: { 1: 10 },
    isWhole: true,
  });
  await work();
  expect(shown()).toEqual([7, 7, 7, 7]);
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
});

test('a manual edit is drift and no sale: it is written over, and no other listing moves', async () => {
  const { catalogue, shown } = await openShop();
  Object.assign(catalogue.product.places[0] as object, { quantity: 4 });
  await work();
  expect(shown()).toEqual([10, 10, 10, 4]);
  await markListingsById(books.session, [4]);
  await work();
  expect(shown()).toEqual([10, 10, 10, 10]);
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
});

test('the last unit that is sold pauses the listings, and the next one wakes all but the one that its seller paused', async () => {
  const { variant, plain, catalogue, shown } = await openShop(1);
  Object.assign(catalogue.item, { status: 'paused', subStatus: ['paused_by_seller'] });
  shopify.shop.sell([{ variant, quantity: 1 }]);
  await work();
  expect(shown()).toEqual([0, 0, 0, 0]);
  expect(plain.item.subStatus).toEqual(['out_of_stock']);
  await readStock(books.session, LEARNS, {
    runId: 'again',
    startedAt: 60,
    readings: { 1: 4 },
    isWhole: true,
  });
  await work();
  expect(shown()).toEqual([3, 3, 3, 3]);
  expect([plain.item.status, catalogue.item.status]).toEqual(['active', 'paused']);
});

test('what was written without an answer is read before it is written again, and sold once', async () => {
  const { plain, shown } = await openShop();
  meli.simulator.fail({ fault: 'lost', operation: 'put-item', times: 1 });
  meli.store.sell([{ variant: plain, quantity: 3 }]);
  await readStock(books.session, LEARNS, {
    runId: 'again',
    startedAt: 60,
    readings: { 1: 9 },
    isWhole: true,
  });
  const channel = 'mercadolibre';
  const done = await sell({
    ...{ session: books.session, channel, marketplace: marketplaces[channel] as Marketplace },
    ...{ holder: 'both', selling: sellingOf(), signal: new AbortController().signal },
    unlessReadWithinMs: 0,
  });
  expect(done.ended).toBe('failing');
  meli.simulator.forgetRequests();
  await books.schema.query('UPDATE channel_outbox SET next_at = NOW(3)');
  await work();
  expect(meli.operations.indexOf('items')).toBeLessThan(meli.operations.indexOf('put-item') >>> 0);
  expect(shown()).toEqual([6, 6, 6, 6]);
});
