import { afterEach, expect, test } from 'vitest';
import { changesOf } from '../../src/runs/questions/product-changes.ts';
import { productNow } from '../../src/sync/changes.ts';
import { loadItems, loadPlan, openShelf, type Shelf, startRun } from '../support/session.ts';

let shelf: Shelf;
afterEach(() => shelf.close());

const NOBODY = { marked: [], settled: [], returned: [], treatment: 'zero' as const };

const TEXTS: readonly [data: string | null, price: number | null, asTheJobReadsIt?: number][] = [
  ['{"price":10.5}', 10.5],
  ['{"price":"1.00"}', 1],
  ['{"price":" 2 "}', 2],
  ['{"price":1e-7}', 1e-7],
  ['{"price":0.30000000000000004}', 0.30000000000000004],
  ['{"name":"Azúcar"}', null],
  ['{"price":null}', null],
  ['{"price":"abc"}', null],
  ['{"price":""}', null],
  ['{"price":"1\\n2"}', null],
  ['{"price":"5\\n"}', 5],
  // The job reads this one, the database does not: its statement would end in strict mode.
  ['{"price":"5\u00A0"}', null, 5],
  ['{"price":"1.234,56"}', null],
  ['{"price":{"amount":1}}', null],
  ['{"price":[1]}', null],
  ['{"price":"1e999"}', null],
  [`{"price":"${'9'.repeat(400)}"}`, null],
  [null, null],
];

test.each(['JSON', 'LONGTEXT'])(
  'whatever stands in `data` (%s), the old price is that number, or none, and the load goes on',
  async (type) => {
    const texts = type === 'JSON' ? TEXTS : [...TEXTS, ['garbage{', null] as const, ['', null] as const];
    shelf = await openShelf({
      before: [
        `CREATE TABLE raw_item_data (id INT UNSIGNED PRIMARY KEY, data ${type}, stock INT, updated_at DATETIME)`,
      ],
    });
    for (const [index, [data]] of texts.entries())
      await shelf.schema.query('INSERT INTO raw_item_data VALUES (?, ?, NULL, NULL)', [index + 1, data]);
    const old = () => shelf.schema.query('SELECT item_id, old_price FROM sync_change ORDER BY item_id');
    const settled = texts.map((_, index) => index + 1);
    await loadItems(shelf, 'r1', [], { missing: { ...NOBODY, settled } });
    expect(await old()).toEqual(texts.map(([, price], index) => ({ item_id: index + 1, old_price: price })));
    expect(await changesOf(shelf.session, 1, 9)).toMatchObject([
      { runId: 'r1', kind: 'gone', oldPrice: 10.5, newPrice: 10.5, oldStock: null, newStock: 0 },
    ]);

    await shelf.schema.query('DELETE FROM sync_change');
    const items = settled.map((productId) => ({ productId, data: { price: 7 }, stock: 0 }));
    await loadItems(shelf, 'r2', items);
    expect(await old()).toEqual(
      texts.map(([, price, read = price], index) => ({ item_id: index + 1, old_price: read })),
    );
    expect(await changesOf(shelf.session, 1, 9)).toMatchObject([
      { runId: 'r2', kind: 'changed', oldPrice: 10.5, newPrice: 7, oldStock: 0, newStock: 0 },
    ]);
  },
);

test('a price that cannot be read and one that is absent are both none: no change that a reader would see', async () => {
  shelf = await openShelf();
  await shelf.schema.query(
    `INSERT INTO raw_item_data VALUES (1, '{"price":"abc"}', 1, NULL), (2, NULL, 1, NULL)`,
  );
  await loadItems(shelf, 'r1', [
    { productId: 1, data: {}, stock: 1 },
    { productId: 2, data: {}, stock: 2 },
  ]);
  expect(await changesOf(shelf.session, 1, 9)).toEqual([]);
  expect(await changesOf(shelf.session, 2, 9)).toMatchObject([{ oldStock: 1, newStock: 2, newPrice: null }]);
});

test('a product as it stands, whatever stands in `data`', async () => {
  shelf = await openShelf();
  await shelf.schema.query(
    `INSERT INTO raw_item_data VALUES (1, '{"price":"1.50","product_name":"Yerba"}', 3, '2026-01-02 03:04:05'),
       (2, NULL, NULL, NULL), (3, '{"price":"abc","product_name":{}}', 0, NULL), (4, '[1]', 0, NULL)`,
  );
  const none = { name: null, price: null };
  expect(await productNow(shelf.session, 1)).toEqual({
    name: 'Yerba',
    price: 1.5,
    stock: 3,
    updatedAt: '2026-01-02 03:04:05',
  });
  expect(await productNow(shelf.session, 2)).toEqual({ ...none, stock: null, updatedAt: null });
  expect(await productNow(shelf.session, 3)).toMatchObject(none);
  expect(await productNow(shelf.session, 4)).toMatchObject(none);
  expect(await productNow(shelf.session, 5)).toBeUndefined();
});

const idAt = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * 86_400_000)
    .toISOString()
    .replace(/^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+).*$/, '$1$2$3-$4$5$6-1f9a00');

async function fill(runId: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => [runId, index + 1, 'changed', '2026-01-01']);
  await shelf.schema.query('INSERT INTO sync_change (run_id, item_id, kind, changed_at) VALUES ?', [rows]);
}
const count = async () =>
  shelf.schema.query('SELECT run_id, COUNT(*) AS n FROM sync_change GROUP BY run_id ORDER BY run_id');

test('changes of runs older than the history go, oldest first, at most 20,000 a run', async () => {
  shelf = await openShelf();
  await fill(idAt(40), 15_500);
  await fill(idAt(31), 6000);
  await fill(idAt(29), 10);
  await shelf.store.prune(30);
  expect(await count()).toMatchObject([{ n: 1500 }, { n: 10 }]);
  await shelf.store.prune(30);
  expect(await count()).toMatchObject([{ n: 10 }]);
});

test('a run that keeps more takes away twice as many, so that the table cannot grow for ever', async () => {
  shelf = await openShelf();
  await fill(idAt(40), 60_000);
  await loadItems(
    shelf,
    'r1',
    Array.from({ length: 13_000 }, (_, index) => ({ productId: index + 1, data: {}, stock: 1 })),
  );
  await shelf.store.prune(30);
  expect(await count()).toMatchObject([{ n: 34_000 }, { run_id: 'r1', n: 13_000 }]);
});

test('a load that is not to keep changes keeps none, and one that settles keeps what it zeroed', async () => {
  shelf = await openShelf();
  await loadItems(shelf, 'r1', [{ productId: 1, data: { price: 1 }, stock: 1 }], { keepChanges: false });
  expect(await count()).toEqual([]);
  await startRun(shelf.store, 'r2');
  await shelf.store.staging.open();
  await shelf.store.staging.add(
    [{ productId: 2, data: Buffer.from('{}'), stock: 1, price: null, before: null }],
    1,
  );
  const missing = { ...NOBODY, settled: [1] };
  await shelf.store.load(loadPlan('r2', { missing }), () => undefined);
  expect(await changesOf(shelf.session, 1, 9)).toMatchObject([
    { runId: 'r2', kind: 'gone', oldPrice: 1, newPrice: 1 },
  ]);
});
