import { expect, test } from 'vitest';
import { isShown, offerOfParts, signed, unshownKinds } from '../../../src/channels/stock/rules.ts';

const knowing = (absorbS: { sale?: number; order?: number }) => ({ hasSource: true, absorbS });
const RECEIVED = '2026-03-01 10:00:00.000000';

test('sales and orders lower a level, returns raise it, and a count does what it says', () => {
  expect([signed('sale', 2), signed('order', 2), signed('return', 2), signed('count', -2)]).toEqual([
    -2, -2, 2, -2,
  ]);
});

test('a list shows a movement only where it was begun later than the time that the source needs, to the microsecond', () => {
  const sale = { kind: 'sale' as const, receivedAt: RECEIVED };
  const rules = knowing({ sale: 60 });
  expect(isShown(sale, '2026-03-01 10:01:00.000000', rules)).toBe(false);
  expect(isShown(sale, '2026-03-01 10:01:00.000001', rules)).toBe(true);
  expect(isShown(sale, null, rules)).toBe(false);
});

test('each kind has a time of its own, and what the source never learns of is in no list', () => {
  const readAt = '2026-03-02 10:00:00.000000';
  const of = (kind: 'sale' | 'return' | 'order' | 'count') => ({ kind, receivedAt: RECEIVED });
  const rules = knowing({ sale: 60, order: 86_400 });
  expect(isShown(of('sale'), readAt, rules)).toBe(true);
  expect(isShown(of('order'), readAt, rules)).toBe(false);
  expect(isShown(of('count'), readAt, rules)).toBe(false);
  expect(isShown(of('return'), readAt, knowing({}))).toBe(false);
  expect(isShown(of('sale'), readAt, knowing({ order: 0 }))).toBe(false);
});

test('only what no list shows is left to a stocktake', () => {
  expect(unshownKinds(knowing({}))).toEqual(['sale', 'return', 'order', 'count']);
  expect(unshownKinds(knowing({ sale: 1 }))).toEqual(['order', 'count']);
  expect(unshownKinds(knowing({ order: 1 }))).toEqual(['sale', 'return', 'count']);
  expect(unshownKinds(knowing({ sale: 1, order: 1 }))).toEqual(['count']);
});

test('a listing offers what its scarcest part allows, less the buffer, and never less than nothing', () => {
  const part = (units: number, level: number | null) => ({ units, level });
  expect(offerOfParts([part(1, 7)], 0)).toBe(7);
  expect(offerOfParts([part(1, 7), part(2, 9)], 0)).toBe(4);
  expect(offerOfParts([part(1, 7), part(2, 9)], 3)).toBe(1);
  expect(offerOfParts([part(1, 7)], 9)).toBe(0);
  expect(offerOfParts([part(2, -1)], 0)).toBe(0);
});

test('of a listing that is not mapped, or has an item that nothing is known of, nobody can say what it offers', () => {
  expect(offerOfParts([], 0)).toBeUndefined();
  expect(
    offerOfParts(
      [
        { units: 1, level: 5 },
        { units: 1, level: null },
      ],
      0,
    ),
  ).toBeUndefined();
});
