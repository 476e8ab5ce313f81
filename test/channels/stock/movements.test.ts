import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  cancelOrderLines,
  mapLate,
  type Movement,
  NO_SOURCE,
  recordMovements,
} from '../../../src/channels/stock.ts';
import {
  addListing,
  at,
  type Books,
  forgetMarks,
  levelsOf,
  marked,
  openBooks,
  readStock,
  setClock,
  stockShelf,
} from '../../support/ledger.ts';
import { DOING } from '../../support/words.ts';

let books: Books;
beforeEach(async () => {
  books = await openBooks();
  await stockShelf(books, { 1: 'A', 2: 'B' });
});
afterEach(() => books.close());

/** The source learns of till sales within a minute, of orders within an hour. */
const LEARNS = { hasSource: true, absorbS: { sale: 60, order: 3600 } };
const LEARNS_NOTHING = { hasSource: true, absorbS: {} };

const sale = (key: string, sku: string | null, quantity = 1, line = '1'): Movement => ({
  sourceKey: key,
  line,
  kind: 'sale',
  quantity,
  sku,
  location: '',
});
const order = (
  id: string,
  listingId: number | undefined,
  quantity = 1,
  sku: string | null = null,
): Movement => ({
  sourceKey: `a:${id}`,
  line: '7',
  kind: 'order',
  quantity,
  sku,
  channel: 'a',
  orderId: id,
  location: '',
  ...(listingId === undefined ? {} : { listingId }),
});

const movements = () =>
  books.schema.query(
    'SELECT source_key AS `key`, line, item_id AS item, quantity, end_reason AS ended FROM stock_movement ORDER BY id',
  );
const held = async () =>
  Object.fromEntries((await levelsOf(books)).map(({ item, base, held }) => [item, [base, held]]));
const record = (...told: Movement[]) => recordMovements(books.session, LEARNS, told);

test('a sale is held against the stock of the last load, and every listing of its item is to be looked at', async () => {
  expect(await record(sale('s1', 'A', 3))).toEqual({ recorded: 1, unmapped: 0, known: 0 });
  expect(await held()).toEqual({ 1: [10, -3] });
  expect(await marked(books)).toEqual([11, 12]);
});

test('a movement is recorded once, however often it comes, also twice at once', async () => {
  await record(sale('s1', 'A'), sale('s1', 'A'), sale('s1', 'B', 2, '2'));
  await forgetMarks(books);
  expect(await record(sale('s1', 'A'), sale('s1', 'B', 2, '2'))).toEqual({
    recorded: 0,
    unmapped: 0,
    known: 2,
  });
  expect(await held()).toEqual({ 1: [10, -1], 2: [10, -2] });
  expect(await marked(books)).toEqual([]);
});

test('the same sale that comes over two connections at once is recorded once', async () => {
  const tell = (session: Books['session']) =>
    recordMovements(session, LEARNS, [sale('s1', 'A', 2), sale('s2', 'B'), sale('s3', 'unknown')]);
  for (let time = 0; time < 10; time += 1) {
    await books.schema.query('DELETE FROM stock_movement');
    await books.schema.query('UPDATE stock_level SET held = 0');
    const told = await Promise.all([tell(books.session), tell(books.other)]);
    expect(new Set(told.map(({ recorded }) => recorded))).toEqual(new Set([0, 3]));
    expect(await held()).toEqual({ 1: [10, -2], 2: [10, -1] });
  }
});

test('two connections that sell the same items in another order end with what both sold', async () => {
  await Promise.all(
    [books.session, books.other].map(async (session, of) => {
      for (let n = 0; n < 40; n += 1) {
        const skus = (n + of) % 2 === 0 ? ['A', 'B'] : ['B', 'A'];
        await recordMovements(
          session,
          LEARNS,
          skus.map((sku) => sale(`${of}-${n}`, sku, 1, sku)),
        );
      }
    }),
  );
  expect(await held()).toEqual({ 1: [10, -80], 2: [10, -80] });
});

test('levels are locked before anything of their items is written', async () => {
  await record(order('o0', 11));
  const seen: unknown[] = [];
  const look = async (): Promise<void> => {
    const locking = books.other.read(DOING, 'SELECT 1 FROM stock_level WHERE item_id = 1 FOR UPDATE NOWAIT');
    await expect(locking).rejects.toThrow(/mysql/);
    seen.push((await movements()).length);
  };
  await recordMovements(books.session, LEARNS, [sale('s1', 'A')], look);
  await cancelOrderLines(books.session, [order('o0', 11)], look);
  expect(seen).toEqual([1, 2]);
});

