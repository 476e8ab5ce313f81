import { expect, test } from 'vitest';
import { cancelOrderLines, NO_SOURCE, recordMovements } from '../../../src/channels/stock.ts';
import type { Session } from '../../../src/mysql/session.ts';
import {
  addListing,
  at,
  booksBeforeEach,
  forgetMarks,
  heldOf,
  LEARNS,
  levelsOf,
  marked,
  movementsOf,
  order,
  record,
  sale,
} from '../../support/ledger.ts';
import { DOING } from '../../support/words.ts';

const books = booksBeforeEach({ 1: 'A', 2: 'B' });

test('a sale is held against the stock of the last load, and every listing of its item is to be looked at', async () => {
  expect(await record(books, sale('s1', 'A', 3))).toEqual({ recorded: 1, unmapped: 0, known: 0 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
  expect(await marked(books)).toEqual([11, 12]);
});

test('a movement is recorded once, however often it comes, also twice at once', async () => {
  await record(books, sale('s1', 'A'), sale('s1', 'A'), sale('s1', 'B', 2, '2'));
  await forgetMarks(books);
  expect(await record(books, sale('s1', 'A'), sale('s1', 'B', 2, '2'))).toEqual({
    recorded: 0,
    unmapped: 0,
    known: 2,
  });
  expect(await heldOf(books)).toEqual({ 1: [10, -1], 2: [10, -2] });
  expect(await marked(books)).toEqual([]);
});

test('the same sale that comes over two connections at once is recorded once', async () => {
  const tell = (session: Session) =>
    recordMovements(session, LEARNS, [sale('s1', 'A', 2), sale('s2', 'B'), sale('s3', 'unknown')]);
  for (let time = 0; time < 10; time += 1) {
    await books.schema.query('DELETE FROM stock_movement');
    await books.schema.query('UPDATE stock_level SET held = 0');
    const told = await Promise.all([tell(books.session), tell(books.other)]);
    expect(new Set(told.map(({ recorded }) => recorded))).toEqual(new Set([0, 3]));
    expect(await heldOf(books)).toEqual({ 1: [10, -2], 2: [10, -1] });
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
  expect(await heldOf(books)).toEqual({ 1: [10, -80], 2: [10, -80] });
});

test('levels are locked before anything of their items is written', async () => {
  await record(books, order('o0', 11));
  const seen: unknown[] = [];
  const look = async (): Promise<void> => {
    const locking = books.other.read(DOING, 'SELECT 1 FROM stock_level WHERE item_id = 1 FOR UPDATE NOWAIT');
    await expect(locking).rejects.toThrow(/mysql/);
    seen.push((await movementsOf(books)).length);
  };
  await recordMovements(books.session, LEARNS, [sale('s1', 'A')], { alongside: look });
  await cancelOrderLines(books.session, [order('o0', 11)], look);
  expect(seen).toEqual([1, 2]);
});

test('what stands or falls with the movements is undone with them', async () => {
  const failing = recordMovements(books.session, LEARNS, [sale('s1', 'A')], {
    alongside: () => Promise.reject(new Error('no')),
  });
  await expect(failing).rejects.toThrow('no');
  expect(await movementsOf(books)).toEqual([]);
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
  expect(await marked(books)).toEqual([]);
});

test('a SKU that nobody has, or two items have, maps to none; the sale is recorded and touches no level', async () => {
  await books.schema.query(`INSERT INTO item (id, sku) VALUES (3, 'B')`);
  expect(await record(books, sale('s1', 'B'), sale('s2', 'Z'), sale('s3', null))).toEqual({
    recorded: 3,
    unmapped: 3,
    known: 0,
  });
  expect(await movementsOf(books)).toMatchObject([{ item: null }, { item: null }, { item: null }]);
  expect(await levelsOf(books)).toEqual([]);
});

test('SKUs that differ by case are two, and spaces at the end make no other', async () => {
  await record(books, sale('s1', 'a'), sale('s2', 'A  '));
  expect(await movementsOf(books)).toMatchObject([{ item: null }, { item: 1 }]);
});

test('a return is recorded as ended where the source learns of till sales, and held as a plus where it does not', async () => {
  const back = { ...sale('r1', 'A', 2), kind: 'return' as const };
  await record(books, back);
  expect(await movementsOf(books)).toMatchObject([{ quantity: 2, ended: 'in_source' }]);
  expect(await heldOf(books)).toEqual({ 1: [10, 0] });
  await recordMovements(books.session, { hasSource: true, absorbS: {} }, [{ ...back, sourceKey: 'r2' }]);
  expect(await heldOf(books)).toEqual({ 1: [10, 2] });
});

test('an order of a kit takes the units of each part', async () => {
  await addListing(books.schema, 90, 'a', { 1: 1, 2: 3 });
  await record(books, order('o1', 90, 2));
  expect(await movementsOf(books)).toMatchObject([
    { line: '7', item: 1, quantity: -2 },
    { line: '7+1', item: 2, quantity: -6 },
  ]);
  expect(await heldOf(books)).toEqual({ 1: [10, -2], 2: [10, -6] });
  expect(await marked(books)).toEqual([11, 12, 21, 22, 90]);
  expect(await record(books, order('o1', 90, 2))).toMatchObject({ known: 1 });
});

test('a new change of a listing has a new key and keeps when it was sent; one that was accepted is pending since now', async () => {
  await record(books, sale('s1', 'A'));
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
  await record(books, sale('s2', 'A'));
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
  expect(await heldOf(books)).toEqual({ 1: [null, -2] });
});
