import fc from 'fast-check';
import type { StockRules } from '../../src/channels/stock.ts';
import { LATE_SKU, type Line, type ModelState, type Readings, type Step } from './stock-model.ts';

/** A step before it is known when it comes, and what a run finds. */
export type Idea =
  | { what: 'record' | 'cancel'; lines: readonly Line[] }
  | { what: 'read'; lag: number; isWhole: boolean; found: readonly (number | 'falls' | 'unread' | 'same')[] }
  | { what: 'map' }
  | { what: 'close'; ago: number }
  | { what: 'count' | 'add'; itemId: number; quantity: number };

const line = fc.oneof(
  fc.record({
    key: fc.constantFrom('s0', 's1', 's2', 's3', 's4', 's5'),
    kind: fc.constantFrom('sale' as const, 'sale' as const, 'return' as const),
    sku: fc.constantFrom('A', 'B', LATE_SKU, 'unknown'),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  ofOrder(),
);

function ofOrder() {
  return fc.record({
    key: fc.constantFrom('o0', 'o1', 'o2', 'o3'),
    kind: fc.constant('order' as const),
    sku: fc.constantFrom('A', LATE_SKU, 'kit'),
    quantity: fc.integer({ min: 1, max: 2 }),
  });
}

const reading = fc.record({
  what: fc.constant('read' as const),
  lag: fc.integer({ min: 0, max: 700 }),
  isWhole: fc.boolean(),
  found: fc.array(
    fc.oneof(
      fc.integer({ min: -1, max: 12 }),
      fc.constantFrom('falls' as const, 'unread' as const, 'same' as const),
    ),
    { minLength: 3, maxLength: 3 },
  ),
});
const several = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 3 });

export function ideas(rules: StockRules): fc.Arbitrary<Idea> {
  const always = [
    fc.record({ what: fc.constant('record' as const), lines: several(line) }),
    fc.record({ what: fc.constant('cancel' as const), lines: several(ofOrder()) }),
    fc.constant({ what: 'map' as const }),
  ];
  const count = fc.record({
    what: fc.constantFrom('count' as const, 'add' as const),
    itemId: fc.constantFrom(1, 2),
    quantity: fc.integer({ min: 1, max: 9 }),
  });
  const close = fc.record({ what: fc.constant('close' as const), ago: fc.integer({ min: 0, max: 900 }) });
  return rules.hasSource ? fc.oneof(...always, reading, reading, close) : fc.oneof(...always, count);
}

/** What the idea comes to in this state. A run hands in what differs, and what is unchanged where something is held. */
export function stepOf(
  idea: Idea,
  t: number,
  runId: string,
  state: ModelState,
  isHeld: ReadonlySet<number>,
): Step | undefined {
  switch (idea.what) {
    case 'record':
    case 'cancel':
      return { ...idea, t };
    case 'map': {
      const known = state.items[LATE_SKU]?.length ?? 0;
      return known < 2 ? { what: 'map', t, itemId: 3 + known } : undefined;
    }
    case 'close':
      return { what: 'close', t, before: t - idea.ago };
    case 'read': {
      const startedAt = t - idea.lag;
      const isWhole = idea.isWhole && startedAt > (state.whole?.startedAt ?? 0);
      const found = idea.found.map((value, index) => ({ itemId: index + 1, value }));
      const readings = found.flatMap(({ itemId, value }): [number, Readings[number]][] => {
        const base = (state.levels[itemId] as { base: number }).base;
        if (value === 'unread') return [];
        if (value === 'falls') return [[itemId, { falls: Math.min(base, 0) }]];
        const stock = value === 'same' ? base : value;
        return stock === base && !isHeld.has(itemId) ? [] : [[itemId, stock]];
      });
      const unread = [
        ...found
          .filter(({ value }) => typeof value === 'string' && value !== 'same')
          .map(({ itemId }) => itemId),
        4,
      ];
      return { what: 'read', t, runId, startedAt, isWhole, unread, readings: Object.fromEntries(readings) };
    }
    default:
      return { ...idea, t };
  }
}
