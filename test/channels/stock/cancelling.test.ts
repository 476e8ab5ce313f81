import { expect, test } from 'vitest';
import { cancelOrderLines, recordMovements } from '../../../src/channels/stock.ts';
import {
  addListing,
  booksBeforeEach,
  forgetMarks,
  heldOf,
  LEARNS,
  levelsOf,
  marked,
  movementsOf,
  order,
  readStock,
  record,
  sale,
  setClock,
} from '../../support/ledger.ts';

const books = booksBeforeEach({ 1: 'A', 2: 'B' });

test('a cancelled order ends what it holds, once, and adds nothing', async () => {
  await addListing(books.schema, 90, 'a', { 1: 1, 2: 3 });
  await record(books, order('o1', 90, 2), sale('s1', 'A'));
  await forgetMarks(books);
  expect(await cancelOrderLines(books.session, [order('o1', 90, 2)])).toBe(1);
  expect(await heldOf(books)).toEqual({ 1: [10, -1], 2: [10, 0] });
  expect(await marked(books)).toEqual([11, 12, 21, 22, 90]);
  expect(await cancelOrderLines(books.session, [order('o1', 90, 2)])).toBe(0);
  expect(await heldOf(books)).toEqual({ 1: [10, -1], 2: [10, 0] });
  expect(await movementsOf(books)).toHaveLength(3);
});

test('one line of an order is cancelled without the others', async () => {
  await record(books, order('o1', 11), { ...order('o1', 21), line: '8' });
  await cancelOrderLines(books.session, [{ ...order('o1', 21), line: '8' }]);
  expect(await heldOf(books)).toEqual({ 1: [10, -1], 2: [10, 0] });
});

test('an order that is cancelled before anybody recorded it never counts', async () => {
  const cancelled = [order('o1', 11, 2), order('o1', 11, 2)];
  expect(await cancelOrderLines(books.session, cancelled)).toBe(0);
  expect(await record(books, order('o1', 11, 2))).toMatchObject({ recorded: 0, known: 1 });
  expect(await movementsOf(books)).toMatchObject([{ item: 1, quantity: -2, ended: 'cancelled' }]);
  expect((await levelsOf(books)).filter(({ held }) => held !== 0)).toEqual([]);
  // The marketplace may show less than before: it is looked at.
  expect(await marked(books)).toEqual([11, 12]);
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
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
});

test('a cancellation of what a reading has ended already changes nothing: the source takes it back itself', async () => {
  await setClock(books.session, 0);
  await record(books, order('o1', 11, 2));
  await readStock(books.session, LEARNS, { runId: 'r1', startedAt: 3601, readings: { 1: 8 } });
  expect(await heldOf(books)).toEqual({ 1: [8, 0] });
  await cancelOrderLines(books.session, [order('o1', 11, 2)]);
  expect(await heldOf(books)).toEqual({ 1: [8, 0] });
});
