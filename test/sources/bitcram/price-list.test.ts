import { expect, test } from 'vitest';
import { readListDocument } from '../../../src/sources/bitcram/document.ts';
import { PRICE_LIST_VALUE, readPriceListPage } from '../../../src/sources/bitcram/price-list.ts';
import { readStockPage, STOCK_VALUE, WAREHOUSE } from '../../../src/sources/bitcram/stock.ts';
import type { PriceListPage } from '../../../src/sources/source.ts';
import { internNothing } from '../../support/reading.ts';

const limits = { maxProductId: 2_147_483_647, minStock: -32_768, maxStock: 32_767, maxDataBytes: 4000 };
const reading = { limits, intern: internNothing, fingerprints: true, signal: new AbortController().signal };

function document(items: readonly (string | Buffer)[], valueName: string) {
  const commas = items.flatMap((item, index) => [Buffer.from(index === 0 ? '' : ','), Buffer.from(item)]);
  const body = Buffer.concat([Buffer.from('{"items":['), ...commas, Buffer.from(']}')]);
  const answer = { request: 'GET /list', status: 200, body, release: () => undefined };
  return readListDocument(answer, valueName);
}

const attributesOf = (page: PriceListPage, rows: readonly number[]): string[] =>
  page.attributes(rows).map((text) => text.toString('utf8'));

const priceList = (...items: (string | Buffer)[]) =>
  readPriceListPage(document(items, PRICE_LIST_VALUE), reading);
const stockList = (...items: string[]) =>
  readStockPage(document(items, STOCK_VALUE), reading, { name: WAREHOUSE, value: '301' });

test('a page gives narrow columns, and the attributes of the products that are asked for', () => {
  const page = priceList(
    '{"product_id":5,"price":"10.50","name":"Yerba"}',
    '{"product_id":"3","name":"Azúcar"}',
    '{"product":{"id":9},"price":null}',
  );
  expect([...page.productIds]).toEqual([5, 3, 9]);
  expect([...page.prices]).toEqual([10.5, NaN, NaN]);
  expect(attributesOf(page, [0, 2])).toEqual([
    '{"price":"10.50","name":"Yerba"}',
    '{"product":{},"price":null}',
  ]);
});

test('the fingerprint is of everything but id and price', () => {
  const [plain, priced, nested, renamed] = priceList(
    '{"product_id":1,"name":"Yerba","size":1}',
    '{"size":1.0,"product_id":2,"price":7,"name":"Yerb\\u0061"}',
    '{"product":{"id":3},"name":"Yerba","size":1}',
    '{"product_id":4,"name":"yerba","size":1}',
  ).fingerprints;
  expect(priced).toBe(plain);
  expect(nested).not.toBe(plain);
  expect(renamed).not.toBe(plain);
});

test('an item that comes again the same is a repetition, whatever its key order', () => {
  const page = priceList('{"product_id":1,"price":1}', '{"price":1.0,"product_id":1}', '{"product_id":2}');
  expect([...page.productIds]).toEqual([1, 2]);
  expect(page).toMatchObject({ fetched: 3, repeated: [1], rejections: [] });
});

test('two items that differ are both unusable, and so are their repetitions', () => {
  const page = priceList(
    '{"product_id":1,"price":1}',
    '{"product_id":1,"price":2}',
    '{"product_id":1,"price":1}',
    '{"product_id":2,"price":2}',
  );
  expect([...page.productIds]).toEqual([2]);
  expect(page.repeated).toEqual([]);
  expect(page.rejections).toEqual([
    {
      list: 'price_list',
      productId: 1,
      reason: 'contradictory',
      items: 3,
      raw: '{"product_id":1,"price":2}',
    },
  ]);
  expect([...page.idsSeen]).toEqual([1, 2]);
});

test('a product with a usable and an unusable item is unusable, whichever comes first', () => {
  for (const items of [
    ['{"product_id":1,"price":1}', '{"product_id":1,"price":"1,5"}'],
    ['{"product_id":1,"price":"1,5"}', '{"product_id":1,"price":1}'],
  ]) {
    const page = priceList(...items);
    expect([...page.productIds]).toEqual([]);
    expect(page.rejections).toMatchObject([{ productId: 1, reason: 'bad_price', items: 2 }]);
  }
});

const long = `{"product_id":7,"text":"${'x'.repeat(4000)}"}`;
const notUtf8 = Buffer.from('{"product_id":7,"name":"Az\u00facar"}', 'latin1');
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

test.each<[string, string | Buffer, number | null]>([
  ['not_an_object', '[7]', null],
  ['not_an_object', '"7"', null],
  ['not_an_object', 'null', null],
  ['no_id', '{"price":1}', null],
  ['bad_id', '{"product_id":"x"}', null],
  ['id_out_of_range', '{"product_id":2147483648}', 2147483648],
  ['bad_price', '{"product_id":7,"price":"1.234,56"}', 7],
  ['bad_price', '{"product_id":7,"price":1e400}', 7],
  ['bad_price', '{"product":{"id":7},"price":{}}', 7],
  ['bad_number', '{"product_id":7,"weight":1e400}', 7],
  ['ill_formed_text', '{"product_id":7,"name":"\\ud83d!"}', 7],
  ['ill_formed_text', '{"product_id":7,"\\uDC00":1}', 7],
  ['too_deep', `{"product_id":7,"a":${nested(40)}}`, 7],
  ['too_long', long, 7],
  ['not_utf8', notUtf8, 7],
])('an item is %s and the others go on: %s', (reason, item, productId) => {
  const page = priceList('{"product_id":1,"price":1}', item, '{"product_id":2,"price":2}');
  const raw = item.toString('utf8');
  expect(page.rejections).toEqual([{ list: 'price_list', productId, reason, items: 1, raw }]);
  expect([...page.productIds]).toEqual([1, 2]);
  expect(attributesOf(page, [1])).toEqual(['{"price":2}']);
});

test('an item at the limit of length is used', () => {
  const item = long.slice(0, 3998).replace(/..$/, '"}').padEnd(4000);
  expect(priceList(item, '{"product_id":8}').rejections).toEqual([]);
});

test('a stock page gives whole balances, by either spelling of the id', () => {
  const page = stockList(
    '{"product_id":1,"product_balance":2.7}',
    '{"product":{"id":2},"product_balance":"-0.5"}',
    '{"product_id":3}',
  );
  expect([...page.productIds]).toEqual([1, 2, 3]);
  expect([...page.balances]).toEqual([2, -1, 0]);
});

test.each([
  ['not_an_object', '7', null],
  ['no_id', '{"product_balance":1}', null],
  ['bad_balance', '{"product_id":7,"product_balance":"1,5"}', 7],
  ['stock_out_of_range', '{"product_id":7,"product_balance":32768}', 7],
])('a stock row is %s: %s', (reason, item, productId) => {
  const page = stockList('{"product_id":1,"product_balance":1}', item);
  expect(page.rejections).toEqual([{ list: 'stock', productId, reason, items: 1, raw: item }]);
  expect([...page.productIds]).toEqual([1]);
});

test('two stock rows of a product that differ contradict each other', () => {
  const page = stockList('{"product_id":1,"product_balance":1}', '{"product_id":1,"product_balance":2}');
  expect(page.rejections).toMatchObject([{ productId: 1, reason: 'contradictory', items: 2 }]);
  expect([...page.productIds]).toEqual([]);
});
