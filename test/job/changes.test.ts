import { beforeAll, describe, expect, test } from 'vitest';
import type { JobResult } from '../support/job.ts';
import { clear, LONG_AGO, moved, store, told } from '../support/shelves.ts';
import type { ItemRow } from '../support/shop.ts';
import { sharedShop } from '../support/test-shop.ts';

interface Known {
  /** What the product is an example of. */
  what: string;
  before?: { data: object | string | null; stock: number | null };
  item: object | string;
  /** Its row in the stock list, if it has one. */
  balance?: number | string;
  after: { data: object | null; stock: number };
  changes: 'always' | 'deep' | 'never';
}

const name = 'Yerba';

/** Product ids are the positions in this list, from 1. */
const PRODUCTS: readonly Known[] = [
  {
    what: 'another price',
    before: { data: { price: 10, name }, stock: 5 },
    item: { price: 10.5, name },
    balance: 5,
    after: { data: { price: 10.5, name }, stock: 5 },
    changes: 'always',
  },
  {
    what: 'another stock',
    before: { data: { price: 10 }, stock: 5 },
    item: { price: 10 },
    balance: 4,
    after: { data: { price: 10 }, stock: 4 },
    changes: 'always',
  },
  {
    what: 'a price that appears',
    before: { data: { name }, stock: 0 },
    item: { name, price: 0 },
    after: { data: { name, price: 0 }, stock: 0 },
    changes: 'always',
  },
  {
    what: 'a price that vanishes',
    before: { data: { name, price: 7 }, stock: 1 },
    item: { name },
    balance: 1,
    after: { data: { name }, stock: 1 },
    changes: 'always',
  },
  {
    what: 'a data that was NULL',
    before: { data: null, stock: 0 },
    item: { name },
    after: { data: { name }, stock: 0 },
    changes: 'always',
  },
  {
    what: 'a stock that was NULL',
    before: { data: { price: 1 }, stock: null },
    item: { price: 1 },
    after: { data: { price: 1 }, stock: 0 },
    changes: 'always',
  },
  {
    what: 'a new product',
    item: { price: '3.50', name },
    balance: 2,
    after: { data: { price: '3.50', name }, stock: 2 },
    changes: 'always',
  },
  {
    what: 'no row in the stock list any more',
    before: { data: { price: 1 }, stock: 4 },
    item: { price: 1 },
    after: { data: { price: 1 }, stock: 0 },
    changes: 'always',
  },
  {
    what: 'a stock that fell below nothing',
    before: { data: { price: 1 }, stock: 1 },
    item: { price: 1 },
    balance: -3,
    after: { data: { price: 1 }, stock: -3 },
    changes: 'always',
  },
  {
    what: 'goods sold by weight, less than a whole unit lighter',
    before: { data: { price: 1 }, stock: 2 },
    item: { price: 1 },
    balance: 2.9,
    after: { data: { price: 1 }, stock: 2 },
    changes: 'never',
  },
  {
    what: 'goods sold by weight, below nothing',
    before: { data: { price: 1 }, stock: 0 },
    item: { price: 1 },
    balance: '-0.25',
    after: { data: { price: 1 }, stock: -1 },
    changes: 'always',
  },
  {
    what: 'the price 1 spelled "1.00"',
    before: { data: { price: 1, name }, stock: 3 },
    item: { price: '1.00', name },
    balance: 3,
    after: { data: { price: 1, name }, stock: 3 },
    changes: 'never',
  },
  {
    what: 'no price on either side',
    before: { data: { name }, stock: 0 },
    item: { name },
    after: { data: { name }, stock: 0 },
    changes: 'never',
  },
  {
    what: 'a price of null that is as absent as before',
    before: { data: { name, price: null }, stock: 0 },
    item: { name, price: null },
    after: { data: { name, price: null }, stock: 0 },
    changes: 'never',
  },
  {
    what: 'other key order and number spelling',
    before: { data: '{"name":"Yerba","sizes":{"b":1.50,"a":[1]},"price":2}', stock: 0 },
    item: '{"product_id":15,"price":2.0,"sizes":{"a":[1.0],"b":15e-1},"name":"Yerb\\u0061"}',
    after: { data: { name, sizes: { b: 1.5, a: [1] }, price: 2 }, stock: 0 },
    changes: 'never',
  },
  {
    what: 'another name',
    before: { data: { name: 'yerba', price: 2 }, stock: 0 },
    item: { name, price: 2 },
    after: { data: { name, price: 2 }, stock: 0 },
    changes: 'deep',
  },
  {
    what: 'an id that stands nested on both lists',
    before: { data: { product: { code: 'A1' }, price: 2 }, stock: 6 },
    item: '{"product":{"id":17,"code":"A1"},"price":2}',
    balance: 6,
    after: { data: { product: { code: 'A1' }, price: 2 }, stock: 6 },
    changes: 'never',
  },
  {
    what: 'a new product whose id stands nested',
    item: '{"product":{"id":18,"code":"B2"},"price":2}',
    balance: 1,
    after: { data: { product: { code: 'B2' }, price: 2 }, stock: 1 },
    changes: 'always',
  },
];

