import { expect, test } from 'vitest';
import { decode, encode, type Product } from '../../src/dashboard/page/catalogue-code.ts';

const product = (id: number, pulse?: string): Product => ({
  ...{ id, name: `Product ${id}`, codes: [], price: 1, stock: 2, trouble: 0, changes: [], earlier: 0 },
  ...(pulse === undefined ? {} : { pulse }),
});

test('the page has the pulse of each product that has one, and no place for it where none has', () => {
  const some = [product(1, '✅ Success 2026-11-30 10:21 S_CBA'), product(2)];
  expect(decode(encode({ moments: [], products: some })).products).toEqual(some);
  const none = encode({ moments: [], products: [product(1)] });
  expect(none).not.toContain('pulses');
  expect(decode(none).products).toEqual([product(1)]);
});
