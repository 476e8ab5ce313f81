import { expect, test } from 'vitest';
import { dropDead, readDead, reviveDead } from '../../../src/channels/outbox/dead.ts';
import { addListing, booksBeforeEach, forgetMarks, marked } from '../../support/ledger.ts';

const books = booksBeforeEach({ 1: 'one', 2: 'two' });

/** A kit of both products, and a listing of the first alone; and product 2 in a channel that knows products. */
async function refused(): Promise<void> {
  await addListing(books.schema, 30, 'a', { 1: 1, 2: 1 });
  await forgetMarks(books);
  for (const [channel, subject] of [
    ['a', 11],
    ['a', 30],
    ['publications', 2],
  ]) {
    await books.schema.query(
      `INSERT INTO channel_outbox (channel, subject_id, \`key\`, attempts, last_error, owed_at, next_at, dead_at)
       VALUES (?, ?, 'k', 8, 'INVALID', NOW(3), NOW(3) + INTERVAL 1 HOUR, NOW(3))`,
      [channel, subject],
    );
  }
}

test('a listing that was given up has the name of its product, of a kit the first', async () => {
  await refused();
  const dead = await readDead(books.session, {});
  expect(dead.map(({ channel, product_id: id, listing }) => [channel, id, listing?.remote_id])).toEqual(
    expect.arrayContaining([
      ['a', 1, 'r11'],
      ['a', 1, 'r30'],
      ['publications', 2, undefined],
    ]) as unknown,
  );
});

test('a product is sent again in all its listings, at once', async () => {
  await refused();
  expect(await reviveDead(books.session, { ids: [2], channel: 'a' })).toBe(1);
  const due = () =>
    books.schema.query<{ id: number }>(
      `SELECT subject_id AS id FROM channel_outbox WHERE dead_at IS NULL AND attempts = 0 AND next_at <= NOW(3)`,
    );
  expect(await due()).toEqual([{ id: 30 }]);
  expect(await reviveDead(books.session, { ids: [1] })).toBe(1);
  expect(await reviveDead(books.session, {})).toBe(1);
  await expect(reviveDead(books.session, { ids: [1] })).rejects.toThrow();
});

test('a product is forgotten with all its listings, and no other', async () => {
  await refused();
  await expect(dropDead(books.session, { ids: [1, 3] })).rejects.toThrow();
  expect(await dropDead(books.session, { ids: [1] })).toBe(2);
  expect(await marked(books)).toEqual([2]);
});
