import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet } from '../../../src/sources/bitcram/id-set.ts';

const productId = fc.oneof(
  fc.integer({ min: 1, max: 50 }),
  fc.integer({ min: 1, max: 2_147_483_647 }),
  fc.maxSafeInteger().map((id) => Math.abs(id) || 1),
  // Neighbours in the upper half of the number only.
  fc.integer({ min: 1, max: 2000 }).map((high) => high * 4_294_967_296),
);

test('it answers as a Set does, whatever is added and asked', () => {
  fc.assert(
    fc.property(
      fc.array(productId, { maxLength: 3000, size: 'max' }),
      fc.array(productId),
      (added, asked) => {
        const ids = new IdSet();
        const model = new Set<number>();
        for (const id of added) {
          if (ids.add(id) === model.has(id)) throw new Error(`${id} is added wrongly`);
          model.add(id);
        }
        expect(ids.size).toBe(model.size);
        for (const id of [...added, ...asked]) {
          if (ids.has(id) !== model.has(id)) throw new Error(`${id} is answered wrongly`);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('it keeps what it holds while it grows a hundredfold', () => {
  const ids = new IdSet();
  ids.addAll(Float64Array.from({ length: 100_000 }, (_, index) => index * 3 + 1));
  expect(ids.size).toBe(100_000);
  for (let id = 1; id <= 300_000; id += 1) {
    if (ids.has(id) !== (id % 3 === 1)) throw new Error(`${id} is answered wrongly`);
  }
});
