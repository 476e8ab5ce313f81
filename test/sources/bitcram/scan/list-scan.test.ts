import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../../src/platform/canonical.ts';
import { readListDocument } from '../../../../src/sources/bitcram/document.ts';
import { ITEM, scanList } from '../../../../src/sources/bitcram/scan/list-scan.ts';
import { PRICE_LIST_VALUE, readPriceListPage } from '../../../../src/sources/bitcram/price-list.ts';
import { readStockPage, STOCK_VALUE, WAREHOUSE } from '../../../../src/sources/bitcram/stock.ts';
import { listAnswer, numberText, valueText } from '../../../support/json-text.ts';
import { internNothing } from '../../../support/reading.ts';

const limits = { maxProductId: 2_147_483_647, minStock: -32_768, maxStock: 32_767, maxDataBytes: 4000 };
const reading = { limits, intern: internNothing, fingerprints: false, signal: new AbortController().signal };

/** What comes of an answer, with its items scanned or parsed: a page as a test can compare it, or why there is none. */
function pageOf(list: 'price list' | 'stock', body: Buffer, scanned: boolean): unknown {
  const answer = { request: 'GET /list', status: 200, body, release: () => undefined };
  try {
    if (list === 'stock') {
      const filter = { name: WAREHOUSE, value: '3' };
      const document = readListDocument(answer, scanned ? STOCK_VALUE : undefined, filter);
      const stock = readStockPage(document, reading, filter);
      return { ...seen(stock), balances: [...stock.balances] };
    }
    const page = readPriceListPage(readListDocument(answer, scanned ? PRICE_LIST_VALUE : undefined), reading);
    const attributes = page.attributes([...page.productIds.keys()]);
    return {
      ...seen(page),
      prices: [...page.prices],
      attributes: attributes.map((text) => canonical(JSON.parse(text.toString('utf8')))),
    };
  } catch (error) {
    return (error as Error).message;
  }
}

interface Seen {
  productIds: Float64Array;
  fetched: number;
  idsSeen: Iterable<number>;
  rejections: readonly unknown[];
  repeated?: readonly number[];
  total: number | undefined;
}

function seen({ productIds, fetched, idsSeen, rejections, repeated, total }: Seen) {
  return { productIds: [...productIds], fetched, idsSeen: [...idsSeen], rejections, repeated, total };
}

const key = fc.constantFrom(
  '"product_id"',
  '"price"',
  '"product_balance"',
  '"name"',
  '"product"',
  '"warehouse_id"',
  '"product\\u005fid"',
  '"code"',
);
const text = fc.constantFrom(
  '"Yerba"',
  '"Ñandú 🧉"',
  '"a\\"b\\\\"',
  '"\\u00e9"',
  '"\\ud83d"',
  '"\\ud83e\\uddc9"',
  '"\\/"',
  '""',
  '"7"',
);
const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 5 }).map(String) },
  { weight: 4, arbitrary: numberText },
  { weight: 4, arbitrary: text },
  fc.constantFrom(
    'true',
    'false',
    'null',
    '-0',
    '0.10',
    '2147483648',
    '123456789012345',
    '1234567890123456',
    '1e3',
    '01',
    '-',
    '1.',
    '.5',
  ),
);
const value = fc.oneof(
  { weight: 12, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }).map((scalars) => `[${scalars.join(',')}]`) },
  { weight: 1, arbitrary: valueText },
);
const space = fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.constantFrom(' ', '\n', '\t '));
const member = fc
  .tuple(key, space, value, space)
  .map(([name, before, what, after]) => `${name}:${before}${what}${after}`);
/** Much like what Bitcram answers, so that most of it is ordinary and nothing is impossible. */
const item = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.array(member, { maxLength: 4 }), fc.nat(4))
      .map(([id, members, at]) => `{${members.toSpliced(at, 0, `"product_id":${id}`).join(',')}}`),
  },
  fc.array(member, { maxLength: 3 }).map((members) => `{${members.join(',')}}`),
  valueText,
);
const answer = fc
  .tuple(
    fc.array(item, { maxLength: 5 }),
    fc.constantFrom('', ',"total":3', ',"total":3,"items":[]', ',"error":1'),
    space,
  )
  .map(([items, after, gap]) => `{${gap}"items":${gap}[${items.join(`${gap},`)}]${after}}`);

/** A byte taken out, put in or changed: most answers are no JSON any more, some say something else. */
const damage = fc.record({
  at: fc.nat(400),
  remove: fc.nat(1),
  insert: fc.constantFrom('', '"', '\\', ',', ':', '{', '}', ']', '0', 'e', '\n'),
});

const body = fc.oneof(
  answer.map((json) => Buffer.from(json)),
  listAnswer.map((list) => Buffer.from(list.text)),
  fc.tuple(answer, damage).map(([json, { at, remove, insert }]) => {
    const bytes = Buffer.from(json);
    const cut = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, cut), Buffer.from(insert), bytes.subarray(cut + remove)]);
  }),
);

test.each(['price list', 'stock'] as const)(
  'a %s says the same scanned as parsed, also where it is damaged',
  (list) => {
    fc.assert(
      fc.property(body, (bytes) => {
        expect(pageOf(list, bytes, true)).toEqual(pageOf(list, bytes, false));
      }),
      { numRuns: 5000 },
    );
  },
);

