import { expect, test } from 'vitest';
import { indexOf, matches } from '../../src/dashboard/browser/matches.ts';
import { decode, encode, type Product } from '../../src/dashboard/page/catalogue-code.ts';

const product = (id: number, code: string): Product => ({
  ...{ id, name: `Product ${code}`, codes: [code], price: 1, stock: 2, trouble: 0, changes: [], earlier: 0 },
});

test('where codes are what the shop knows, a number of the program finds nothing', () => {
  const products = [product(12, '0042a'), product(42, '12')];
  const found = (isCoded: boolean) =>
    matches(indexOf(products, isCoded), { whole: '12', filters: [] }).map(({ id }) => id);
  expect([found(true), found(false)]).toEqual([[42], [12, 42]]);
  expect(decode(encode({ moments: [], products, isCoded: true })).isCoded).toBe(true);
  expect(decode(encode({ moments: [], products }))).toEqual({ moments: [], products });
});
