import { expect, test } from 'vitest';
import { NO_SOURCE } from '../../../../src/channels/stock.ts';
import { tradeOfTest } from '../../../support/trade/begun.ts';
import { type Sale, VERIFY_S } from '../../../support/trade/crew.ts';
import type { Trade } from '../../../support/trade/trade.ts';

/** Listings of item 1, of which there are ten: in Shopify, and in Mercado Libre, which compares nothing. */
const [SHOPIFY, MELI] = [11, 12];
const BOTH = [
  ['Shopify', SHOPIFY],
  ['Mercado Libre', MELI],
] as const;

const begin = tradeOfTest();
const shown = (shop: Trade) => [shop.shown(SHOPIFY), shop.shown(MELI)];

test.each(['shopify', 'mercadolibre'] as const)(
  'a deliverer that is killed after %s accepted a quantity and before that is noted makes no sale of it',
  async (channel) => {
    const shop = await begin(NO_SOURCE);
    await shop.sellAtTill(1, 3);
    shop.crew.trouble(channel, 'killed_after');
    await shop.pass(1);
    await shop.pass(1);
    expect(shown(shop)).toEqual([7, 7]);
    await shop.rest();
    expect(shown(shop)).toEqual([7, 7]);
  },
);

test.each(BOTH)(
  'an order between reading and writing a listing in %s is taken off once the orders tell of it',
  async (_where, listing) => {
    const shop = await begin(NO_SOURCE);
    await shop.sellAtTill(1, 1);
    shop.crew.meanwhile(shop.listing(listing).channel, () => shop.buy(listing, 1));
    await shop.pass(1);
    // Nobody knows of it yet: what was sold stands there again.
    expect(shown(shop)).toEqual([9, 9]);
    await shop.pass(15);
    expect(shown(shop)).toEqual([8, 8]);
    await shop.rest();
  },
);

test.each(BOTH)(
  'a listing that somebody lowered by hand in %s is no sale: it is written over with the next change',
  async (_where, listing) => {
    const shop = await begin(NO_SOURCE);
    shop.edit(listing, 4);
    await shop.sellAtTill(1, 1);
    await shop.pass(1);
    expect(shown(shop)).toEqual([9, 9]);
    await shop.rest();
  },
);

test.each(BOTH)(
  'an order in %s is cancelled and its units put back there: they are put back once',
  async (_where, listing) => {
    const shop = await begin(NO_SOURCE);
    const sold = (await shop.buy(listing, 2)) as Sale;
    await shop.pass(15);
    expect(shown(shop)).toEqual([8, 8]);
    await shop.sellAtTill(1, 1);
    await shop.pass(1);
    expect(shown(shop)).toEqual([7, 7]);
    await shop.cancel(sold, { restocks: true, foundInS: 5 });
    await shop.pass(15);
    expect(shown(shop)).toEqual([9, 9]);
    await shop.rest();
  },
);

test('an older quantity that arrives after a newer one is written over at the second look', async () => {
  const shop = await begin(NO_SOURCE);
  await shop.sellAtTill(1, 1);
  shop.crew.trouble('mercadolibre', 'believed');
  await shop.pass(1);
  await shop.sellAtTill(1, 4);
  await shop.pass(5);
  expect(shown(shop)).toEqual([5, 5]);
  await shop.pass(50);
  expect(shop.shown(MELI)).toBe(9);
  await shop.pass(VERIFY_S);
  expect(shown(shop)).toEqual([5, 5]);
  await shop.rest();
});

test('a late quantity that Shopify still takes, because what it was written over stands there again, goes at the second look', async () => {
  const shop = await begin(NO_SOURCE);
  await shop.sellAtTill(1, 5);
  await shop.pass(VERIFY_S + 1);
  await shop.restock(1, 4);
  shop.crew.trouble('shopify', 'late');
  await shop.pass(1);
  await shop.sellAtTill(1, 4);
  await shop.pass(6);
  expect(shown(shop)).toEqual([5, 5]);
  await shop.pass(50);
  expect(shop.shown(SHOPIFY)).toBe(9);
  await shop.pass(VERIFY_S);
  expect(shown(shop)).toEqual([5, 5]);
  await shop.rest();
});

test.each(BOTH)(
  'an order in %s, and nothing else, is told to the other marketplace within one reading of the orders',
  async (_where, listing) => {
    const shop = await begin(NO_SOURCE);
    await shop.buy(listing, 4);
    await shop.pass(15);
    expect(shown(shop)).toEqual([6, 6]);
    await shop.rest();
  },
);

test.each(['shopify', 'mercadolibre'] as const)(
  'what %s sells while it is paused is told to the other marketplace, and it is written nothing until it is resumed',
  async (channel) => {
    const shop = await begin(NO_SOURCE);
    const [paused, other] = channel === 'mercadolibre' ? [MELI, SHOPIFY] : [SHOPIFY, MELI];
    await shop.crew.pause(channel);
    const before = shop.crew.requests(channel);
    await shop.buy(paused, 4);
    await shop.pass(15);
    expect([shop.shown(paused), shop.shown(other)]).toEqual([6, 6]);
    await shop.sellAtTill(1, 1);
    await shop.pass(2 * VERIFY_S);
    expect([shop.shown(paused), shop.shown(other)]).toEqual([6, 5]);
    expect(shop.crew.requests(channel)).toBe(before);
    await shop.crew.resume(channel);
    await shop.pass(1);
    expect(shown(shop)).toEqual([5, 5]);
    await shop.rest();
  },
);
