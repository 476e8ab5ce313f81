import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Pending } from '../../../src/channels/channel.ts';
import { createOutbox } from '../../../src/channels/outbox/outbox.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import { connectTo, loadItems, openShelf, pendingOn, type Shelf } from '../../support/session.ts';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf();
});
afterEach(() => shelf.close());

const outbox = () =>
  shelf.schema.query<{ item_id: number; key: string; attempts: number; dead: number }>(
    'SELECT subject_id AS item_id, `key`, attempts, dead_at IS NOT NULL AS dead FROM channel_outbox ORDER BY subject_id',
  );

const change = (runId: string, ...productIds: number[]) =>
  loadItems(
    shelf,
    runId,
    productIds.map((productId) => ({ productId, data: { price: runId }, stock: 1 })),
  );

const stock = (runId: string, stocks: Readonly<Record<number, number>>) =>
  loadItems(
    shelf,
    runId,
    Object.entries(stocks).map(([id, each]) => ({ productId: Number(id), data: {}, stock: each })),
  );

test('every product has a pending webhook with its own key', async () => {
  await change('r1', 1, 2);
  const keys = (await outbox()).map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
  expect(await pendingOn(shelf)).toEqual([
    { subjectId: 1, key: keys[0] },
    { subjectId: 2, key: keys[1] },
  ]);
});

test('a new change to a product still pending replaces its key and resets its tries, and leaves others alone', async () => {
  await change('r1', 1, 2);
  const [first, second] = await pendingOn(shelf);
  if (first === undefined || second === undefined) throw new Error('two are pending');
  const refusals = [first, second].map((webhook) => ({ ...webhook, reason: 'no' }));
  await shelf.store.outbox.refused(refusals, 8);
  await change('r2', 1);
  const [changed, left] = await outbox();
  expect(changed).toMatchObject({ item_id: 1, attempts: 0 });
  expect(changed?.key).not.toBe(first.key);
  expect(left).toMatchObject({ item_id: 2, key: second.key, attempts: 1 });
});

test('a product is pending since the first change that was not delivered, and since the next one where it was given up', async () => {
  const longAgo = '2026-01-01 12:00:00.000';
  await change('r1', 1, 2);
  await shelf.schema.query('UPDATE channel_outbox SET owed_at = ?, dead_at = IF(subject_id = 2, ?, NULL)', [
    longAgo,
    longAgo,
  ]);
  await change('r2', 1, 2);
  const since = await shelf.schema.query<{ owed_at: string }>(
    'SELECT owed_at FROM channel_outbox ORDER BY subject_id',
  );
  expect(since[0]?.owed_at).toBe(longAgo);
  expect(since[1]?.owed_at).not.toBe(longAgo);
});

test('a delivered row goes, but not where the product changed again meanwhile', async () => {
  await change('r1', 1, 2);
  const sent = await pendingOn(shelf);
  await change('r2', 2);
  expect(await shelf.store.outbox.delivered(sent)).toBe(1);
  expect(await outbox()).toMatchObject([{ item_id: 2 }]);
  expect(shelf.store.outbox.letGo).toBe(1);
  expect(await shelf.store.outbox.claim()).toBe(1);
});

test('a refusal of a key that a new change has replaced counts for nothing', async () => {
  await change('r1', 1);
  const [sent] = await pendingOn(shelf);
  if (sent === undefined) throw new Error('one is pending');
  await change('r2', 1);
  expect(await shelf.store.outbox.refused([{ ...sent, reason: 'no' }], 1)).toBe(0);
  expect(await outbox()).toMatchObject([{ attempts: 0, dead: 0 }]);
});

test('a product refused for the last time is dead, no longer pending, and can be pending again with its key', async () => {
  await change('r1', 1);
  const [sent] = await pendingOn(shelf);
  if (sent === undefined) throw new Error('one is pending');
  const refusal = { ...sent, reason: `the answer was ${'x'.repeat(500)}` };
  expect(await shelf.store.outbox.refused([refusal], 2)).toBe(0);
  expect(await shelf.store.outbox.countPending()).toBe(1);
  expect(await shelf.store.outbox.refused([refusal], 2)).toBe(1);
  expect(await shelf.store.outbox.countPending()).toBe(0);
  expect(await pendingOn(shelf)).toEqual([]);
  expect(await shelf.store.outbox.revive()).toBe(1);
  expect(await pendingOn(shelf)).toEqual([sent]);
  expect(await outbox()).toMatchObject([{ attempts: 0, dead: 0 }]);
});

test('a dead product that changes is pending again', async () => {
  await change('r1', 1);
  const [sent] = await pendingOn(shelf);
  if (sent === undefined) throw new Error('one is pending');
  await shelf.store.outbox.refused([{ ...sent, reason: 'no' }], 1);
  expect(await change('r2', 1)).toMatchObject({ owed: 1 });
  expect(await outbox()).toMatchObject([{ attempts: 0, dead: 0 }]);
});

const order = async () => (await pendingOn(shelf)).map(({ subjectId }) => subjectId);

