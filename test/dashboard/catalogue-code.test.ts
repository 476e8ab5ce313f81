import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Catalogue, decode, encode } from '../../src/dashboard/page/catalogue-code.ts';
import { HOSTILE_NAMES } from '../support/hostile-names.ts';

const text = fc.oneof(fc.constantFrom(...HOSTILE_NAMES, '', '='), fc.string({ unit: 'binary' }));
/** As JSON has it, which knows no -0. */
const number = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => value + 0);
const numberOrNone = fc.option(fc.oneof(fc.constantFrom(0, 1, 2), number));
const change = fc.record({
  moment: fc.nat(),
  kind: fc.constantFrom('new', 'changed', 'gone', 'deleted'),
  oldPrice: numberOrNone,
  newPrice: numberOrNone,
  oldStock: numberOrNone,
  newStock: numberOrNone,
});
const product = fc.record({
  id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  name: fc.option(text),
  codes: fc.array(text, { maxLength: 3 }),
  price: numberOrNone,
  stock: numberOrNone,
  trouble: fc.nat(15),
  changes: fc.array(change, { maxLength: 3 }),
  earlier: fc.nat(),
});
const catalogue: fc.Arbitrary<Catalogue> = fc.record(
  { moments: fc.array(text), products: fc.array(product) },
  { noNullPrototype: true },
);

test('what is decoded is what was encoded, whatever the names and the numbers', () => {
  fc.assert(
    fc.property(catalogue, (each) => {
      expect(decode(encode(each))).toEqual(each);
    }),
  );
});
