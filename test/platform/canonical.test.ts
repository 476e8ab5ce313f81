import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, fingerprint } from '../../src/platform/canonical.ts';

/** The same value with the members of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).reverse())
    copy[key] = shuffled((value as Record<string, unknown>)[key]);
  return copy;
}

test('key order is no difference, at any depth', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(shuffled(value))).toBe(canonical(value));
      expect(fingerprint(shuffled(value))).toBe(fingerprint(value));
    }),
  );
});

test('the spelling of a number or of a text is no difference', () => {
  const spellings = ['{"a":1,"b":"é"}', '{"a":1.0,"b":"\\u00e9"}', '{ "b":"é", "a":10e-1 }'];
  const prints = spellings.map((text) => fingerprint(JSON.parse(text)));
  expect(new Set(prints).size).toBe(1);
  expect(fingerprint({ a: -0 })).toBe(fingerprint({ a: 0 }));
});

test.each([
  [{ a: 1 }, { a: '1' }],
  [{ a: null }, {}],
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: [] }, { a: {} }],
  [{ ab: 1 }, { a: { b: 1 } }],
  ['["a"]', ['a']],
])('%j and %j differ', (one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});

test('values that differ have texts that differ, and these are JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(canonical(JSON.parse(canonical(one)))).toBe(canonical(one));
      expect(canonical(one) === canonical(other)).toBe(fingerprint(one) === fingerprint(other));
    }),
  );
});

test('a fingerprint is a whole number that a double holds exactly', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(Number.isSafeInteger(fingerprint(value))).toBe(true);
    }),
  );
});
