import { beforeEach, expect, test } from 'vitest';
import { DueListings } from '../../../src/channels/listings/due.ts';
import { markListingsById } from '../../../src/channels/stock.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { booksBeforeEach } from '../../support/ledger.ts';
import { connectTo } from '../../support/session.ts';

const books = booksBeforeEach();
beforeEach(async () => {
  await takeLease(books.session, 'whole-one');
  await takeLease(books.other, 'whole-two');
});

/** Variants of a listing, which are due. */
async function listed(remoteId: string, ...ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await books.schema.query(
      `INSERT INTO channel_listing (id, channel, remote_id, remote_variant) VALUES (?, 'a', ?, ?)`,
      [id, remoteId, String(id)],
    );
    await books.schema.query('INSERT INTO channel_listing_part VALUES (?, ?, 1)', [id, id]);
  }
  await markListingsById(books.session, ids);
}

const take = async (session: Session, holder: string, limit: number, whole = true): Promise<number[]> => {
  const taken = await new DueListings(session, 'a', holder).take(limit, { whole });
  return taken.map(({ listingId }) => listingId);
};

test('what has a variant in the hands of another is left to him, until he lets go of it', async () => {
  await listed('R', 1, 2, 3);
  await listed('S', 4);
  expect(await take(books.session, 'whole-one', 1)).toEqual([1]);
  expect(await take(books.other, 'whole-two', 10)).toEqual([4]);
  expect(await take(books.session, 'whole-one', 10)).toEqual([2, 3]);
  await books.schema.query('UPDATE channel_outbox SET leased_by = NULL');
  expect(await take(books.other, 'whole-two', 10)).toEqual(expect.arrayContaining([1, 2, 3, 4]));
});

test('where variants are written by themselves each is free for others', async () => {
  await listed('R', 1, 2);
  expect(await take(books.session, 'whole-one', 1, false)).toEqual([1]);
  expect(await take(books.other, 'whole-two', 10, false)).toEqual([2]);
});

test('what a variant becomes due of while another is in hand waits for him', async () => {
  await listed('R', 1);
  expect(await take(books.session, 'whole-one', 10)).toEqual([1]);
  await books.schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id, remote_variant) VALUES (2, 'a', 'R', '2')`,
  );
  await books.schema.query('INSERT INTO channel_listing_part VALUES (2, 2, 1)');
  await markListingsById(books.session, [2]);
  expect(await take(books.other, 'whole-two', 10)).toEqual([]);
});

test("what was in the hands of a connection that is gone is in nobody's", async () => {
  await listed('R', 1, 2);
  const third = await connectTo(books.schema);
  await takeLease(third, 'whole-three');
  expect(await take(third, 'whole-three', 1)).toEqual([1]);
  await third.close();
  expect(await take(books.other, 'whole-two', 10)).toEqual(expect.arrayContaining([1, 2]));
});

test('of several who take at the same time no two have variants of one listing', async () => {
  for (let number = 0; number < 20; number += 1) {
    await listed(`R${number}`, ...[1, 2, 3].map((variant) => number * 10 + variant));
  }
  const sessions = await Promise.all([1, 2, 3, 4].map(() => connectTo(books.schema)));
  try {
    const held = await Promise.all(
      sessions.map(async (session, index) => {
        await takeLease(session, `taker-${index}`);
        const mine: number[] = [];
        for (let round = 0; round < 20; round += 1) mine.push(...(await take(session, `taker-${index}`, 7)));
        return new Set(mine.map((id) => Math.floor(id / 10)));
      }),
    );
    const all = held.flatMap((listings) => [...listings]);
    expect(all.length).toBe(new Set(all).size);
    expect(all).toHaveLength(20);
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
});
