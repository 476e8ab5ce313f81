import { beforeEach, expect, test } from 'vitest';
import { deliverListings } from '../../../src/channels/listings/round.ts';
import { beginLevelsByListings, noteSeen } from '../../../src/channels/listings/seen.ts';
import { countStock, markListingsById, NO_SOURCE, recordMovements } from '../../../src/channels/stock.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import {
  addListing,
  at,
  booksBeforeEach,
  forgetMarks,
  heldOf,
  LEARNS,
  marked,
  order,
  sale,
  setClock,
} from '../../support/ledger.ts';
import { sellingOf } from '../../support/selling.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';

const VERIFY_MS = 90_000;
const COUNTED = sellingOf({ rules: NO_SOURCE, marketplaces: { a: {}, b: {} }, verifyMs: VERIFY_MS });

const shopify = shopifyBeforeEach();
/** Item 1 is listing 11 of the channel `a` and 12 of `b`. */
const books = booksBeforeEach({ 1: 'A' });
beforeEach(() => ordersReadAt(0));

async function ordersReadAt(seconds: number): Promise<void> {
  await books.schema.query(
    `REPLACE INTO channel (channel, orders_read_at) VALUES ('a', ?), ('b', ?), ('shopify', ?)`,
    [at(seconds), at(seconds), at(seconds)],
  );
}

/** What a listing shows, asked at this second. */
async function shows(listingId: number, quantity: number | null, seconds: number): Promise<void> {
  const listing = { remoteId: `r${listingId}`, remoteVariant: '', quantity, askedAt: at(seconds) };
  const channel = listingId % 10 === 1 ? 'a' : 'b';
  await noteSeen(books.session, channel, [listing], VERIFY_MS);
}

async function beginAt(seconds: number, selling = COUNTED): Promise<number> {
  await setClock(books.session, seconds);
  await ordersReadAt(seconds);
  return beginLevelsByListings(books.session, selling);
}

async function recordAt(seconds: number, ...movements: Parameters<typeof recordMovements>[2]): Promise<void> {
  await setClock(books.session, seconds);
  await recordMovements(books.session, NO_SOURCE, movements);
}

test('the smallest of what the channels show is the first level, once so long has passed since they were read', async () => {
  await shows(11, 7, 1000);
  await shows(12, 9, 1005);
  expect(await beginAt(1095)).toBe(0);
  expect(await beginAt(1096)).toBe(1);
  expect(await heldOf(books)).toEqual({ 1: [7, 0] });
  expect(await marked(books)).toEqual([11, 12]);
  expect(await books.schema.query('SELECT id FROM channel_listing WHERE seen_at IS NOT NULL')).toEqual([]);
  expect(await beginAt(2000)).toBe(0);
});

test('a channel that was not read, or whose orders were not read since, is waited for', async () => {
  await shows(11, 7, 1000);
  expect(await beginAt(1200)).toBe(0);
  await shows(12, 9, 1000);
  await ordersReadAt(1089);
  expect(await beginLevelsByListings(books.session, COUNTED)).toBe(0);
  expect(await beginAt(1200)).toBe(1);
});

test('an order just before the reading may be in it or not: it is read again, and its own orders are added', async () => {
  await recordAt(950, order('o1', 11, 2));
  await shows(11, 5, 1000);
  await shows(12, 9, 1000);
  expect(await beginAt(1100)).toBe(0);
  await shows(11, 5, 1100);
  await shows(12, 9, 1100);
  expect(await beginAt(1191)).toBe(1);
  expect(await heldOf(books)).toEqual({ 1: [7, -2] });
});

test('an order just after the reading, in another channel too: it is read again', async () => {
  await shows(11, 7, 1000);
  await shows(12, 9, 1000);
  await recordAt(1050, order('o1', 11, 1));
  expect(await beginAt(1100)).toBe(0);
  await shows(11, 6, 1150);
  await shows(12, 9, 1150);
  expect(await beginAt(1241)).toBe(1);
  expect(await heldOf(books)).toEqual({ 1: [7, -1] });
});

