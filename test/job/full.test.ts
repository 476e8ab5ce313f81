import { beforeEach, expect, test } from 'vitest';
import { openSchema } from '../support/database.ts';
import { changed, goods, loaded, offer, seed, without } from '../support/goods.ts';
import { freshShop } from '../support/test-shop.ts';

const TABLE = `CREATE TABLE raw_item_data (id INT PRIMARY KEY, data JSON, stock INT, updated_at DATETIME, cost INT)`;
const ALL = goods(6);

const shop = freshShop({ before: [TABLE] });
beforeEach(async () => {
  await seed(shop, ALL);
  await shop.schema.query('UPDATE raw_item_data SET cost = id * 3');
});

const full = async (...flags: string[]) => (await shop.run('sync', '--mode', 'full', ...flags)).report;
const costs = async () =>
  (
    await shop.schema.query<{ id: number; cost: number | null }>(
      'SELECT id, cost FROM raw_item_data ORDER BY id',
    )
  ).map(({ id, cost }) => [id, cost]);
const webhooks = () => shop.publications.received().map(({ itemId }) => itemId);

test("the table becomes exactly the source's content, and foreign columns survive", async () => {
  const offered = [
    ...changed(without(ALL, 5, 6), ({ id }) =>
      id === 1 ? { price: 11 } : id === 2 ? { name: 'Otro nombre' } : id === 3 ? { balance: 9 } : undefined,
    ),
    { id: 7, price: 70, balance: 7 },
  ];
  offer(shop, offered);
  expect(await full()).toMatchObject({
    exit_code: 0,
    mode: 'full',
    compare: 'deep',
    fetched: 5,
    unchanged: 1,
    inserted: 1,
    updated: 3,
    missing: 0,
    removed: 2,
    owed: 6,
    delivered: 6,
  });
  expect(await shop.rows()).toMatchObject(
    offered.map(({ id, price, balance, name = `Producto ${id}` }) => ({
      id,
      data: { product_name: name, price },
      stock: balance,
    })),
  );
  expect(await costs()).toEqual([
    [1, 3],
    [2, 6],
    [3, 9],
    [4, 12],
    [7, null],
  ]);
  expect(new Set(webhooks())).toEqual(new Set([1, 2, 3, 5, 6, 7]));
});

test('a full load of what is there already writes nothing', async () => {
  offer(shop, ALL);
  const before = await loaded(shop);
  expect(await full()).toMatchObject({ exit_code: 0, unchanged: 6, removed: 0, owed: 0 });
  expect(await loaded(shop)).toEqual(before);
});

test('rows that left before and were kept or zeroed go as well, and of these only the kept gets a webhook', async () => {
  Object.assign(shop.env, { MISSING_RUNS: '1' });
  offer(shop, without(ALL, 6));
  await shop.run('sync');
  shop.env['MISSING_PRODUCTS'] = 'keep';
  offer(shop, without(ALL, 5, 6));
  await shop.run('sync');
  shop.publications.reset();
  expect(await full()).toMatchObject({ removed: 2, owed: 1 });
  expect(webhooks()).toEqual([5]);
  expect((await loaded(shop))['sync_missing']).toEqual([]);
  expect((await shop.rows()).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test('quarantined products keep their rows', async () => {
  offer(shop, without(ALL, 2, 6), { product_id: 2, price: '1.234,56' });
  expect(await full()).toMatchObject({ exit_code: 0, quarantined: 1, removed: 1 });
  const kept = (await shop.rows()).find(({ id }) => id === 2);
  // The stock list lacks it.
  expect(kept).toMatchObject({ data: { price: 20 }, stock: 0 });
});

test('while an item has no usable id nothing is deleted, because it may be any product', async () => {
  offer(shop, without(ALL, 6), { product_name: 'Sin código' });
  expect(await full()).toMatchObject({ exit_code: 0, quarantined: 1, removed: 0 });
  expect(await shop.rows()).toHaveLength(6);
});

test('an empty list deletes nothing, whatever --force says', async () => {
  offer(shop, []);
  const before = await loaded(shop);
  expect(await full('--force')).toMatchObject({ exit_code: 65 });
  expect(await loaded(shop)).toEqual(before);
});

test('the guard stands before a full load', async () => {
  const many = goods(40);
  await seed(shop, without(many, 1, 2, 3, 4, 5, 6));
  offer(shop, many.slice(0, 20));
  const before = await loaded(shop);
  expect(await full()).toMatchObject({ exit_code: 77 });
  expect(await loaded(shop)).toEqual(before);
});

test('a load that fails in its transaction leaves the old content', async () => {
  offer(shop, [...without(ALL, 6), { id: 9, price: 1, balance: 1 }]);
  await shop.schema.query(
    `CREATE TRIGGER refuse BEFORE DELETE ON raw_item_data FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this one'`,
  );
  const before = await loaded(shop);
  const report = await full();
  expect(report).toMatchObject({ exit_code: 78, status: 'failed', owed: 0 });
  expect(report.reason).toContain('not this one');
  expect(await loaded(shop)).toEqual(before);
});

test('--select with --mode full is wrong usage', async () => {
  const { exitCode, stderr } = await shop.start('sync', '--mode', 'full', '--select', '1').done;
  expect(exitCode).toBe(64);
  expect(stderr).toContain('--select and --mode full exclude each other');
});

test('a reader sees the old content or the new, and nothing between them', async () => {
  const old = goods(3000, 1);
  await seed(shop, old.slice(6));
  await shop.schema.query('UPDATE raw_item_data SET stock = 1');
  offer(
    shop,
    old.slice(500).map((good) => ({ ...good, balance: 3 })),
  );
  const reader = await openSchema();
  const seen = new Set<string>();
  let looks = 0;
  const { done } = shop.start('sync', '--mode', 'full', '--no-notify');
  let isOver = false;
  const ended = done.then(() => (isOver = true));
  const look = async () => {
    const [row] = await reader.query<{ n: number; stock: string }>(
      `SELECT COUNT(*) AS n, SUM(stock) AS stock FROM ${shop.schema.name}.raw_item_data`,
    );
    seen.add(`${row?.n} rows, ${row?.stock} in stock`);
    looks += 1;
  };
  try {
    while (!isOver) await look();
    await ended;
    // The commit may have been after the last look: a slow machine has time for few between it and the job's end.
    await look();
  } finally {
    await reader.drop();
  }
  expect((await done).report).toMatchObject({ updated: 2500, removed: 500 });
  expect(looks).toBeGreaterThan(50);
  expect([...seen]).toEqual(['3000 rows, 3000 in stock', '2500 rows, 7500 in stock']);
});