test('what stands or falls with the movements is undone with them', async () => {
  const failing = recordMovements(books.session, LEARNS, [sale('s1', 'A')], () =>
    Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(await movements()).toEqual([]);
  expect(await held()).toEqual({ 1: [10, 0] });
  expect(await marked(books)).toEqual([]);
});

test('a SKU that nobody has, or two items have, maps to none; the sale is recorded and touches no level', async () => {
  await books.schema.query(`INSERT INTO item (id, sku) VALUES (3, 'B')`);
  expect(await record(sale('s1', 'B'), sale('s2', 'Z'), sale('s3', null))).toEqual({
    recorded: 3,
    unmapped: 3,
    known: 0,
  });
  expect(await movements()).toMatchObject([{ item: null }, { item: null }, { item: null }]);
  expect(await levelsOf(books)).toEqual([]);
});

test('SKUs that differ by case are two, and spaces at the end make no other', async () => {
  await record(sale('s1', 'a'), sale('s2', 'A  '));
  expect(await movements()).toMatchObject([{ item: null }, { item: 1 }]);
});

test('a return is recorded as ended where the source learns of till sales, and held as a plus where it does not', async () => {
  const back = { ...sale('r1', 'A', 2), kind: 'return' as const };
  await record(back);
  expect(await movements()).toMatchObject([{ quantity: 2, ended: 'in_source' }]);
  expect(await held()).toEqual({ 1: [10, 0] });
  await recordMovements(books.session, LEARNS_NOTHING, [{ ...back, sourceKey: 'r2' }]);
  expect(await held()).toEqual({ 1: [10, 2] });
});

test('an order of a kit takes the units of each part', async () => {
  await addListing(books.schema, 90, 'a', { 1: 1, 2: 3 });
  await record(order('o1', 90, 2));
  expect(await movements()).toMatchObject([
    { line: '7', item: 1, quantity: -2 },
    { line: '7+1', item: 2, quantity: -6 },
  ]);
  expect(await held()).toEqual({ 1: [10, -2], 2: [10, -6] });
  expect(await marked(books)).toEqual([11, 12, 21, 22, 90]);
  expect(await record(order('o1', 90, 2))).toMatchObject({ known: 1 });
});

test('a cancelled order ends what it holds, once, and adds nothing', async () => {
  await addListing(books.schema, 90, 'a', { 1: 1, 2: 3 });
  await record(order('o1', 90, 2), sale('s1', 'A'));
  await forgetMarks(books);
  expect(await cancelOrderLines(books.session, [order('o1', 90, 2)])).toBe(1);
  expect(await held()).toEqual({ 1: [10, -1], 2: [10, 0] });
  expect(await marked(books)).toEqual([11, 12, 21, 22, 90]);
  expect(await cancelOrderLines(books.session, [order('o1', 90, 2)])).toBe(0);
  expect(await held()).toEqual({ 1: [10, -1], 2: [10, 0] });
  expect(await movements()).toHaveLength(3);
});

test('one line of an order is cancelled without the others', async () => {
  await record(order('o1', 11), { ...order('o1', 21), line: '8' });
  await cancelOrderLines(books.session, [{ ...order('o1', 21), line: '8' }]);
  expect(await held()).toEqual({ 1: [10, -1], 2: [10, 0] });
});

test('an order that is cancelled before anybody recorded it never counts', async () => {
  const cancelled = [order('o1', 11, 2), order('o1', 11, 2)];
  expect(await cancelOrderLines(books.session, cancelled)).toBe(0);
  expect(await record(order('o1', 11, 2))).toMatchObject({ recorded: 0, known: 1 });
  expect(await movements()).toMatchObject([{ item: 1, quantity: -2, ended: 'cancelled' }]);
  expect((await levelsOf(books)).filter(({ held }) => held !== 0)).toEqual([]);
});

test('an order and its cancellation that come at once over two connections end with nothing held', async () => {
  for (let n = 0; n < 15; n += 1) {
    await Promise.all([
      recordMovements(books.session, LEARNS, [order(`o${n}`, 11)]),
      cancelOrderLines(books.other, [order(`o${n}`, 11)]),
    ]);
  }
  // Whichever came first, the cancellation comes again with each look at the orders.
  for (let n = 0; n < 15; n += 1) await cancelOrderLines(books.session, [order(`o${n}`, 11)]);
  expect(await held()).toEqual({ 1: [10, 0] });
});

test('a cancellation of what a reading has ended already changes nothing: the source takes it back itself', async () => {
  await setClock(books.session, 0);
  await record(order('o1', 11, 2));
  await readStock(books.session, LEARNS, { runId: 'r1', startedAt: 3601, readings: { 1: 8 } });
  expect(await held()).toEqual({ 1: [8, 0] });
  await cancelOrderLines(books.session, [order('o1', 11, 2)]);
  expect(await held()).toEqual({ 1: [8, 0] });
});

test('a SKU that is mapped late is applied exactly once', async () => {
  await record(sale('s1', 'C', 2));
  expect(await mapLate(books.session, LEARNS)).toBe(0);
  await stockShelf(books, { 3: 'C' });
  const both = await Promise.all([mapLate(books.session, LEARNS), mapLate(books.other, LEARNS)]);
  expect(new Set(both)).toEqual(new Set([0, 1]));
  expect(await mapLate(books.session, LEARNS)).toBe(0);
  expect(await held()).toEqual({ 3: [10, -2] });
  expect(await marked(books)).toEqual([31, 32]);
});

test('what the source has shown meanwhile ends as soon as its SKU is mapped, whether the item was written or found unchanged', async () => {
  await setClock(books.session, 0);
  await record(sale('s1', 'C'), sale('s2', 'D'));
  await setClock(books.session, 50);
  await record(sale('s3', 'C'), sale('s4', 'D'));
  await readStock(books.session, LEARNS, { runId: 'r1', startedAt: 61, readings: { 3: 9 } });
  await readStock(books.session, LEARNS, { runId: 'r2', startedAt: 70, isWhole: true, readings: {} });
  await stockShelf(books, { 3: 'C', 4: 'D' }, 9);
  expect(await mapLate(books.session, LEARNS)).toBe(4);
  expect(await movements()).toMatchObject([
    { key: 's1', ended: 'reading' },
    { key: 's2', ended: 'reading' },
    { key: 's3', ended: null },
    { key: 's4', ended: null },
  ]);
  expect(await held()).toEqual({ 3: [9, -1], 4: [9, -1] });
});

test('an item that the last whole run could not use was not read by it', async () => {
  await setClock(books.session, 0);
  await record(sale('s1', 'C'));
  await readStock(books.session, LEARNS, {
    runId: 'r1',
    startedAt: 100,
    isWhole: true,
    unread: [3],
    readings: {},
  });
  await stockShelf(books, { 3: 'C' });
  await mapLate(books.session, LEARNS);
  expect(await held()).toEqual({ 3: [10, -1] });
});

test('the order of a listing that is mapped later becomes one of its parts, and comes again in vain', async () => {
  await books.schema.query(`INSERT INTO channel_listing (id, channel, remote_id) VALUES (90, 'a', 'kit')`);
  // The SKU of the listing says nothing: it may be taken away from its item by hand.
  await record(order('o1', 90, 2, 'A'));
  expect(await movements()).toMatchObject([{ item: null, quantity: -2 }]);
  await books.schema.query('INSERT INTO channel_listing_part VALUES (90, 1, 1), (90, 2, 3)');
  expect(await mapLate(books.session, LEARNS)).toBe(1);
  expect(await record(order('o1', 90, 2, 'A'))).toMatchObject({ known: 1 });
  expect(await held()).toEqual({ 1: [10, -2], 2: [10, -6] });
  await cancelOrderLines(books.session, [order('o1', 90, 2)]);
  expect(await held()).toEqual({ 1: [10, 0], 2: [10, 0] });
});

test('a new change of a listing has a new key and keeps when it was sent; one that was accepted is pending since now', async () => {
  await record(sale('s1', 'A'));
  const longAgo = at(0).slice(0, -3);
  await books.schema.query(
    `UPDATE channel_outbox SET owed_at = ?, sent_at = ?, next_at = '2030-01-01', attempts = 3, last_error = 'no',
            accepted_key = IF(subject_id = 12, \`key\`, NULL)`,
    [longAgo, longAgo],
  );
  const rows = () =>
    books.schema.query<{ key: string; owed: string; sent: string }>(
      `SELECT \`key\`, owed_at AS owed, sent_at AS sent, attempts, last_error AS error, next_at <= NOW(3) AS due
         FROM channel_outbox ORDER BY subject_id`,
    );
  const before = await rows();
  await record(sale('s2', 'A'));
  const after = await rows();
  expect(after).toMatchObject([
    { owed: longAgo, sent: longAgo, attempts: 0, error: null, due: 1 },
    { sent: longAgo, attempts: 0, error: null, due: 1 },
  ]);
  expect(after[1]?.owed).not.toBe(longAgo);
  expect(after.map(({ key }) => key)).not.toContain(before[0]?.key);
  expect(new Set([...before, ...after].map(({ key }) => key)).size).toBe(4);
});

test('without a source an item of which nothing is known yet holds its sales, and its level stays unknown', async () => {
  await recordMovements(books.session, NO_SOURCE, [sale('s1', 'A', 2)]);
  expect(await held()).toEqual({ 1: [null, -2] });
});
