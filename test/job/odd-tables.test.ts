import { afterEach, describe, expect, test } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
afterEach(() => shop.close());

const table = (data: string, id = 'INT PRIMARY KEY', more = ''): string[] => [
  `CREATE TABLE raw_item_data (id ${id}, data ${data}, stock INT, updated_at DATETIME) ${more}`,
];

describe('a row that cannot take a patch is left to the next whole reading, and stops no other', () => {
  /** A product whose item is this text, and four of the usual ones. */
  function offerWith(item: (price: number) => string, price: number): void {
    shop.bitcram.setCatalogue([item(price), ...[2, 3, 4, 5].map((id) => ({ product_id: id, price }))]);
    shop.bitcram.setStock(goods(5).map(({ id, balance }) => ({ product_id: id, product_balance: balance })));
  }

  async function expectLeft(item: (price: number) => string): Promise<void> {
    shop.bitcram.clockAheadMs = -100 * 24 * 3_600_000;
    offerWith(item, 10);
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 0 });
    shop.bitcram.clockAheadMs = 0;
    offerWith(item, 11);
    const { report } = await shop.run('sync', '--mode', 'flash');
    expect(report).toMatchObject({ exit_code: 0, updated: 4, unknown: 1 });
  }

  test('a long one, which a patch makes longer than the column', async () => {
    shop = await openShop({ before: table('TEXT') });
    const members = Array.from({ length: 5500 }, (_, at) => `"k${1000 + at}":1`).join(',');
    await expectLeft((price) => `{"product_id":1,"price":${price},${members}}`);
  });

  test.each(['latin1', 'utf8mb3'])(
    'one with an escaped character that a column of %s lacks',
    async (charset) => {
      shop = await openShop({ before: table(`LONGTEXT CHARACTER SET ${charset}`) });
      const escaped = String.raw`"product_name":"Mate \ud83e\uddc9"`;
      const rows = [[1, `{${escaped},"price":10}`, 5]];
      await shop.schema.query('INSERT INTO raw_item_data (id, data, stock) VALUES ?', [rows]);
      await expectLeft((price) => `{"product_id":1,${escaped},"price":${price}}`);
    },
  );
});

test('a product for which a table in parts has no place is named (78), and nothing is loaded', async () => {
  shop = await openShop({
    before: table('JSON', 'INT PRIMARY KEY', 'PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN (9))'),
  });
  offer(shop, goods(5));
  expect((await shop.run('sync')).exitCode).toBe(0);
  offer(
    shop,
    changed(goods(9), ({ id }) => (id === 1 ? { balance: 0 } : undefined)),
  );
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 78, error_code: 'sync.row_refused', loaded: false });
  expect(await shop.rows()).toHaveLength(5);
});

test('rows that no product can have are left alone', async () => {
  shop = await openShop({ before: table('JSON', 'BIGINT UNSIGNED PRIMARY KEY') });
  await shop.schema.query(
    "INSERT INTO raw_item_data (id, data, stock) VALUES (0, '{}', 7), (9223372036854775809, '{}', 7)",
  );
  shop.env['MISSING_RUNS'] = '1';
  offer(shop, goods(3));
  for (const inserted of [3, 0]) {
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, inserted, missing: 0, removed: 0 });
  }
  const others = await shop.schema.query('SELECT stock FROM raw_item_data WHERE id NOT IN (1, 2, 3)');
  expect(others).toEqual([{ stock: 7 }, { stock: 7 }]);
});
