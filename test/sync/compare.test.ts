import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/sync/store.ts';
import { positionOf } from '../../src/platform/column.ts';
import { compareBatch, mergeKnown } from '../../src/sync/compare.ts';

interface Listed {
  id: number;
  price: number | undefined;
  fingerprint: number;
}

/** What was stored; a `price` of null stands for a `data` that is NULL. */
interface Stored {
  stock: number | null;
  price: number | undefined | null;
  fingerprint: number;
}

interface Case {
  listed: Listed[];
  stock: { id: number; balance: number }[];
  stored: Map<number, Stored>;
  deep: boolean;
}

/** What the shop would say, product by product. */
function inWords({ listed, stock, stored, deep }: Case) {
  const balanceOf = new Map(stock.map(({ id, balance }) => [id, balance]));
  const known = [...stored.keys()].sort((a, b) => a - b);
  return listed.map(({ id, price, fingerprint }) => {
    const balance = balanceOf.get(id) ?? 0;
    const before = stored.get(id);
    const same =
      before !== undefined &&
      before.stock === balance &&
      before.price !== null &&
      before.price === price &&
      (!deep || before.fingerprint === fingerprint);
    return { stock: balance, position: known.indexOf(id), changed: !same };
  });
}

function inFrames({ listed, stock, stored, deep }: Case) {
  const previous = snapshotOf(stored, deep);
  const known = mergeKnown(previous, {
    productIds: Float64Array.from(stock, ({ id }) => id),
    balances: Float64Array.from(stock, ({ balance }) => balance),
  });
  const { stocks, positions, changed } = compareBatch(
    {
      productIds: Float64Array.from(listed, ({ id }) => id),
      prices: Float64Array.from(listed, ({ price }) => price ?? NaN),
      fingerprints: deep ? Float64Array.from(listed, ({ fingerprint }) => fingerprint) : new Float64Array(0),
    },
    known,
    previous,
  );
  return listed.map((_, row) => ({
    stock: stocks[row] as number,
    position: positions[row] as number,
    changed: changed[row] === 1,
  }));
}

function snapshotOf(stored: Case['stored'], deep: boolean): Snapshot {
  const rows = [...stored].sort(([a], [b]) => a - b);
  const priceOf = ({ price }: Stored): number => (price === null ? Infinity : (price ?? NaN));
  const printOf = ({ price, fingerprint }: Stored): number => (price === null ? NaN : fingerprint);
  return {
    productIds: Float64Array.from(rows, ([id]) => id),
    stocks: Float64Array.from(rows, ([, { stock }]) => stock ?? NaN),
    prices: Float64Array.from(rows, ([, row]) => priceOf(row)),
    fingerprints: deep ? Float64Array.from(rows, ([, row]) => printOf(row)) : new Float64Array(0),
    missing: new Map(),
  };
}

// Few values, so that equal ones meet often; and the ends of what an id may be.
const id = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 30 }) },
  fc.constantFrom(2 ** 31, 2 ** 53 - 1),
);
const price = fc.constantFrom(0, 1, 1.5, 1e21, undefined);
const stock = fc.integer({ min: -2, max: 3 });
const fingerprint = fc.integer({ min: 1, max: 2 });

// Each comparison costs a join, so many products in few cases.
const MANY = { maxLength: 30, size: 'max' } as const;

const anyCase: fc.Arbitrary<Case> = fc.record({
  listed: fc.uniqueArray(fc.record({ id, price, fingerprint }), { ...MANY, selector: (item) => item.id }),
  stock: fc.uniqueArray(fc.record({ id, balance: stock }), { ...MANY, selector: (item) => item.id }),
  stored: fc
    .array(
      fc.tuple(
        id,
        fc.record({ stock: fc.option(stock), price: fc.oneof(price, fc.constant(null)), fingerprint }),
      ),
      MANY,
    )
    .map((rows) => new Map(rows)),
  deep: fc.boolean(),
});

test('frames and a plain loop classify every product alike', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      expect(inFrames(given)).toEqual(inWords(given));
    }),
    { numRuns: 60 },
  );
});

test('a catalogue far larger than its batch is met at the right place', () => {
  const stored = new Map<number, Stored>();
  for (let at = 1; at <= 5000; at += 1) stored.set(at * 2, { stock: at % 7, price: at, fingerprint: 1 });
  const listed = [10_000, 2, 5001, 5000].map((id) => ({ id, price: id / 2, fingerprint: 1 }));
  const given = { listed, stock: [{ id: 5000, balance: 2500 % 7 }], stored, deep: false };
  expect(inFrames(given)).toEqual(inWords(given));
  expect(inFrames(given).map(({ position }) => position)).toEqual([4999, 0, -1, 2499]);
});

test('an empty batch, an empty stock list and an empty table are met', () => {
  const nothing = { listed: [], stock: [], stored: new Map(), deep: true };
  expect(inFrames(nothing)).toEqual([]);
  const first = { ...nothing, listed: [{ id: 1, price: undefined, fingerprint: 1 }] };
  expect(inFrames(first)).toEqual([{ stock: 0, position: -1, changed: true }]);
});

test('an id is found where it stands, and only there', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id), id, (ids, wanted) => {
      const sorted = Float64Array.from(ids).sort();
      expect(positionOf(sorted, wanted)).toBe(sorted.indexOf(wanted));
    }),
  );
});
