import { expect, test } from 'vitest';
import { planDeletion, planMissing, planNothingMissing } from '../../src/sync/missing.ts';

type Rows = Parameters<typeof planMissing>[1];
const RULES = { treatment: 'zero', runs: 3 } as const;

type Entry = [productId: number, runs: number, settled: boolean];

function known(...entries: Entry[]): Rows['missing'] {
  return new Map(entries.map(([productId, runs, settled]) => [productId, { runs, settled }]));
}

/** Products 1 to 3 without stock. */
const rows = (...entries: Entry[]): Rows => ({
  productIds: Float64Array.of(1, 2, 3),
  stocks: new Float64Array(3),
  missing: known(...entries),
});

test('a product is marked until it was missing often enough, and then settled', () => {
  const plan = planMissing([1, 2, 3], rows([2, 1, false], [3, 2, false]), RULES);
  expect(plan).toEqual({ marked: [1, 2], settled: [3], returned: [], treatment: 'zero' });
});

test('with MISSING_RUNS=1 a product is settled at once, never marked', () => {
  expect(planMissing([1], rows(), { ...RULES, runs: 1 })).toMatchObject({ marked: [], settled: [1] });
});

test('what is settled already stays as it is', () => {
  const plan = planMissing([1], rows([1, 3, true]), RULES);
  expect(plan).toMatchObject({ marked: [], settled: [], returned: [] });
});

test('what is settled and has stock again, or one that nobody knows, is due again, unless its row is to be kept', () => {
  const again = {
    ...rows([1, 3, true], [2, 3, true], [3, 3, true]),
    stocks: Float64Array.of(4, 0, NaN),
  };
  expect(planMissing([1, 2, 3], again, RULES)).toMatchObject({ marked: [], settled: [1, 3] });
  expect(planMissing([1, 2, 3], again, { ...RULES, treatment: 'delete' })).toMatchObject({ settled: [1, 3] });
  expect(planMissing([1, 2, 3], again, { ...RULES, treatment: 'keep' })).toMatchObject({ settled: [] });
});

test('what is back is forgotten, settled or not', () => {
  const plan = planMissing([3], rows([1, 1, false], [2, 3, true], [3, 1, false]), RULES);
  expect(plan).toMatchObject({ marked: [3], returned: [1, 2] });
});

test('where nothing is known of who is missing, it is known all the same who is back', () => {
  const missing = known([1, 1, false], [2, 3, true], [3, 3, true]);
  const nothing = { marked: [], settled: [], treatment: 'keep' };
  expect(planNothingMissing([3], missing, undefined)).toEqual({ ...nothing, returned: [1, 2] });
  expect(planNothingMissing([3], missing, new Set([2, 3]))).toEqual({ ...nothing, returned: [2] });
});

test('a full load deletes at once, what was settled before as well', () => {
  const plan = planDeletion([1, 2], known([2, 5, true], [4, 1, false]));
  expect(plan).toEqual({ marked: [], settled: [1, 2], returned: [4], treatment: 'delete' });
});
