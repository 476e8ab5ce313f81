import { expect, test } from 'vitest';
import { type NoSale, readSale, type Sale } from '../../src/sales/sale.ts';
import { saleOf } from '../support/rabbitmq.ts';
import { inEnglish } from '../support/words.ts';

const read = (body: unknown, messageId?: string, stores?: ReadonlyMap<string, string>) =>
  readSale({ body, messageId }, stores);
const saleIn = (...args: Parameters<typeof read>) => read(...args) as Sale;
const reasonOf = (...args: Parameters<typeof read>) => inEnglish((read(...args) as NoSale).reason).message;

test('a sale is its shop and its lines, read from JSON, text or bytes', () => {
  const body = saleOf({ A: 2, B: 1 });
  const expected = { store: 'tienda-1', location: '', isNameless: false };
  for (const form of [body, JSON.stringify(body), Buffer.from(JSON.stringify(body))]) {
    const sale = saleIn(form);
    expect(sale).toMatchObject(expected);
    expect(sale.lines).toEqual([
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 1 },
    ]);
    expect(sale.key).toBe(saleIn(body).key);
  }
});

test('its id is the message id, else sale_id, else venta_id, else all that it says, each within its shop', () => {
  const body = saleOf({ A: 1 }, { sale_id: 7, venta_id: 8 });
  const keys = [
    saleIn(body, 'm-1').key,
    saleIn(body).key,
    saleIn({ ...body, sale_id: null }).key,
    saleIn({ ...body, sale_id: null, venta_id: null }).key,
    saleIn({ ...body, tienda_id: 'tienda-2' }).key,
    saleIn({ ...body, sale_id: null, venta_id: 7 }).key,
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(saleIn({ ...body, sale_id: null, venta_id: null }).isNameless).toBe(true);
  // A number and its text are one id, and the order of members says nothing.
  expect(saleIn({ ...body, sale_id: '7' }).key).toBe(saleIn(body).key);
  const turned = Object.fromEntries(Object.entries(body).toReversed());
  expect(saleIn(turned)).toMatchObject({ key: saleIn(body).key, bodyHash: saleIn(body).bodyHash });
});

test('where shops are named, each sells from its location, and others do not count', () => {
  const stores = new Map([['tienda-1', 'centro']]);
  expect(saleIn(saleOf({ A: 1 }), undefined, stores).location).toBe('centro');
  expect(reasonOf(saleOf({ A: 1 }, { tienda_id: 'otra' }), undefined, stores)).toBe(
    'it is of the shop otra, which SALES_STORES does not name',
  );
});

const item = { producto_sku: 'A', cantidad: 1 };
test.each([
  ['no JSON', '{"tienda_id":', 'it is no JSON'],
  ['bytes that are no JSON', Buffer.from([0xff, 0x00]), 'it is no JSON'],
  ['a number', 12, 'it lacks tienda_id, or that is no text and no list'],
  ['no shop', { items: [item] }, 'it lacks tienda_id, or that is no text and no list'],
  ['no items', { tienda_id: 't' }, 'it lacks items, or that is no text and no list'],
  ['an empty list', { tienda_id: 't', items: [] }, 'it has no items'],
  ['items that are a text', { tienda_id: 't', items: 'A' }, 'it lacks items, or that is no text and no list'],
  [
    'a line that is null',
    { tienda_id: 't', items: [item, null] },
    'line 2 has no producto_sku, or one that is too long',
  ],
  [
    'an empty SKU',
    { tienda_id: 't', items: [{ ...item, producto_sku: ' ' }] },
    'line 1 has no producto_sku, or one that is too long',
  ],
  [
    'a SKU of 256 letters',
    { tienda_id: 't', items: [{ ...item, producto_sku: 'x'.repeat(256) }] },
    'line 1 has no producto_sku, or one that is too long',
  ],
  [
    '10,000 lines',
    { tienda_id: 't', items: Array.from({ length: 10_000 }, () => item) },
    'it has 10,000 lines; at most 1,000 are taken',
  ],
  ['1 MB of text', 'x'.repeat(1_000_000), 'it has 1,000,000 bytes; at most 524,288 are taken'],
  [
    'an id that JSON rounds',
    JSON.stringify({ tienda_id: 't', sale_id: 0, items: [item] }).replace(':0', ':12345678901234567890'),
    'its id is a number with more digits than JSON keeps: send it as a text',
  ],
  [
    'a SKU that JSON rounds',
    '{"tienda_id":"t","items":[{"producto_sku":12345678901234567890,"cantidad":1}]}',
    'its producto_sku is a number with more digits than JSON keeps: send it as a text',
  ],
  [
    'a shop that JSON rounds',
    { tienda_id: 2 ** 53, items: [item] },
    'its tienda_id is a number with more digits than JSON keeps: send it as a text',
  ],
])('%s is refused with a reason', (_what, body, reason) => {
  expect(reasonOf(body)).toBe(reason);
});

test.each([
  [0, ', and is 0'],
  [-1, ', and is -1'],
  [1.5, ', and is 1.5'],
  ['2', ', and is "2"'],
  [null, ', and is null'],
  [1e9, ', and is 1000000000'],
  [undefined, ', and is missing'],
])('a cantidad of %s is refused with a reason', (cantidad, said) => {
  expect(reasonOf({ tienda_id: 't', items: [item, { producto_sku: 'B', cantidad }] })).toBe(
    `line 2 (B): cantidad must be a whole number above 0${said}`,
  );
});

test('a quantity that a till writes as 2.0 is 2', () => {
  expect(saleIn('{"tienda_id":"t","items":[{"producto_sku":"A","cantidad":2.0}]}').lines).toEqual([
    { sku: 'A', quantity: 2 },
  ]);
});
