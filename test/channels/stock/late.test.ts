import { expect, test } from 'vitest';
import { cancelOrderLines, mapLate } from '../../../src/channels/stock.ts';
import {
  booksBeforeEach,
  heldOf,
  LEARNS,
  marked,
  movementsOf,
  order,
  readStock,
  record,
  sale,
  setClock,
  stockShelf,
} from '../../support/ledger.ts';

const books = booksBeforeEach({ 1: 'A', 2: 'B' });

test('a SKU that is mapped late is applied exactly once', async () => {
  await record(books, sale('s1', 'C', 2));
  expect(await mapLate(books.session, LEARNS)).toBe(0);
  await stockShelf(books, { 3: 'C' });
  const both = await Promise.all([mapLate(books.session, LEARNS), mapLate(books.other, LEARNS)]);
  expect(new Set(both)).toEqual(new Set([0, 1]));
  expect(await mapLate(books.session, LEARNS)).toBe(0);
  expect(await heldOf(books)).toEqual({ 3: [10, -2] });
  expect(await marked(books)).toEqual([31, 32]);
});

test('what the source has shown meanwhile ends as soon as its SKU is mapped, whether the item was written or found unchanged', async () => {
  await setClock(books.session, 0);
  await record(books, sale('s1', 'C'), sale('s2', 'D'));
  await setClock(books.session, 50);
  await record(books, sale('s3', 'C'), sale('s4', 'D'));
  await readStock(books.session, LEARNS, { runId: 'r1', startedAt: 61, readings: { 3: 9 } });
  await readStock(books.session, LEARNS, { runId: 'r2', startedAt: 70, isWhole: true, readings: {} });
  await stockShelf(books, { 3: 'C', 4: 'D' }, 9);
  expect(await mapLate(books.session, LEARNS)).toBe(4);
  expect(await movementsOf(books)).toMatchObject([
    { key: 's1', ended: 'reading' },
    { key: 's2', ended: 'reading' },
    { key: 's3', ended: null },
    { key: 's4', ended: null },
  ]);
  expect(await heldOf(books)).toEqual({ 3: [9, -1], 4: [9, -1] });
});

test('an item that the last whole run could not use was not read by it', async () => {
  await setClock(books.session, 0);
  await record(books, sale('s1', 'C'));
  await readStock(books.session, LEARNS, {
    runId: 'r1',
    startedAt: 100,
    isWhole: true,
    unread: [3],
    readings: {},
  });
  await stockShelf(books, { 3: 'C' });
  await mapLate(books.session, LEARNS);
  expect(await heldOf(books)).toEqual({ 3: [10, -1] });
});

test('the order of a listing that is mapped later becomes one of its parts, and comes again in vain', async () => {
  await books.schema.query(`INSERT INTO channel_listing (id, channel, remote_id) VALUES (90, 'a', 'kit')`);
  // The SKU of the listing says nothing: it may be taken away from its item by hand.
  await record(books, order('o1', 90, 2, 'A'));
  expect(await movementsOf(books)).toMatchObject([{ item: null, quantity: -2 }]);
  await books.schema.query('INSERT INTO channel_listing_part VALUES (90, 1, 1), (90, 2, 3)');
  expect(await mapLate(books.session, LEARNS)).toBe(1);
  expect(await record(books, order('o1', 90, 2, 'A'))).toMatchObject({ known: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -2], 2: [10, -6] });
  await cancelOrderLines(books.session, [order('o1', 90, 2)]);
  expect(await heldOf(books)).toEqual({ 1: [10, 0], 2: [10, 0] });
});
