import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rejection } from '../../src/sources/source.ts';
import { listQuarantine } from '../../src/sync/quarantine.ts';
import { loadItems, openShelf, type Shelf } from '../support/session.ts';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf();
});
afterEach(() => shelf.close());

const rejection = (differing: Partial<Rejection> = {}): Rejection => ({
  list: 'price_list',
  productId: 7,
  reason: 'bad_price',
  items: 1,
  raw: '{"product_id":7,"price":"1.234,56"}',
  ...differing,
});

const entries = (settled = true) => listQuarantine(shelf.session, { settled });

test('one entry a product and reason, not one a run; it says how many runs met it and what it was last', async () => {
  await shelf.store.quarantine.record('r1', [rejection()]);
  await shelf.store.quarantine.record('r1', [rejection()]);
  await shelf.store.quarantine.record('r2', [rejection({ raw: '{"product_id":7,"price":"2.234,56"}' })]);
  expect(await entries()).toMatchObject([
    { itemId: 7, reason: 'bad_price', runs: 2, raw: '{"product_id":7,"price":"2.234,56"}', settledAt: null },
  ]);
});

test('another reason and another list of the same product stand for themselves', async () => {
  await shelf.store.quarantine.record('r1', [
    rejection(),
    rejection({ reason: 'too_deep' }),
    rejection({ list: 'stock', reason: 'bad_balance' }),
  ]);
  expect(await entries()).toHaveLength(3);
});

test('items without an id are known by their text', async () => {
  const withoutId = rejection({ productId: null, reason: 'no_id', raw: '{"price":1}' });
  await shelf.store.quarantine.record('r1', [withoutId, { ...withoutId, raw: '{"price":2}' }, withoutId]);
  const met = (await entries()).map(({ itemId, raw }) => `${itemId} ${raw}`);
  expect(new Set(met)).toEqual(new Set(['null {"price":1}', 'null {"price":2}']));
  expect(met).toHaveLength(2);
});

test('a load settles what its run did not meet, and only that', async () => {
  await shelf.store.quarantine.record('r1', [rejection(), rejection({ productId: 8 })]);
  await shelf.store.quarantine.record('r2', [rejection({ productId: 8 })]);
  await loadItems(shelf, 'r2', []);
  expect((await entries(false)).map(({ itemId }) => itemId)).toEqual([8]);
  const settled = (await entries()).filter(({ settledAt }) => settledAt !== null);
  expect(settled.map(({ itemId }) => itemId)).toEqual([7]);
});

test('what was settled and is met again is open again', async () => {
  await shelf.store.quarantine.record('r1', [rejection()]);
  await loadItems(shelf, 'r2', []);
  expect(await entries(false)).toEqual([]);
  await shelf.store.quarantine.record('r3', [rejection()]);
  expect(await entries(false)).toMatchObject([{ itemId: 7, runs: 2, settledAt: null }]);
});

test('a load of single products settles these and no other', async () => {
  await shelf.store.quarantine.record('r1', [rejection(), rejection({ productId: 8 })]);
  await loadItems(shelf, 'r2', [], { settleQuarantine: [8] });
  expect((await entries(false)).map(({ itemId }) => itemId)).toEqual([7]);
});

test('raw text is kept in part where it is long, and made well-formed', async () => {
  const raw = `${'x'.repeat(15_999)}🧉${'y'.repeat(100_000)}`;
  await shelf.store.quarantine.record('r1', [
    rejection({ raw }),
    rejection({ productId: 8, raw: '"\ud800"' }),
  ]);
  const texts = new Map((await entries()).map((entry) => [entry.itemId, entry.raw]));
  expect(texts.get(7)).toMatch(/^x{15999}.… \(116001 characters\)$/u);
  expect(texts.get(8)).toBe('"\ufffd"');
});

test('more rejections than one statement takes are all kept', async () => {
  const many = Array.from({ length: 450 }, (_, index) => rejection({ productId: index + 1 }));
  await shelf.store.quarantine.record('r1', many);
  expect(await entries()).toHaveLength(450);
});
