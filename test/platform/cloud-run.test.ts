import { expect, test } from 'vitest';
import { shareOf, taskOf } from '../../src/platform/cloud-run.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('whatever the number of tasks, every item is in exactly one share, and the shares differ by one at most', () => {
  for (const items of [0, 1, 9, 10]) {
    for (const count of numbers(14).slice(1)) {
      const shares = numbers(count).map((index) => shareOf(numbers(items), { index, count }));
      expect(shares.flat().toSorted((a, b) => a - b)).toEqual(numbers(items));
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  }
});

test('outside Cloud Run this process is the only task', () => {
  expect(taskOf({})).toEqual({ index: 0, count: 1 });
  expect(taskOf({ CLOUD_RUN_TASK_INDEX: '2', CLOUD_RUN_TASK_COUNT: '4' })).toEqual({ index: 2, count: 4 });
});

test.each([
  ['4', '4'],
  ['-1', '4'],
  ['one', '4'],
  ['0', '0'],
  ['0.5', '4'],
])('task %s of %s is refused', (index, count) => {
  const env = { CLOUD_RUN_TASK_INDEX: index, CLOUD_RUN_TASK_COUNT: count };
  expect(() => taskOf(env)).toSay('CLOUD_RUN_TASK_INDEX must be a whole number');
});
