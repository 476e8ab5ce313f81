import { expect, test } from 'vitest';
import { largestFirst, percentMoved, type ProductChange } from '../../src/runs/product-change.ts';

const change = (id: number, more: Partial<ProductChange>): ProductChange => ({
  product_id: id,
  name: null,
  kind: 'changed',
  old_price: 10,
  new_price: 10,
  old_stock: 5,
  new_stock: 5,
  ...more,
});

test('what a buyer meets first stands first, and within that the largest', () => {
  const inOrder = [
    change(9, { old_stock: 70, new_stock: 0 }),
    change(8, { kind: 'gone', old_stock: 6, new_stock: -1, new_price: 10 }),
    change(7, { old_stock: null, new_stock: 0 }),
    change(6, { new_price: null }),
    change(5, { new_price: 4 }),
    change(14, { new_price: 20, new_stock: 900 }),
    change(13, { kind: 'deleted', old_stock: 0, new_stock: null, new_price: null }),
    change(4, { new_stock: 100 }),
    change(12, { old_stock: -3, new_stock: 0 }),
    change(3, { kind: 'new', old_price: null, old_stock: null, new_stock: 8 }),
    change(2, { kind: 'new', old_price: null, old_stock: null, new_stock: 0 }),
  ];
  expect(largestFirst(inOrder.toReversed())).toEqual(inOrder);
});

test.each([
  [119, 139, 16.8],
  [10, 5, -50],
  [10, 10.001, undefined],
  [0, 5, undefined],
  [null, 5, undefined],
  [5, null, undefined],
])('from %s to %s is %s percent', (before, after, percent) => {
  expect(percentMoved(before, after)).toBe(percent);
});
