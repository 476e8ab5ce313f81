import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../src/platform/canonical.ts';
import { previousPrice } from '../../src/sync/snapshot.ts';
import { openShelf, type Shelf } from '../support/session.ts';

/** NaN: no price; Infinity: a change against every price. */
const ROWS: readonly { id: number; data: string | null; price: number; stock: number | null }[] = [
  { id: 1, data: '{"price":10.5,"name":"Yerba"}', price: 10.5, stock: 3 },
  { id: 2, data: '{"price":"1.00"}', price: 1, stock: 0 },
  { id: 3, data: '{"name":"Azúcar"}', price: NaN, stock: -2 },
  { id: 4, data: '{"price":null}', price: NaN, stock: 1 },
  { id: 5, data: '{"price":"abc"}', price: Infinity, stock: 1 },
  { id: 6, data: null, price: Infinity, stock: 1 },
  { id: 7, data: '{"price":0}', price: 0, stock: null },
  { id: 8, data: '{"price":"1.234,56"}', price: Infinity, stock: 1 },
  { id: 9, data: '{"price":12345678.125}', price: 12_345_678.125, stock: 1 },
  { id: 3_000_000_000, data: '{"price":-1}', price: -1, stock: 1 },
];

let shelf: Shelf;
beforeAll(async () => {
  shelf = await openShelf();
  for (const { id, data, stock } of ROWS.toReversed()) {
    await shelf.schema.query('INSERT INTO raw_item_data VALUES (?, ?, ?, NULL)', [id, data, stock]);
  }
  await shelf.schema.query(
    `INSERT INTO sync_missing VALUES (3, 1, '2026-01-01', NULL), (9, 4, '2026-01-01', '2026-01-02')`,
  );
});
afterAll(() => shelf.close());

test('a price as text is the number that it spells', () => {
  const digits = fc.stringMatching(/^\d{1,17}(\.\d{1,8})?$/);
  fc.assert(
    fc.property(
      fc.oneof(
        digits,
        digits.map((text) => `-${text}`),
        fc.double().map(String),
      ),
      (text) => {
        const isPrice = Number.isFinite(Number(text));
        expect(previousPrice(text)).toBe(isPrice ? Number(text) + 0 : Infinity);
      },
    ),
    { numRuns: 5000 },
  );
  for (const text of ['', '.', '1.', '.5', '1.2.3', '1,5', '0x10', '1e', '--1', '١']) {
    expect(previousPrice(text), text).toBe(Infinity);
  }
});

test.each([false, true])(
  'previous ids, stocks and prices are read alike with fingerprints %s',
  async (deep) => {
    const { productIds, stocks, prices } = await shelf.store.snapshot(deep);
    expect([...productIds]).toEqual(ROWS.map(({ id }) => id));
    expect([...stocks]).toEqual(ROWS.map(({ stock }) => stock ?? NaN));
    expect([...prices]).toEqual(ROWS.map(({ price }) => price));
  },
);

test('fingerprints leave the price aside, are asked for, and are of no use where data is NULL', async () => {
  expect([...(await shelf.store.snapshot(false)).fingerprints]).toEqual([]);
  const { fingerprints } = await shelf.store.snapshot(true);
  expect(fingerprints[0]).toBe(fingerprint({ name: 'Yerba' }));
  expect(fingerprints[1]).toBe(fingerprint({}));
  expect(fingerprints[5]).toBeNaN();
});

test('what is missing comes with how often, and whether it is settled', async () => {
  const { missing } = await shelf.store.snapshot(false);
  expect([...missing]).toEqual([
    [3, { runs: 1, settled: false }],
    [9, { runs: 4, settled: true }],
  ]);
});

test('an empty table is an empty snapshot', async () => {
  const empty = await openShelf();
  try {
    const { productIds, missing } = await empty.store.snapshot(true);
    expect([productIds.length, missing.size]).toEqual([0, 0]);
  } finally {
    await empty.close();
  }
});

test.each([
  [null, NaN],
  ['null', NaN],
  ['', Infinity],
  ['1e3', 1000],
  ['-0', 0],
  [0, 0],
  [true, Infinity],
])('a stored price of %j is the number %d', (stored, price) => {
  expect(previousPrice(stored)).toBe(price);
});