const idsWhere = (wanted: (product: Known) => boolean): number[] =>
  PRODUCTS.flatMap((product, index) => (wanted(product) ? [index + 1] : []));

const shop = await sharedShop();

async function offerAll(): Promise<void> {
  await clear(shop, shop.env);
  const rows = PRODUCTS.flatMap(({ before }, index) =>
    before === undefined ? [] : [{ id: index + 1, ...before }],
  );
  await store(shop, rows);
  shop.bitcram.setCatalogue(
    PRODUCTS.map(({ item }, index) => (typeof item === 'string' ? item : { product_id: index + 1, ...item })),
  );
  const balances = PRODUCTS.flatMap(({ item, balance }, index) => {
    if (balance === undefined) return [];
    const id = typeof item === 'string' ? { product: { id: index + 1 } } : { product_id: index + 1 };
    return [{ ...id, product_balance: balance }];
  });
  // The warehouse has goods that the checkout does not sell.
  shop.bitcram.setStock([...balances, { product_id: 999, product_balance: 5 }]);
}

describe.each(['flash', 'deep'] as const)('compared %s', (compare) => {
  const changing = idsWhere(({ changes }) => changes === 'always' || changes === compare);
  let run: JobResult;
  let rows: Map<number, ItemRow>;
  beforeAll(async () => {
    await offerAll();
    run = await shop.run('sync', '--compare', compare);
    rows = new Map((await shop.rows()).map((row) => [row.id, row]));
  });

  test.each(PRODUCTS.map(({ what }, index) => ({ what, id: index + 1 })))('$what', ({ id }) => {
    const { before, after, changes } = PRODUCTS[id - 1] as Known;
    const changed = changing.includes(id);
    const kept = changes === 'deep' && !changed ? before : after;
    expect(rows.get(id)).toMatchObject({ ...kept });
    expect(Object.keys(rows.get(id)?.data ?? {}).includes('product_id')).toBe(false);
    expect(rows.get(id)?.updated_at === LONG_AGO).toBe(!changed);
    expect(told(shop).includes(id)).toBe(changed);
  });

  test('the report counts each of them where it went', () => {
    const inserted = idsWhere(({ before }) => before === undefined).length;
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.report).toMatchObject({
      compare,
      fetched: PRODUCTS.length,
      inserted,
      updated: changing.length - inserted,
      unchanged: PRODUCTS.length - changing.length,
      negative: 2,
      owed: changing.length,
      delivered: changing.length,
    });
  });

  test('the next run finds nothing to do', async () => {
    shop.publications.reset();
    const { report } = await shop.run('sync', '--compare', compare);
    expect(report).toMatchObject({
      exit_code: 0,
      unchanged: PRODUCTS.length,
      updated: 0,
      inserted: 0,
      owed: 0,
    });
    expect(told(shop)).toEqual([]);
    expect(await moved(shop)).toEqual(changing);
  });
});
