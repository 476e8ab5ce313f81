import { beforeEach, expect, test } from 'vitest';
import {
  addReadings,
  addReadingsFrom,
  heldItems,
  openLevels,
  openReadings,
  recordMovements,
  takeReadings,
} from '../../../src/channels/stock.ts';
import {
  at,
  booksBeforeEach,
  forgetMarks,
  LEARNS,
  levelsOf,
  marked,
  readStock,
  sale,
  setClock,
} from '../../support/ledger.ts';
import { DOING } from '../../support/words.ts';

const books = booksBeforeEach({ 1: 'A', 2: 'B' });
beforeEach(() => setClock(books.session, 0));

async function sell(
  key: string,
  sku: string,
  quantity: number,
  kind: 'sale' | 'order' = 'sale',
): Promise<void> {
  const ofOrder = kind === 'order' ? { channel: 'a', orderId: key } : {};
  await recordMovements(books.session, LEARNS, [{ ...sale(key, sku, quantity), kind, ...ofOrder }]);
  await forgetMarks(books);
}

const read = (runId: string, startedAt: number, readings: Parameters<typeof readStock>[2]['readings']) =>
  readStock(books.session, LEARNS, { runId, startedAt, readings });

test('a reading sets what the source says, and only listings of what changed are to be looked at', async () => {
  await openLevels(
    books.session,
    [1, 2].map((itemId) => ({ itemId, location: '' })),
    LEARNS,
  );
  await read('r1', 10, { 1: 7, 2: 10 });
  expect(await levelsOf(books)).toEqual([
    { item: 1, base: 7, held: 0, read: at(10), run: 'r1' },
    { item: 2, base: 10, held: 0, read: at(10), run: 'r1' },
  ]);
  expect(await marked(books)).toEqual([11, 12]);
});

test('an item that had no level yet has one from its first reading on', async () => {
  await read('r1', 10, { 1: 7 });
  expect(await levelsOf(books)).toEqual([{ item: 1, base: 7, held: 0, read: at(10), run: 'r1' }]);
  expect(await marked(books)).toEqual([11, 12]);
});

test('what a run read that began earlier, or at the same moment, changes nothing', async () => {
  await read('r2', 20, { 1: 7 });
  await forgetMarks(books);
  await read('r1', 10, { 1: 9 });
  await read('r3', 20, { 1: 8 });
  expect(await levelsOf(books)).toEqual([{ item: 1, base: 7, held: 0, read: at(20), run: 'r2' }]);
  expect(await marked(books)).toEqual([]);
});

test('a movement ends with the first reading of its item that is sure to show it, each kind by its own time', async () => {
  await sell('s1', 'A', 3);
  await sell('o1', 'A', 2, 'order');
  await sell('s2', 'B', 1);
  await read('r1', 60, { 1: 10 });
  expect(await levelsOf(books)).toMatchObject([{ base: 10, held: -5 }, { held: -1 }]);
  expect(await marked(books)).toEqual([]);
  await read('r2', 61, { 1: 7 });
  expect(await levelsOf(books)).toMatchObject([{ base: 7, held: -2 }, { held: -1 }]);
  // The level is what it was: nobody has to be told.
  expect(await marked(books)).toEqual([]);
  await read('r3', 3601, { 1: 5 });
  expect(await levelsOf(books)).toMatchObject([{ base: 5, held: 0 }, { held: -1 }]);
  expect(
    await books.schema.query(
      'SELECT source_key AS `key`, ended_run_id AS run, end_reason AS why FROM stock_movement',
    ),
  ).toEqual([
    { key: 's1', run: 'r2', why: 'reading' },
    { key: 'o1', run: 'r3', why: 'reading' },
    { key: 's2', run: null, why: null },
  ]);
});

test('what the source never learns of ends by no reading', async () => {
  await sell('s1', 'A', 3);
  await readStock(
    books.session,
    { hasSource: true, absorbS: { order: 0 } },
    { runId: 'r1', startedAt: 1e6, readings: { 1: 10 } },
  );
  expect(await levelsOf(books)).toMatchObject([{ base: 10, held: -3 }]);
});

test('what follows where there is no good row lowers the level and ends nothing, nor counts as a reading', async () => {
  await sell('s1', 'A', 3);
  await read('r1', 100, { 1: { falls: 0 } });
  expect(await levelsOf(books)).toEqual([{ item: 1, base: 0, held: -3, read: null, run: null }]);
  expect(await marked(books)).toEqual([11, 12]);
  await read('r2', 200, { 1: 7 });
  expect(await levelsOf(books)).toEqual([{ item: 1, base: 7, held: 0, read: at(200), run: 'r2' }]);
});

