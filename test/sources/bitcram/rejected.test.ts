import { expect, test } from 'vitest';
import { readRejected } from '../../../src/sources/bitcram/rejected.ts';

test.each([
  ['bad_price', '{"product_id":1,"price":"1.234,56"}', 'price', '1.234,56'],
  ['bad_price', '{"price": true, "product_id": 2}', 'price', 'true'],
  ['bad_price', '{"price":{"net":1,"price":[2,3]},"b":4}', 'price', '{"net":1,"price":[2,3]}'],
  ['bad_price', '{"product":{"price":1},"price":"4,5"}', 'price', '4,5'],
  ['bad_price', String.raw`{"name":"\"price\": 3, {","price":"4,5"}`, 'price', '4,5'],
  ['bad_price', String.raw`{"pri\u0063e":"4\u002c5"}`, 'price', '4,5'],
  ['bad_price', '{"price":3,"price":"4,5"}', 'price', '4,5'],
  ['bad_balance', '{"product_balance":"muchos"}', 'product_balance', 'muchos'],
  ['bad_balance', '{"product_balance":""}', 'product_balance', ''],
  ['stock_out_of_range', '{"product_balance":40000}', 'product_balance', '40000'],
  ['bad_id', '{"id":7,"product_id":null,"product":{"id":"A7"}}', 'product.id', 'A7'],
  ['bad_id', '{"product_id":-3,"product":{"id":4}}', 'product_id', '-3'],
  ['id_out_of_range', '{"product_id":3000000000,"price":1}', 'product_id', '3000000000'],
  ['bad_number', '{"product_id":6,"code":"9e999","weight":1e999}', 'weight', '1e999'],
  ['ill_formed_text', String.raw`{"product_id":4,"name":"Mate \ud83d"}`, 'name', 'Mate \ud83d'],
  ['not_utf8', '{"product_id":3,"name":"Az\ufffdcar"}', 'name', 'Az\ufffdcar'],
])('%s: of %s the value is found as the source wrote it', (reason, raw, member, value) => {
  expect(readRejected(reason, raw)).toMatchObject({ member, value });
});

test.each([
  ['not_an_object', '[{"price":"4,5"}]'],
  ['not_an_object', '"price: 1"'],
  ['no_id', '{"price":1}'],
  ['contradictory', '{"product_id":1,"price":2}'],
  ['not_in_charset', '{"product_id":1,"description":"🧉"}'],
  ['too_deep', '{"product_id":1,"a":{"a":{"a":1}}}'],
  ['too_long', '{"product_id":1,"text":"xxx'],
  ['bad_price', '{"product_id":1}'],
  ['bad_price', 'no JSON at all'],
  ['bad_price', ''],
  ['of_another_version', '{"price":"1,5"}'],
  ['constructor', '{"price":"1,5"}'],
])('%s: no single value of %s is to blame', (reason, raw) => {
  expect(readRejected(reason, raw)).toEqual({ member: null, value: null, name: null });
});

test('a text that is cut anywhere is read as far as it goes', () => {
  const raw = String.raw`{"product":{"id":5,"name":"Yerba \"La \\ Hoja\""},"tags":["a",{"b":"}"}],"price":"1.234,56"}`;
  const name = 'Yerba "La \\ Hoja"';
  for (let length = 0; length <= raw.length; length += 1) {
    const { value } = readRejected('bad_price', raw.slice(0, length));
    if (value !== null) expect('1.234,56'.startsWith(value)).toBe(true);
  }
  expect(readRejected('bad_price', raw.slice(0, -4))).toEqual({ member: 'price', value: '1.234,', name });
  expect(readRejected('bad_price', raw)).toEqual({ member: 'price', value: '1.234,56', name });
});

test.each([
  ['{"name":"Otro","product_name":"Polvo Pédico"}', 'Polvo Pédico'],
  ['{"product_name":null,"name":"Polvo Pédico"}', 'Polvo Pédico'],
  ['{"name":""}', null],
])('the product of %s is called %s', (raw, name) => {
  expect(readRejected('no_id', raw).name).toBe(name);
});
