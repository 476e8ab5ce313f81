import { expect, test } from 'vitest';
import { indexOf, matches, wantedOf } from '../../src/dashboard/browser/matches.ts';
import { enText } from '../../src/dashboard/words/en.ts';

const product = (id: number, name: string, codes: string[]) => ({
  ...{ id, name, codes },
  ...{ price: 1, stock: 1, trouble: 0, changes: [], earlier: 0 },
});
const index = indexOf([
  product(1, 'Yerba', ['779', '7790387']),
  product(2, 'Mate 7790387 de regalo', []),
  product(7, 'Té', ['2']),
]);
const found = (typed: string): number[] =>
  matches(index, wantedOf(typed, [], enText.search as never)).map(({ id }) => id);

test('a number is a whole one or begins a code before it is digits within another', () => {
  const drinks = indexOf([
    product(3, 'Coca Cola 1500 Cc', ['3']),
    product(4, 'Coca Cola Zero', ['7795000']),
    product(5, 'Coca Cola 1.500 Lt', []),
    product(6, 'Coca Cola 500 Cc', []),
    product(8, 'Coca Cola Light', ['5009']),
  ]);
  const ids = (typed: string) =>
    matches(drinks, wantedOf(typed, [], enText.search as never)).map(({ id }) => id);
  expect(ids('coca cola 500')).toEqual([6, 8, 3, 4, 5]);
  expect(ids('500')).toEqual([6, 8, 3, 4, 5]);
  expect(ids('1.500')).toEqual([5]);
});

test('a product is found by each of its codes, and whose number or code it is comes first', () => {
  expect(found('779')).toEqual([1, 2]);
  expect(found('7790387')).toEqual([1, 2]);
  expect(found('yerba 0387')).toEqual([1]);
  expect(found('2')).toEqual([2, 7]);
});
