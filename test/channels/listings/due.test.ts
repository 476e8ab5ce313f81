import { beforeEach, expect, test } from 'vitest';
import { DueListings } from '../../../src/channels/listings/due.ts';
import { markListingsById, recordMovements } from '../../../src/channels/stock.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import { booksBeforeEach, LEARNS, sale } from '../../support/ledger.ts';

/** Of item n, the listing in channel `a` is n1. */
const books = booksBeforeEach({ 1: 'A', 2: 'B', 3: 'C', 4: 'D' });
beforeEach(async () => {
  await takeLease(books.session, 'due-one');
  await takeLease(books.other, 'due-two');
  const parts = await books.schema.query<{ id: number }>('SELECT listing_id AS id FROM channel_listing_part');
  await books.schema.query('INSERT INTO stock_level (item_id, base) SELECT id, 10 FROM raw_item_data');
  await markListingsById(
    books.session,
    parts.map(({ id }) => id),
  );
});

const one = () => new DueListings(books.session, 'a', 'due-one');
const idsOf = async (due: DueListings, limit: number) =>
  (await due.take(limit)).map(({ listingId }) => listingId);

test('what is sold out while much else is due goes before all of it, and the rest keeps its order', async () => {
  const due = one();
  expect(await idsOf(due, 1)).toEqual([11]);
  await recordMovements(books.session, LEARNS, [sale('s1', 'D', 10), sale('s2', 'C')]);
  expect(await idsOf(due, 1)).toEqual([41]);
  expect(await idsOf(due, 5)).toEqual([21, 31]);
  expect(await idsOf(due, 5)).toEqual([]);
});

test('what somebody else took meanwhile is passed over, and what became due since is found', async () => {
  const due = one();
  expect(await idsOf(due, 1)).toEqual([11]);
  expect(await idsOf(new DueListings(books.other, 'a', 'due-two'), 2)).toEqual([21, 31]);
  expect(await idsOf(due, 1)).toEqual([41]);
  expect(await idsOf(due, 1)).toEqual([]);
  await books.schema.query('UPDATE channel_outbox SET leased_by = NULL WHERE subject_id = 31');
  expect(await idsOf(due, 1)).toEqual([31]);
});
