import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../../src/platform/canonical.ts';
import { attributesOf, withoutId } from '../../../../src/sources/bitcram/scan/item-json.ts';
import { valueText } from '../../../support/json-text.ts';

function attributes(item: string): string {
  return attributesOf(Buffer.from(item)).toString('utf8');
}

test('the attributes are compact JSON without the product id, in their order', () => {
  expect(attributes('{ "b" : 1.50, "product_id": 7,\n "a": [ "ñ", "\\u00e9\\/" ] }')).toBe(
    '{"b":1.5,"a":["ñ","é/"]}',
  );
});

test.each([
  ['12345678901234567890', 'more digits than a double holds'],
  ['9007199254740993', 'the first whole number that a double lacks'],
  ['-0.12345678901234567', 'a fraction with as many'],
  ['1234567890.1234567', 'a number with as many on both sides of the point'],
  ['100000000000000000001e5', 'a long one with an exponent'],
])('%s keeps its digits: %s', (number) => {
  expect(attributes(`{"product_id":1,"a":${number},"n":{"deep":[${number}]}}`)).toBe(
    `{"a":${number},"n":{"deep":[${number}]}}`,
  );
});

test('a long number inside a text is left alone', () => {
  expect(attributes('{"product_id":1,"code":"12345678901234567890","x":1.5}')).toBe(
    '{"code":"12345678901234567890","x":1.5}',
  );
});

test('a nested product loses only its id, and only where that is the id', () => {
  expect(attributes('{"product":{"id":7,"name":"Yerba"},"price":1}')).toBe(
    '{"product":{"name":"Yerba"},"price":1}',
  );
  expect(attributes('{"product_id":null,"product":{"id":7},"price":1}')).toBe('{"product":{},"price":1}');
  expect(attributes('{"product_id":7,"product":{"id":8},"price":1}')).toBe('{"product":{"id":8},"price":1}');
});

test('a member called __proto__ is data like any other', () => {
  expect(attributes('{"product_id":1,"__proto__":{"a":1}}')).toBe('{"__proto__":{"a":1}}');
});

test('whatever an item holds comes back equal, its id aside', () => {
  fc.assert(
    fc.property(valueText, (text) => {
      const item = JSON.parse(text) as unknown;
      fc.pre(typeof item === 'object' && item !== null && !Array.isArray(item));
      const expected = canonical(withoutId(item as Record<string, unknown>));
      expect(canonical(JSON.parse(attributes(text)))).toBe(expected);
    }),
    { numRuns: 300 },
  );
});