test('what Bitcram answers is ordinary, and compact', () => {
  const items = [
    '{"product_id":7,"price":10.5,"name":"Ñandú","codes":["779","\\"x\\""],"active":true,"size":null,"n":[1,-2.5,[]]}',
    '{"price":null,"name":"sin precio","product_id":8}',
    '{"product_id": 9}',
    '{"product_id":10,"product":{"id":10}}',
  ].map((each) => each.replace(',[]]', ']'));
  const scan = scanList(Buffer.from(`{"total":4,"items":[${items.join(',')}],"page":1}`), 'price');
  expect([...(scan?.kinds ?? [])].slice(0, 4)).toEqual([ITEM.compact, ITEM.compact, ITEM.spaced, ITEM.odd]);
  expect(scan).toMatchObject({ length: 4, envelope: '{"total":4,"items":0,"page":1}' });
  expect([...(scan?.productIds ?? [])].slice(0, 3)).toEqual([7, 8, 9]);
  expect([...(scan?.values ?? [])].slice(0, 3)).toEqual([10.5, NaN, NaN]);
});

test('every number of up to 15 digits is the one that JSON has', () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,8})(\.\d{1,6})?$/);
  fc.assert(
    fc.property(digits, (number) => {
      const scan = scanList(Buffer.from(`{"items":[{"product_id":1,"price":${number}}]}`), 'price');
      expect(scan?.values[0]).toBe(Number(number) === 0 ? 0 : Number(number));
    }),
    { numRuns: 2000 },
  );
});

test('a key that comes twice makes an item odd, and one that is merely alike does not', () => {
  const kindOf = (item: string): number | undefined =>
    scanList(Buffer.from(`{"items":[${item}]}`), 'price')?.kinds[0];
  expect(kindOf('{"product_id":1,"a":1,"a":2}')).toBe(ITEM.odd);
  expect(kindOf('{"product_id":1,"product_id":1}')).toBe(ITEM.odd);
  expect(kindOf('{"product_id":1,"xbbcbb":1,"ybbcbb":2}')).toBe(ITEM.compact);
});

test('an item is ordinary where it says what its list was asked for by, as a number or as a text, and odd where it says otherwise', () => {
  const filter = { name: 'warehouse_id', value: '301' };
  const kindOf = (said: string): number | undefined =>
    scanList(Buffer.from(`{"items":[{"product_id":1,${said}}]}`), 'product_balance', filter)?.kinds[0];
  for (const said of ['"warehouse_id":301', '"warehouse_id":"301"', '"warehouse":301', '"a":1'])
    expect(kindOf(said), said).toBe(ITEM.compact);
  for (const other of ['302', '"302"', '3010', '30', 'null', '""', '301.0', '"0301"', '[301]'])
    expect(kindOf(`"warehouse_id":${other}`), other).toBe(ITEM.odd);
});

test('an item says the same wherever its keys depart from those before', () => {
  const keys = ['product_id', 'price', 'name', 'size', 'product_balance', 'a_longer_description', 'a'];
  const itemOf = (names: readonly string[], id: number): string =>
    `{${names.map((name, at) => `"${name}":${name === 'product_id' ? id : at}`).join(',')}}`;
  const departures = keys.flatMap((name, at) => [
    ...keys.map((other) => keys.with(at, other)),
    ...Array.from({ length: name.length }, (_, letter) =>
      keys.with(at, `${name.slice(0, letter)}~${name.slice(letter + 1)}`),
    ),
    ...[name.slice(1), name.slice(0, -1), `${name}s`, ''].map((other) => keys.with(at, other)),
    keys.toSpliced(at, 1),
    keys.toSpliced(at, 0, 'new'),
    keys.slice(at),
    keys.slice(0, at),
  ]);
  for (const names of departures) {
    const items = [itemOf(keys, 1), itemOf(names, 2), itemOf(keys, 3), itemOf(names, 4), itemOf(names, 5)];
    const bytes = Buffer.from(`{"items":[${items.join(',')}]}`);
    for (const list of ['price list', 'stock'] as const)
      expect(pageOf(list, bytes, true), items[1]).toEqual(pageOf(list, bytes, false));
    const repeats = new Set(names).size < names.length || !names.includes('product_id');
    const kind = repeats ? ITEM.odd : ITEM.compact;
    const kinds = [ITEM.compact, kind, ITEM.compact, kind, kind];
    expect([...(scanList(bytes, 'price')?.kinds ?? [])].slice(0, 5), items[1]).toEqual(kinds);
  }
});

test('a text is read alike whatever byte stands wherever in it', () => {
  for (let byte = 0; byte < 0x100; byte += 1)
    for (let at = 0; at < 9; at += 1) {
      const text = 'abcdefgh'.slice(0, at) + String.fromCharCode(byte) + 'abcdefgh'.slice(at);
      const item = `{"product_id":1,"name":"${text}"}`;
      const bytes = Buffer.from(`{"items":[${item}]}`, 'latin1');
      expect(pageOf('price list', bytes, true), item).toEqual(pageOf('price list', bytes, false));
    }
});
