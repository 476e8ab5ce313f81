import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeChanges, placeKey } from '../../src/sources/source.ts';
import { Guard, GuardError, refuseOtherPlace, Watch } from '../../src/sync/guard.ts';
import { DOING } from '../support/words.ts';

const LIMITS = {
  maxMissingPercent: 20,
  maxZeroedPercent: 30,
  maxUnpricedPercent: 10,
  maxPriceDropPercent: 5,
};

type Side = { stock: number; price: number };
const GOOD: Side = { stock: 5, price: 100 };

/** A guard that has seen `suffering` products go from `before` to `after`, of `all` that were `before`. */
function seen(suffering: number, all: number, before: Side, after: Side): Guard {
  const guard = new Guard(LIMITS);
  for (let id = 1; id <= all; id += 1) guard.seen(id, before, id <= suffering ? after : before);
  return guard;
}

describe('a watch is exceeded', () => {
  test('by more than its limit, and not by the limit itself', () => {
    const anyCount = fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 500 }), fc.nat(100));
    const atTheLimit = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 }))
      .map(([hundreds, limit]) => [hundreds * limit, hundreds * 100, limit] as const);
    fc.assert(
      fc.property(fc.oneof(anyCount, atTheLimit), ([count, of, limit]) => {
        const watch = new Watch('vanish', limit);
        Object.assign(watch, { count, of });
        expect(watch.isExceeded).toBe(count >= 10 && BigInt(count) * 100n > BigInt(of) * BigInt(limit));
      }),
      { numRuns: 2000 },
    );
  });

  test('by no fewer than ten products', () => {
    const watch = new Watch('vanish', 0);
    Object.assign(watch, { count: 9, of: 9 });
    expect(watch.isExceeded).toBe(false);
    Object.assign(watch, { count: 10, of: 10 });
    expect(watch.isExceeded).toBe(true);
  });

  test('never where there is no product to measure', () => {
    expect(new Watch('vanish', 0).isExceeded).toBe(false);
  });
});

test.each<[string, Side, Side, string]>([
  ['falls to no stock', GOOD, { ...GOOD, stock: 0 }, 'fall from stock to none'],
  ['falls below no stock', GOOD, { ...GOOD, stock: -1 }, 'fall from stock to none'],
  ['loses its price', GOOD, { ...GOOD, price: NaN }, 'lose their price'],
  ['is priced at nothing', GOOD, { ...GOOD, price: 0 }, 'lose their price'],
  ['is priced below nothing', GOOD, { ...GOOD, price: -1 }, 'lose their price'],
  ['falls below half its price', GOOD, { ...GOOD, price: 49.99 }, 'fall below half their price'],
])('half of the products that each %s stop the run', (_what, before, after, message) => {
  expect(() => seen(20, 40, before, after).judge()).toThrow(GuardError);
  expect(() => seen(20, 40, before, after).judge()).toSay(message);
});

test.each<[string, Side, Side]>([
  ['fall to half their price', GOOD, { ...GOOD, price: 50 }],
  ['become dearer', GOOD, { ...GOOD, price: 900 }],
  ['lose some stock', GOOD, { ...GOOD, stock: 1 }],
  ['had no stock and still have none', { ...GOOD, stock: 0 }, { ...GOOD, stock: -2 }],
  ['had unknown stock', { ...GOOD, stock: NaN }, { ...GOOD, stock: 0 }],
  ['had no price', { ...GOOD, price: NaN }, { ...GOOD, price: 0 }],
  ['had an unreadable price', { ...GOOD, price: Infinity }, { ...GOOD, price: 1 }],
])('products that %s stop nothing', (_what, before, after) => {
  expect(() => seen(40, 40, before, after).judge()).not.toThrow();
});

test('what suffered is measured against those that could suffer it', () => {
  const guard = seen(12, 30, GOOD, { ...GOOD, stock: 0 });
  for (let id = 100; id < 500; id += 1) guard.seen(id, { stock: 0, price: NaN }, { stock: 0, price: NaN });
  expect(guard.zeroed).toMatchObject({ count: 12, of: 30 });
  expect(guard.unpriced).toMatchObject({ count: 0, of: 30 });
  expect(() => guard.judge()).toSay('12 of 30 products would fall from stock to none (40 %, 30 % allowed');
});

test('the five largest losses are shown, largest first', () => {
  const guard = new Guard(LIMITS);
  for (const [index, price] of [10, 70, 30, 90, 50, 20, 80, 60, 40, 100, 5].entries()) {
    guard.seen(index + 1, { stock: 1, price }, { stock: 1, price: price / 10 });
  }
  expect(guard.cheapened.examples.map(({ before }) => before)).toEqual([100, 90, 80, 70, 60]);
  expect(() => guard.judge()).toSay('the largest: 10: 100 → 10, 4: 90 → 9');
});

test('every watch that is exceeded is named at once, with the way out', () => {
  const guard = seen(20, 20, GOOD, { stock: 0, price: 1 });
  guard.vanished.of = 40;
  for (let id = 1; id <= 20; id += 1) guard.vanished.suffered(id, 5, 0);
  expect(() => guard.judge()).toSay(/vanish from .*; .*fall from stock .*; .*fall below half/);
  expect(() => guard.judge()).toThrow(expect.objectContaining({ exitCode: 77 }));
  expect(() => guard.judge()).toSay('--force');
});

describe('another place than the last run read from', () => {
  const placeOf = (warehouse: string, priceList: string | null) => ({
    key: placeKey({ warehouse, 'price list': priceList }),
    label: DOING,
  });
  const place = placeOf('301', '701');

  test('is refused, naming what is other', () => {
    expect(() => refuseOtherPlace(place, placeOf('9', '8').key)).toSay(
      'warehouse 9 → 301 and price list 8 → 701',
    );
    expect(() => refuseOtherPlace(place, placeOf('301', '8').key)).toThrow(GuardError);
  });

  test('is none where there was no run, where it is the same, or where a price list was not named', () => {
    expect(() => refuseOtherPlace(place, undefined)).not.toThrow();
    expect(() => refuseOtherPlace(place, place.key)).not.toThrow();
    expect(() => refuseOtherPlace(place, placeOf('301', null).key)).not.toThrow();
    expect(() => refuseOtherPlace(placeOf('301', null), place.key)).not.toThrow();
  });

  test('is told apart whatever its names are spelled with', () => {
    const odd = { warehouse: 'a&b=c+%', 'price list': '1 2' };
    expect(placeChanges(placeKey(odd), placeKey(odd))).toEqual([]);
    expect(placeChanges(placeKey(odd), placeKey({ ...odd, warehouse: 'a' }))).toEqual([
      { name: 'warehouse', before: 'a&b=c+%', after: 'a' },
    ]);
  });
});