test('a run hands in what it found unchanged only where something is held of it', async () => {
  await sell('s1', 'A', 3);
  await sell('s2', 'unknown', 1);
  expect([...(await heldItems(books.session))]).toEqual([1]);
  await read('r1', 100, { 1: 10 });
  expect([...(await heldItems(books.session))]).toEqual([]);
});

test('after loads that knew of no levels the next one brings them up to the table, and ends nothing by it', async () => {
  await sell('s1', 'A', 3);
  await read('r1', 10, { 1: 10, 2: 10 });
  await forgetMarks(books);
  await books.schema.query('UPDATE raw_item_data SET stock = 4 WHERE id = 1');
  await books.schema.query('DELETE FROM raw_item_data WHERE id = 2');
  await read('r2', 20, {});
  expect(await levelsOf(books), 'r1 took its readings').toMatchObject([{ base: 10 }, { base: 10 }]);
  await books.schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at, committed_at)
     VALUES ('before', 'sync', 'succeeded', '${at(500)}', NOW(), NOW())`,
  );
  await read('r3', 600, {});
  expect(await levelsOf(books)).toEqual([
    { item: 1, base: 4, held: -3, read: at(10), run: 'r1' },
    { item: 2, base: 0, held: 0, read: at(10), run: 'r1' },
  ]);
  expect(await marked(books)).toEqual([11, 12, 21, 22]);
  await forgetMarks(books);
  await read('r4', 700, {});
  expect(await marked(books)).toEqual([]);
});

test('a level that begins while a load is under way ends with what the load read', async () => {
  await books.schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at) VALUES ('r0', 'sync', 'succeeded', '${at(1)}', NOW())`,
  );
  await books.schema.query(`UPDATE sync_run SET committed_at = started_at, in_stock = 1`);
  let opened: Promise<void> | undefined;
  await books.session.transaction(DOING, async () => {
    await books.session.write(DOING, 'UPDATE raw_item_data SET stock = 4 WHERE id = 1');
    opened = openLevels(books.other, [{ itemId: 1, location: '' }], LEARNS);
    await opened;
  });
  expect(await levelsOf(books), 'the load has not spoken yet').toEqual([
    { item: 1, base: 10, held: 0, read: at(1), run: 'r0' },
  ]);
  await read('r1', 2, { 1: 4 });
  expect(await levelsOf(books)).toMatchObject([{ base: 4, run: 'r1' }]);
});

test('a sale that comes while a load is under way waits for it, and is held against what it read', async () => {
  await sell('s0', 'A', 1);
  let sold: Promise<unknown> | undefined;
  await books.schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at) VALUES ('r1', 'sync', 'running', '${at(100)}', NOW())`,
  );
  await openReadings(books.session);
  await addReadings(books.session, [{ itemId: 1, quantity: 9, isGood: true }]);
  await books.session.transaction(DOING, async () => {
    await takeReadings(books.session, 'r1', LEARNS);
    sold = recordMovements(books.other, LEARNS, [sale('s1', 'A', 2)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await sold;
  expect(await levelsOf(books)).toMatchObject([{ base: 9, held: -2 }]);
});

/** A first load of everything, and then one in which nothing changed: far beyond both is a statement a row. */
test('readings of 20,000 items are taken in by a few statements, and of no item by hardly anything', async () => {
  const { schema, session } = books;
  const numbers = Array.from({ length: 20_000 }, (_, index) => [index + 10, 3]);
  await schema.query('INSERT INTO raw_item_data (id, stock) VALUES ?', [numbers]);
  const takeAll = async (runId: string, startedAt: number, select: string): Promise<number> => {
    await schema.query(
      `INSERT INTO sync_run (run_id, command, status, started_at, alive_at) VALUES (?, 'sync', 'running', ?, NOW())`,
      [runId, at(startedAt)],
    );
    const statements = async (): Promise<number> => {
      const [row] = await session.read<{ Value: string }>(DOING, `SHOW SESSION STATUS LIKE 'Questions'`);
      return Number(row?.Value);
    };
    await openReadings(session);
    await addReadingsFrom(session, select);
    const before = await statements();
    await session.transaction(DOING, () => takeReadings(session, runId, LEARNS));
    const used = (await statements()) - before;
    await schema.query('UPDATE sync_run SET committed_at = NOW() WHERE run_id = ?', [runId]);
    return used;
  };
  expect(await takeAll('r1', 10, 'SELECT id, stock, TRUE FROM raw_item_data')).toBeLessThan(20);
  expect(await levelsOf(books)).toHaveLength(20_002);
  expect(await takeAll('r2', 20, 'SELECT id, stock, TRUE FROM raw_item_data WHERE FALSE')).toBeLessThan(20);
});
