import { expect, test } from 'vitest';
import { tradeOfTest } from '../../../support/trade/begun.ts';
import type { Trade } from '../../../support/trade/trade.ts';

/** Listings of item 1, of which there are ten: in Shopify, and in a marketplace that compares nothing. */
const [SHOPIFY, MELI] = [11, 12];

const begin = tradeOfTest();
const shown = (shop: Trade) => [shop.shown(SHOPIFY), shop.shown(MELI)];

/** Seconds pass in so many parts, and at the end of each a run commits. */
async function readWithin(
  shop: Trade,
  seconds: number,
  runs: number,
  how: Parameters<Trade['read']>[0] = {},
) {
  for (let run = 0; run < runs; run += 1) {
    await shop.pass(seconds / runs);
    await shop.read(how);
  }
  await shop.pass(0);
}

test('an order that the source never learns of stays sold, whatever a run reads', async () => {
  const shop = await begin({ hasSource: true, absorbS: { sale: 180 } });
  await shop.buy(MELI, 3);
  await shop.pass(15);
  expect(shown(shop)).toEqual([7, 7]);
  await shop.sellAtTill(1, 1);
  await shop.pass(1);
  expect(shown(shop)).toEqual([6, 6]);
  await readWithin(shop, 2000, 5, { isWhole: true });
  expect(shown(shop)).toEqual([6, 6]);
  await shop.rest();
  expect(shown(shop)).toEqual([6, 6]);
});

test('an order that the source learns of after fifty minutes is held until then, and no longer than its list needs', async () => {
  const shop = await begin({ hasSource: true, absorbS: { sale: 600, order: 4200 } });
  await shop.buy(MELI, 3, { lagS: 3000 });
  await shop.pass(15);
  await shop.sellAtTill(1, 1);
  await readWithin(shop, 1000, 4);
  // The till's sale has ended, the order has not.
  expect(shown(shop)).toEqual([6, 6]);
  await readWithin(shop, 2100, 4);
  // The source knows of it by now, and it is held as well: too little rather than too much.
  expect(shown(shop)).toEqual([3, 3]);
  await readWithin(shop, 1200, 2);
  expect(shown(shop)).toEqual([6, 6]);
  await shop.rest();
});

test('sales at the till that the source never learns of stay sold, while orders end by its readings', async () => {
  const shop = await begin({ hasSource: true, absorbS: { order: 4200 } });
  await shop.buy(MELI, 3, { lagS: 300 });
  await shop.pass(15);
  await shop.sellAtTill(1, 1);
  await shop.pass(1);
  expect(shown(shop)).toEqual([6, 6]);
  await readWithin(shop, 600, 2);
  expect(shown(shop)).toEqual([3, 3]);
  await readWithin(shop, 4000, 3);
  expect(shown(shop)).toEqual([6, 6]);
  await shop.rest();
  expect(shown(shop)).toEqual([6, 6]);
});

test('a return that the source brings back at once is not counted twice', async () => {
  const shop = await begin({ hasSource: true, absorbS: { sale: 600, order: 4200 } });
  await shop.returnAtTill(1, 2, { lagS: 5 });
  await shop.pass(1);
  expect(shown(shop)).toEqual([10, 10]);
  await readWithin(shop, 30, 1);
  expect(shown(shop)).toEqual([12, 12]);
  await shop.rest();
});

test('a run that could not use the row of an item ends nothing of it', async () => {
  const shop = await begin({ hasSource: true, absorbS: { sale: 120, order: 4200 } });
  await shop.sellAtTill(1, 3);
  for (const as of ['unread', 'falls'] as const) {
    await readWithin(shop, 1000, 4, { isWhole: true, bad: { itemId: 1, as } });
    // A row that may only fall says so of the base, and what is held comes off that as well.
    expect(shown(shop)).toEqual(as === 'unread' ? [7, 7] : [4, 4]);
  }
  await readWithin(shop, 30, 1);
  expect(shown(shop)).toEqual([7, 7]);
  await shop.rest();
});

test('a list that is five minutes old ends no sale that it does not show, where its age is part of the time that sales are given', async () => {
  const shop = await begin({ hasSource: true, absorbS: { sale: 600, order: 4200 } });
  await readWithin(shop, 60, 1);
  await shop.sellAtTill(1, 3);
  await readWithin(shop, 120, 2, { isWhole: true, ageS: 299 });
  expect(shown(shop)).toEqual([7, 7]);
  await readWithin(shop, 300, 2, { ageS: 299 });
  // The list has it now, and it is still held.
  expect(shown(shop)).toEqual([4, 4]);
  await readWithin(shop, 300, 1, { ageS: 299 });
  expect(shown(shop)).toEqual([7, 7]);
  await shop.rest();
});
