import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type PackedCatalogue, packed } from '../../src/dashboard/page/catalogue.ts';
import { type Catalogue, decode, TROUBLE } from '../../src/dashboard/page/catalogue-code.ts';
import { readCatalogue, type ReadProduct } from '../../src/dashboard/questions/catalogue.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { openShelf } from '../support/session.ts';
import { wordingsOf } from '../support/wordings.ts';

const { en: wording } = wordingsOf(zoneOf('UTC'), '2026-11-22T12:00:00.000Z');
const unpacked = ({ text }: PackedCatalogue): Catalogue =>
  decode(inflateRawSync(Buffer.from(text, 'base64')).toString());

function productOf(id: number, differing: Partial<ReadProduct> = {}): ReadProduct {
  const change = { kind: 'changed', oldPrice: id, newPrice: id * 1.21, oldStock: 3, newStock: 3 };
  const changes = ['12:00', '11:00', '10:00'].map((time) => ({ ...change, moment: `2026-11-21 ${time}:00` }));
  const code = String((id * 7_919_777) % 1e13);
  return {
    id,
    name: `Product ${code}`,
    codes: [code],
    price: id,
    stock: 3,
    trouble: 0,
    changes,
    earlier: 0,
    ...differing,
  };
}

test('of too many products those in stock, changed lately or in trouble are kept, each with its last change', () => {
  const products = Array.from({ length: 9000 }, (_, index) => {
    if (index % 3 !== 0) return productOf(index + 1, { stock: 0, changes: [] });
    return productOf(index + 1, index % 2 === 0 ? {} : { stock: 0, trouble: TROUBLE.dead });
  });
  const whole = packed({ count: 9000, products }, wording, Infinity);
  expect([whole.products, whole.left]).toEqual([9000, 0]);
  expect(unpacked(whole).products[0]?.changes).toHaveLength(3);

  const small = packed({ count: 9100, products }, wording, 40_000);
  const { products: kept, moments } = unpacked(small);
  expect(Buffer.from(small.text, 'base64').length).toBeLessThanOrEqual(40_000);
  expect(Buffer.from(small.text, 'base64').length).toBeGreaterThan(35_000);
  expect([kept.length, small.left]).toEqual([small.products, 9100 - small.products]);
  expect(kept.every(({ id }) => id % 3 === 1)).toBe(true);
  expect(kept.every(({ changes }) => changes.length === 1)).toBe(true);
  // What is left out is counted.
  expect(kept.every(({ earlier }) => earlier === 2 || earlier === 0)).toBe(true);
  expect(kept[0]).toMatchObject({ id: 1, earlier: 2 });
  expect(moments).toEqual([wording.moment('2026-11-21 12:00:00')]);
});

test('a row has its id and its stock, and of its data what there is', async () => {
  const shelf = await openShelf({
    before: [
      'CREATE TABLE raw_item_data (id BIGINT NOT NULL PRIMARY KEY, data LONGTEXT, stock INT, updated_at DATETIME)',
    ],
  });
  const rows: [id: number, data: string | null, stock: number | null][] = [
    [-1, '{"product_name": "of somebody else"}', 1],
    [
      1,
      '{"product_name": "Yerba", "product_code": "779", "code": 779, "barcode": "7790387", "price": 12.5}',
      4,
    ],
    [2, '{"product_name": " ", "name": "Mate", "code": 44, "price": "1200.50"}', 0],
    [3, '{"product": {"name": "Té"}, "barcode": "x", "price": "1.234,56"}', null],
    [4, 'no JSON', 7],
    [5, null, 8],
    [6, '["Yerba"]', 9],
  ];
  await shelf.schema.query('INSERT INTO raw_item_data (id, data, stock) VALUES ?', [rows]);
  const now = new Date();
  const runOf = (back: number): [id: string, at: string] => {
    const at = new Date(now.getTime() - back * 3_600_000).toISOString().slice(0, 19);
    return [
      `${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11).replaceAll(':', '')}-a`,
      at.replace('T', ' '),
    ];
  };
  await shelf.schema.query('INSERT INTO sync_change VALUES ?', [
    [1, 2, 3, 4, 24 * 40].map((back) => {
      const [runId, at] = runOf(back);
      return [runId, 1, 'changed', back, back - 1, 4, 4, at];
    }),
  ]);
  await shelf.schema.query(
    "INSERT INTO channel_outbox (subject_id, `key`, owed_at, dead_at) VALUES (1, 'a', NOW(), NULL), (2, 'b', NOW(), NOW())",
  );
  await shelf.schema.query(
    `INSERT INTO sync_quarantine (list, subject, reason, item_id, raw, first_seen_at, last_seen_at, last_run_id)
     VALUES ('price_list', '2', 'bad_price', 2, '{}', NOW(), NOW(), 'a'), ('stock', 'x', 'no_id', NULL, '{}', NOW(), NOW(), 'a')`,
  );
  const { count, products } = await readCatalogue(shelf.session, 30);
  expect(count).toBe(6);
  expect(
    products.map(({ id, name, codes, price, stock, trouble }) => [id, name, codes, price, stock, trouble]),
  ).toEqual([
    [1, 'Yerba', ['779', '7790387'], 12.5, 4, TROUBLE.owed],
    [2, 'Mate', ['44'], 1200.5, 0, TROUBLE.dead | TROUBLE.quarantine],
    [3, 'Té', ['x'], null, null, 0],
    [4, null, [], null, 7, 0],
    [5, null, [], null, 8, 0],
    [6, null, [], null, 9, 0],
  ]);
  expect(products[0]?.changes.map(({ oldPrice, newPrice }) => [oldPrice, newPrice])).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
  expect(products[0]?.earlier).toBe(1);
  await shelf.close();
});