test('what has no stock comes first, then the rest, each by id; what was tried in vain comes last, the latest try at the end', async () => {
  await stock('r1', { 5: 1, 3: 0, 9: 4, 7: -2, 8: 1 });
  expect(await order()).toEqual([3, 7, 5, 8, 9]);
  const webhooks = new Map((await pendingOn(shelf)).map((webhook) => [webhook.subjectId, webhook]));
  const tried = (id: number) => shelf.store.outbox.tried([webhooks.get(id) as Pending]);
  await tried(7);
  await delay(5);
  await tried(3);
  await tried(5);
  expect(await order()).toEqual([8, 9, 7, 3, 5]);
  await delay(5);
  await tried(8);
  expect(await order()).toEqual([9, 7, 3, 5, 8]);
});

test('a new change of what was tried in vain does not bring it to the front: it would be refused before all others in every run', async () => {
  await change('r1', 1, 2);
  await shelf.store.outbox.tried((await pendingOn(shelf)).slice(0, 1));
  await change('r2', 1, 2, 3);
  expect(await order()).toEqual([2, 3, 1]);
});

test('a product whose row was deleted has no stock', async () => {
  await change('r1', 1, 2);
  await shelf.schema.query('DELETE FROM raw_item_data WHERE id = 2');
  expect(await order()).toEqual([2, 1]);
});

test('the outbox is handed out in parts; each row comes once, also where it is tried meanwhile', async () => {
  await change('r1', 1, 2, 3, 4, 5);
  await shelf.store.outbox.claim();
  const pages: number[][] = [];
  for await (const page of shelf.store.outbox.inOrder(2)) {
    pages.push(page.map(({ subjectId }) => subjectId));
    await shelf.store.outbox.tried(page);
  }
  expect(pages).toEqual([[1, 2], [3, 4], [5]]);
});

test('a row that was delivered before its part is read is not handed out any more', async () => {
  await change('r1', 1, 2, 3);
  const [, , last] = await pendingOn(shelf);
  const parts = shelf.store.outbox.inOrder(2)[Symbol.asyncIterator]();
  await parts.next();
  await shelf.store.outbox.delivered([last as Pending]);
  expect(await parts.next()).toEqual({ done: false, value: [] });
});

test('what one has in hand nobody else gets, until it lets go or its connection is gone', async () => {
  await change('r1', 1, 2);
  const [first, second] = [await connectTo(shelf.schema), await connectTo(shelf.schema)];
  await takeLease(first, 'first');
  await takeLease(second, 'second');
  const ours = createOutbox(first, 'first');
  const theirs = createOutbox(second, 'second');
  expect(await ours.claim()).toBe(2);
  expect(await theirs.claim()).toBe(0);
  await change('r2', 2, 3);
  expect(await theirs.claim()).toBe(1);
  await ours.release();
  expect(await theirs.claim()).toBe(2);
  await second.close();
  // The server takes note of it in its own time.
  await vi.waitFor(async () => expect(await ours.claim()).toBe(3), { timeout: 5000 });
  await first.close();
});

test('a wait that the receiver asked for holds for all, and a shorter one ends it no sooner', async () => {
  const { outbox: ours } = shelf.store;
  expect(await ours.state()).toEqual({ pausedAt: null, waitMs: 0 });
  await ours.noteWait(60_000);
  await ours.noteWait(1000);
  const { waitMs } = await ours.state();
  expect(waitMs).toBeGreaterThan(50_000);
  expect(waitMs).toBeLessThanOrEqual(60_000);
});

test('rows of another channel are neither counted nor sent, tried, given up or revived', async () => {
  await change('r1', 1);
  await shelf.schema.query(
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at, dead_at)
     VALUES ('elsewhere', 1, 'k1', UTC_TIMESTAMP(), NULL), ('elsewhere', 2, 'k2', UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
  );
  const others = () =>
    shelf.schema.query(`SELECT * FROM channel_outbox WHERE channel = 'elsewhere' ORDER BY subject_id`);
  const before = await others();
  const { outbox: pending } = shelf.store;
  const [sent] = await pendingOn(shelf);
  expect(await order()).toEqual([1]);
  await pending.tried([sent as Pending]);
  await pending.refused([{ ...(sent as Pending), reason: 'no' }], 1);
  expect(await pending.countPending()).toBe(0);
  expect(await pending.revive()).toBe(1);
  await change('r2', 1);
  expect(await pending.delivered(await pendingOn(shelf))).toBe(1);
  expect(await others()).toEqual(before);
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
  const [, , dying] = await pendingOn(shelf);
  if (dying === undefined) throw new Error('three are pending');
  await shelf.store.outbox.refused([{ ...dying, reason: 'no' }], 1);
  const rule = { notify: true, publishedItemsTable: undefined };
  const forecast = await shelf.store.forecastPending([2, 3, 4], rule);
  expect(forecast).toBe(4);
  expect(await change('r2', 2, 3, 4)).toMatchObject({ owed: forecast });
});
