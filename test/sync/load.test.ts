import { afterEach, beforeEach, expect, test } from 'vitest';
import { BugError } from '../../src/platform/errors.ts';
import { loadItems, loadPlan, openShelf, type Shelf, startRun, UPDATED_AT } from '../support/session.ts';
import { DOING } from '../support/words.ts';

const EARLIER = '2020-01-02 03:04:05';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf({
    before: [
      'CREATE TABLE raw_item_data (id INT PRIMARY KEY, data JSON, stock INT, updated_at DATETIME, cost INT)',
      `INSERT INTO raw_item_data VALUES (1, '{"price":1}', 1, '${EARLIER}', 11), (2, NULL, NULL, '${EARLIER}', 22)`,
    ],
  });
});
afterEach(() => shelf.close());

const rows = () =>
  shelf.schema.query(
    `SELECT id, JSON_EXTRACT(data, '$.price') AS price, stock, updated_at, cost FROM raw_item_data ORDER BY id`,
  );

test('staged products are inserted or replace ours, and columns that are not ours keep their values', async () => {
  const counts = await loadItems(shelf, 'r1', [
    { productId: 1, data: { price: 2 }, stock: 1 },
    { productId: 2, data: { price: 5 }, stock: 0 },
    { productId: 3, data: { price: 7 }, stock: -4 },
  ]);
  expect(counts).toEqual({
    staged: 3,
    unknown: 0,
    inserted: 1,
    updated: 2,
    missing: 0,
    removed: 0,
    changed: 3,
    owed: 3,
  });
  expect(await rows()).toEqual([
    { id: 1, price: '2', stock: 1, updated_at: UPDATED_AT, cost: 11 },
    { id: 2, price: '5', stock: 0, updated_at: UPDATED_AT, cost: 22 },
    { id: 3, price: '7', stock: -4, updated_at: UPDATED_AT, cost: null },
  ]);
});

test('updated_at moves only for rows whose content moves', async () => {
  await loadItems(shelf, 'r1', [{ productId: 1, data: { price: 1 }, stock: 1 }]);
  expect(await rows()).toMatchObject([{ id: 1, updated_at: EARLIER }, { id: 2 }]);
  await loadItems(shelf, 'r2', [{ productId: 1, data: { price: 1 }, stock: 2 }]);
  expect(await rows()).toMatchObject([
    { id: 1, updated_at: UPDATED_AT },
    { id: 2, updated_at: EARLIER },
  ]);
});

test('updated_at does not move by itself where the column updates itself', async () => {
  await shelf.schema.query(
    `ALTER TABLE raw_item_data MODIFY updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP`,
  );
  const [before] = await rows();
  await loadItems(shelf, 'r1', [{ productId: 1, data: { price: 1 }, stock: 1 }]);
  expect((await rows())[0]).toEqual(before);
});

test('a check that refuses the counts leaves everything as it was', async () => {
  const before = await rows();
  const { store, schema } = shelf;
  await startRun(store, 'r1');
  await store.staging.open();
  await store.staging.add(
    [{ productId: 9, data: Buffer.from('{}'), stock: 1, price: null, before: null }],
    1,
  );
  const refused = store.load(loadPlan('r1', { oweProcedures: true }), () => {
    throw new BugError(DOING);
  });
  await expect(refused).rejects.toSay(DOING.code);
  expect(await rows()).toEqual(before);
  expect(await schema.query('SELECT * FROM channel_outbox')).toEqual([]);
  expect(await schema.query('SELECT committed_at, procedures_owed FROM sync_run')).toEqual([
    { committed_at: null, procedures_owed: 0 },
  ]);
});

test('text of every kind arrives as it was', async () => {
  const data = { name: `Ñandú "o'clock" \\ 🧉 \u0000 ; DROP TABLE raw_item_data; -- ?`, price: '1.00' };
  await loadItems(shelf, 'r1', [{ productId: 3, data, stock: 1 }]);
  const [row] = await shelf.schema.query<{ data: string }>('SELECT data FROM raw_item_data WHERE id = 3');
  expect(JSON.parse(row?.data ?? '')).toEqual(data);
});

test('a restart of the staging forgets what was staged', async () => {
  await shelf.store.staging.open();
  await shelf.store.staging.add(
    [{ productId: 8, data: Buffer.from('{}'), stock: 1, price: null, before: null }],
    1,
  );
  expect(await loadItems(shelf, 'r1', [{ productId: 9, data: {}, stock: 1 }])).toMatchObject({ inserted: 1 });
  expect(await rows()).toMatchObject([{ id: 1 }, { id: 2 }, { id: 9 }]);
});

test('more rows than one statement takes are all staged', async () => {
  const items = Array.from({ length: 2501 }, (_, index) => ({ productId: index + 10, data: {}, stock: 1 }));
  expect(await loadItems(shelf, 'r1', items)).toMatchObject({ staged: 2501, inserted: 2501, owed: 2501 });
});

test('a stock beyond the column fails loudly and loads nothing', async () => {
  const beyond = loadItems(shelf, 'r1', [{ productId: 9, data: {}, stock: 3_000_000_000 }]);
  await expect(beyond).rejects.toSay(/could not stage changed products/);
  expect(await rows()).toHaveLength(2);
});
