import { expect, test } from 'vitest';
import { fillSkus, skuSql } from '../../../src/channels/listings/items.ts';
import { booksBeforeEach } from '../../support/ledger.ts';
import { DOING } from '../../support/words.ts';

const books = booksBeforeEach();

async function products(...rows: readonly (readonly [id: number, data: string | null])[]): Promise<void> {
  await books.schema.query('REPLACE INTO raw_item_data (id, data) VALUES ?', [rows]);
}

const fill = (field = 'product_code') => fillSkus(books.session, field);
const skus = async () =>
  Object.fromEntries(
    (
      await books.schema.query<{ id: number; sku: string | null }>('SELECT id, sku FROM item ORDER BY id')
    ).map(({ id, sku }) => [id, sku]),
  );

test('each product has the SKU of its data, without spaces around it; what cannot be one is none', async () => {
  await products(
    [1, '{"product_code":" A-1 "}'],
    [2, '{"product_code":""}'],
    [3, '{"product_code":"   "}'],
    [4, '{"other":"A"}'],
    [5, null],
    [6, JSON.stringify({ product_code: 'é'.repeat(64) })],
    [7, JSON.stringify({ product_code: 'x'.repeat(65) })],
    [8, JSON.stringify({ product_code: 'x'.repeat(900) })],
    [9, '{"product_code":42}'],
    [10, '{"product_code":null}'],
    [11, '[1]'],
    [12, '"text"'],
    [13, '{"product_code":"a-1"}'],
  );
  expect(await fill()).toBe(4);
  expect(await skus()).toEqual({ 1: 'A-1', 6: 'é'.repeat(64), 9: '42', 13: 'a-1' });
});

test('only what differs is written, and a product that is gone has no SKU any more', async () => {
  await products([1, '{"product_code":"A"}'], [2, '{"product_code":"B"}'], [3, '{"product_code":"C"}']);
  expect(await fill()).toBe(3);
  expect(await fill()).toBe(0);
  await products([1, '{"product_code":"Z"}'], [2, '{}']);
  await books.schema.query('DELETE FROM raw_item_data WHERE id = 3');
  expect(await fill()).toBe(3);
  expect(await skus()).toEqual({ 1: 'Z', 2: null, 3: null });
  expect(await fill()).toBe(0);
});

test('the ids of a source whose ids are texts stay', async () => {
  await books.schema.query(`INSERT INTO item (id, external_id) VALUES (1, 'text')`);
  await products([1, '{"product_code":"A"}']);
  await fill();
  expect(await books.schema.query('SELECT CAST(external_id AS CHAR) AS id, sku FROM item')).toEqual([
    { id: 'text', sku: 'A' },
  ]);
});

test.each(['código', 'a b', "it's", 'a.b', '$', "') OR 1=1 -- ", '`x`', '\\', '"', '?'])(
  'the member may have any name: %s',
  async (field) => {
    await products([1, JSON.stringify({ [field]: 'A' })], [2, JSON.stringify({ x: 'B' })]);
    await fill(field);
    expect(await skus()).toEqual({ 1: 'A' });
    const [row] = await books.session.read<{ sku: string }>(
      DOING,
      `SELECT ${skuSql('data', field)} AS sku FROM raw_item_data WHERE id = 1`,
    );
    expect(row?.sku).toBe('A');
  },
);

test('a table whose data is a text that is no JSON is read all the same', async () => {
  await books.schema.query('ALTER TABLE raw_item_data MODIFY data LONGTEXT');
  await products([1, '{"product_code":'], [2, '{"product_code":"B"}'], [3, '']);
  await fill();
  expect(await skus()).toEqual({ 2: 'B' });
});

test('a hundred thousand products take seconds, and a second time less', async () => {
  const more = 'x'.repeat(600);
  await books.schema.query(
    `INSERT INTO raw_item_data (id, data, stock)
     SELECT n, JSON_OBJECT('product_name', CONCAT('Product ', n), 'product_code', CONCAT('SKU-', n), 'about', ?), 1
       FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n
               FROM ${['a', 'b', 'c', 'e', 'f'].map((name) => `(${DIGITS}) ${name}`).join(', ')}) numbers`,
    [more],
  );
  const timed = async (): Promise<[written: number, ms: number]> => {
    const before = performance.now();
    return [await fill(), performance.now() - before];
  };
  const [first, firstMs] = await timed();
  const [second, secondMs] = await timed();
  expect([first, second]).toEqual([100_000, 0]);
  expect(firstMs).toBeLessThan(30_000);
  expect(secondMs).toBeLessThan(6_000);
});

const DIGITS = [...Array(10).keys()].map((d) => `SELECT ${d} AS d`).join(' UNION ALL ');
