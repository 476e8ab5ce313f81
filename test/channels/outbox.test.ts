import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadItems, openShelf, type Shelf } from '../support/session.ts';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf();
});
afterEach(() => shelf.close());

const outbox = () =>
  shelf.schema.query<{ item_id: number; key: string; attempts: number; dead: number }>(
    'SELECT item_id, `key`, attempts, dead_at IS NOT NULL AS dead FROM sync_outbox ORDER BY item_id',
  );

const change = (runId: string, ...productIds: number[]) =>
  loadItems(
    shelf,
    runId,
    productIds.map((productId) => ({ productId, data: { price: runId }, stock: 1 })),
  );

test('every product has a pending webhook with its own key', async () => {
  await change('r1', 1, 2);
  const keys = (await outbox()).map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
  expect(await shelf.store.outbox.pendingAfter(0, 10)).toEqual([
    { itemId: 1, key: keys[0] },
    { itemId: 2, key: keys[1] },
  ]);
});

test('a new change to a product still pending replaces its key and resets its tries, and leaves others alone', async () => {
  await change('r1', 1, 2);
  const [first, second] = await shelf.store.outbox.pendingAfter(0, 10);
  if (first === undefined || second === undefined) throw new Error('two are pending');
  const refusals = [first, second].map((webhook) => ({ ...webhook, reason: 'no' }));
  await shelf.store.outbox.refused(refusals, 8);
  await change('r2', 1);
  const [changed, left] = await outbox();
  expect(changed).toMatchObject({ item_id: 1, attempts: 0 });
  expect(changed?.key).not.toBe(first.key);
  expect(left).toMatchObject({ item_id: 2, key: second.key, attempts: 1 });
});

test('a delivered row goes, but not where the product changed again meanwhile', async () => {
  await change('r1', 1, 2);
  const sent = await shelf.store.outbox.pendingAfter(0, 10);
  await change('r2', 2);
  expect(await shelf.store.outbox.delivered(sent)).toBe(1);
  expect(await outbox()).toMatchObject([{ item_id: 2 }]);
  expect(await shelf.store.outbox.countPending()).toBe(1);
});

test('a refusal of a key that a new change has replaced counts for nothing', async () => {
  await change('r1', 1);
  const [sent] = await shelf.store.outbox.pendingAfter(0, 10);
  if (sent === undefined) throw new Error('one is pending');
  await change('r2', 1);
  expect(await shelf.store.outbox.refused([{ ...sent, reason: 'no' }], 1)).toBe(0);
  expect(await outbox()).toMatchObject([{ attempts: 0, dead: 0 }]);
});

test('a product refused for the last time is dead, no longer pending, and can be pending again with its key', async () => {
  await change('r1', 1);
  const [sent] = await shelf.store.outbox.pendingAfter(0, 10);
  if (sent === undefined) throw new Error('one is pending');
  const refusal = { ...sent, reason: `the answer was ${'x'.repeat(500)}` };
  expect(await shelf.store.outbox.refused([refusal], 2)).toBe(0);
  expect(await shelf.store.outbox.countPending()).toBe(1);
  expect(await shelf.store.outbox.refused([refusal], 2)).toBe(1);
  expect(await shelf.store.outbox.countPending()).toBe(0);
  expect(await shelf.store.outbox.pendingAfter(0, 10)).toEqual([]);
  expect(await shelf.store.outbox.revive()).toBe(1);
  expect(await shelf.store.outbox.pendingAfter(0, 10)).toEqual([sent]);
  expect(await outbox()).toMatchObject([{ attempts: 0, dead: 0 }]);
});

test('a dead product that changes is pending again', async () => {
  await change('r1', 1);
  const [sent] = await shelf.store.outbox.pendingAfter(0, 10);
  if (sent === undefined) throw new Error('one is pending');
  await shelf.store.outbox.refused([{ ...sent, reason: 'no' }], 1);
  expect(await change('r2', 1)).toMatchObject({ owed: 1 });
  expect(await outbox()).toMatchObject([{ attempts: 0, dead: 0 }]);
});

test('the outbox is read page by page in the order of ids', async () => {
  await change('r1', 5, 3, 9, 7);
  const page = await shelf.store.outbox.pendingAfter(3, 2);
  expect(page.map(({ itemId }) => itemId)).toEqual([5, 7]);
});

test('nothing is pending where notifying is off', async () => {
  const off = { pendingRule: { notify: false, publishedItemsTable: undefined } };
  expect(await loadItems(shelf, 'r1', [{ productId: 1, data: {}, stock: 1 }], off)).toMatchObject({
    owed: 0,
  });
  expect(await outbox()).toEqual([]);
});

test('what is pending is forecast as the load then counts it', async () => {
  await change('r1', 1, 2, 3);
  const [, , dying] = await shelf.store.outbox.pendingAfter(0, 10);
  if (dying === undefined) throw new Error('three are pending');
  await shelf.store.outbox.refused([{ ...dying, reason: 'no' }], 1);
  const rule = { notify: true, publishedItemsTable: undefined };
  const forecast = await shelf.store.forecastPending([2, 3, 4], rule);
  expect(forecast).toBe(4);
  expect(await change('r2', 2, 3, 4)).toMatchObject({ owed: forecast });
});
