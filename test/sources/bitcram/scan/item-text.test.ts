import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutItems } from '../../../../src/sources/bitcram/scan/item-text.ts';
import { listAnswer } from '../../../support/json-text.ts';

function cut(text: string | Buffer, indexes: readonly number[]): string[] {
  return cutItems(Buffer.from(text), indexes).map((item) => item.toString('utf8'));
}

test('every item is cut out as it stands, wherever `items` is and however it is spelled', () => {
  fc.assert(
    fc.property(listAnswer, ({ text, items }) => {
      JSON.parse(text);
      expect(cut(text, [...items.keys()]).map((item) => item.trim())).toEqual(items);
    }),
    { numRuns: 500 },
  );
});

test('some items can be cut out and the others passed over', () => {
  fc.assert(
    fc.property(listAnswer, fc.infiniteStream(fc.boolean()), ({ text, items }, picks) => {
      const wanted = [...items.keys()].filter(() => picks.next().value);
      const found = cut(text, wanted).map((item) => item.trim());
      expect(found).toEqual(wanted.map((index) => items[index]));
    }),
    { numRuns: 300 },
  );
});

test('a member called items deeper down is not the list', () => {
  const text = '{"meta":{"items":[9,9]},"note":"\\"items\\":[8]","items":[1, 2 ,3],"more":{"items":[7]}}';
  expect(cut(text, [0, 2])).toEqual(['1', '3']);
});

test('bytes that are no UTF-8 do not mislead it', () => {
  const body = Buffer.concat([
    Buffer.from('{"items":[{"a":"'),
    Buffer.from([0xc3]),
    Buffer.from('"},{"b":"\\\\"},{"c":"'),
    Buffer.from([0xff, 0xf0]),
    Buffer.from('"}]}'),
  ]);
  expect(cut(body, [1])).toEqual(['{"b":"\\\\"}']);
  expect(cutItems(body, [0, 2]).map((item) => item.length)).toEqual([9, 10]);
});