test('a sale at the till meanwhile is in no channel, and held', async () => {
  await shows(11, 7, 1000);
  await shows(12, 7, 1000);
  await recordAt(1050, sale('s1', 'A', 2));
  expect(await beginAt(1091)).toBe(1);
  expect(await heldOf(books)).toEqual({ 1: [7, -2] });
});

test('a reading that still holds stays, and one that shows something else waits again', async () => {
  await shows(11, 7, 1000);
  await shows(12, 9, 1000);
  await shows(11, 7, 1080);
  await shows(12, 8, 1080);
  expect(await beginAt(1091)).toBe(0);
  expect(await beginAt(1171)).toBe(1);
});

test('what counts nothing or is gone says nothing, and two listings of a channel each say their own', async () => {
  await addListing(books.schema, 21, 'a', { 1: 1 });
  await books.schema.query(`UPDATE channel_listing SET status = 'gone' WHERE id = 12`);
  await shows(11, null, 1000);
  expect(await beginAt(1200)).toBe(0);
  await shows(21, 6, 1200);
  expect(await beginAt(1291)).toBe(1);
  expect(await heldOf(books)).toEqual({ 1: [6, 0] });
});

test('a kit says nothing of its parts, and nothing is said against who counted', async () => {
  await books.schema.query('UPDATE channel_listing_part SET units = 2 WHERE listing_id = 12');
  await shows(12, 3, 1000);
  expect(await beginAt(1200)).toBe(0);
  await shows(11, 7, 1200);
  await countStock(books.session, [{ itemId: 1, location: '', sku: 'A', quantity: 4 }]);
  expect(await beginAt(1300)).toBe(0);
  expect(await heldOf(books)).toEqual({ 1: [4, 0] });
});

test('beside a source, or in several locations, no listing says how many there are', async () => {
  await shows(11, 7, 1000);
  await shows(12, 9, 1000);
  expect(await beginAt(1200, { ...COUNTED, rules: LEARNS })).toBe(0);
  expect(await beginAt(1200, { ...COUNTED, locations: new Map([['a', ['north']]]) })).toBe(0);
  expect(await beginAt(1200)).toBe(1);
});

test('two that begin at once begin once', async () => {
  await shows(11, 7, 1000);
  await shows(12, 9, 1000);
  await ordersReadAt(1200);
  await Promise.all([setClock(books.session, 1200), setClock(books.other, 1200)]);
  const both = await Promise.all([
    beginLevelsByListings(books.session, COUNTED),
    beginLevelsByListings(books.other, COUNTED),
  ]);
  expect(both.toSorted()).toEqual([0, 1]);
});

test('a deliverer looks at a listing until it has said how many there are, and writes nothing before', async () => {
  const { schema, session } = books;
  const variant = shopify.shop.add({ available: 10 });
  const { remoteId, remoteVariant } = listingOf(variant);
  await schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id, remote_variant) VALUES (7, 'shopify', ?, ?), (8, 'shopify', 'none', '')`,
    [remoteId, remoteVariant],
  );
  await schema.query('INSERT INTO channel_listing_part VALUES (7, 2, 1)');
  await forgetMarks(books);
  await markListingsById(session, [7]);
  await takeLease(session, 'seen-one');
  const deliver = () =>
    deliverListings({
      ...{ session, channel: 'shopify', marketplace: shopify.open(), holder: 'seen-one' },
      rules: { buffer: 2, locations: undefined, attempts: 2, verifyMs: VERIFY_MS, begins: true },
      signal: new AbortController().signal,
    });
  expect(await deliver()).toMatchObject({ accepted: 0, dead: 0, ended: undefined });
  expect(
    await schema.query(
      'SELECT accepted_key <=> `key` AS accepted, next_at > NOW(3) AS later, leased_by FROM channel_outbox WHERE subject_id = 7',
    ),
  ).toEqual([{ accepted: 1, later: 1, leased_by: null }]);
  await schema.query('UPDATE channel_listing SET seen_at = seen_at - INTERVAL 91 SECOND WHERE id = 7');
  await schema.query('UPDATE channel SET orders_read_at = NOW(3)');
  expect(await beginLevelsByListings(session, { ...COUNTED, marketplaces: { shopify: {} } })).toBe(1);
  await deliver();
  expect(variant.level?.available).toBe(8);
});
