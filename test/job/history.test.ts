import { beforeEach, expect, test } from 'vitest';
import { findProducts } from '../../src/sync/find-products.ts';
import { changed, type Good, goods, offer, seed, without } from '../support/goods.ts';
import { connectTo } from '../support/session.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(12);

const shop = freshShop();
beforeEach(() => {
  Object.assign(shop.env, { NOTIFY: 'off', MISSING_RUNS: '1' });
});

type Told = [id: number, kind: string, prices: string, stocks: string];

/** What is kept, oldest run first: "1 → 2". */
async function kept(): Promise<Told[]> {
  const rows = await shop.schema.query<
    { id: number; kind: string } & Record<'op' | 'np' | 'os' | 'ns', number>
  >(
    `SELECT item_id AS id, kind, old_price AS op, new_price AS np, old_stock AS os, new_stock AS ns
       FROM sync_change ORDER BY changed_at, item_id`,
  );
  return rows.map(({ id, kind, op, np, os, ns }) => [id, kind, `${op} → ${np}`, `${os} → ${ns}`]);
}

async function syncWith(offered: readonly Good[], ...flags: string[]) {
  offer(shop, offered);
  const { report, stderr } = await shop.run('sync', ...flags);
  expect(report['exit_code'], stderr).toBe(0);
  return report;
}

const reprice = (offered: readonly Good[], id: number, change: Partial<Good>): Good[] =>
  changed(offered, (good) => (good.id === id ? change : undefined));

test('a first load has nothing to compare with and keeps nothing; what comes after it is kept, run by run', async () => {
  await syncWith(ALL);
  expect(await kept()).toEqual([]);
  await syncWith(ALL);
  expect(await kept()).toEqual([]);

  let day = reprice(reprice(ALL, 1, { price: 11.25 }), 2, { balance: 4 });
  const first = await syncWith([...day, { id: 13, price: '13.50', balance: 1 }]);
  const told: Told[] = [
    [1, 'changed', '10 → 11.25', '5 → 5'],
    [2, 'changed', '20 → 20', '5 → 4'],
    [13, 'new', 'null → 13.5', 'null → 1'],
  ];
  expect(await kept()).toEqual(told);
  const runs = await shop.schema.query('SELECT DISTINCT run_id FROM sync_change');
  expect(runs).toEqual([{ run_id: first.run_id }]);

  day = [...reprice(day, 1, { price: undefined }), { id: 13, price: '13.50', balance: 1 }];
  await syncWith(day);
  told.push([1, 'changed', '11.25 → null', '5 → 5']);
  expect(await kept()).toEqual(told);

  await syncWith(reprice(reprice(day, 1, { price: 9 }), 2, { price: 0.30000000000000004, balance: 0 }));
  told.push([1, 'changed', 'null → 9', '5 → 5'], [2, 'changed', '20 → 0.30000000000000004', '4 → 0']);
  expect(await kept()).toEqual(told);
});

test.each([
  ['zero', [3, 'gone', '30 → 30', '5 → 0'], [3, 'changed', '30 → 30', '0 → 5']],
  ['delete', [3, 'deleted', '30 → null', '5 → null'], [3, 'new', 'null → 30', 'null → 5']],
  ['keep', undefined, undefined],
] as const)(
  'MISSING_PRODUCTS=%s: a product that leaves, and one that comes back',
  async (treatment, left, back) => {
    shop.env['MISSING_PRODUCTS'] = treatment;
    await seed(shop, reprice(ALL, 4, { balance: 0 }));
    const offered = reprice(ALL, 4, { balance: 0 });
    await syncWith(without(offered, 3));
    await syncWith(without(offered, 3));
    const told = left === undefined ? [] : [left];
    expect(await kept()).toEqual(told);
    await syncWith(offered);
    expect(await kept()).toEqual(back === undefined ? told : [...told, back]);
  },
);

test('a product without stock that leaves changes nothing where it is zeroed, and is deleted where it is deleted', async () => {
  await seed(shop, reprice(ALL, 4, { balance: 0 }));
  await syncWith(without(ALL, 4));
  expect(await kept()).toEqual([]);
  await shop.schema.query('DELETE FROM sync_missing');
  shop.env['MISSING_PRODUCTS'] = 'delete';
  await syncWith(without(ALL, 4));
  expect(await kept()).toEqual([[4, 'deleted', '40 → null', '0 → null']]);
});

test('`--mode full` keeps what it changed and deleted; another attribute is no change of price or stock', async () => {
  await seed(shop, ALL);
  const report = await syncWith(
    reprice(reprice(without(ALL, 12), 1, { name: 'Otro' }), 2, { price: 7 }),
    '--mode',
    'full',
  );
  expect(report).toMatchObject({ updated: 2, removed: 1 });
  expect(await kept()).toEqual([
    [2, 'changed', '20 → 7', '5 → 5'],
    [12, 'deleted', '120 → null', '5 → null'],
  ]);
});

test('`--select` keeps what changed of the selected products, and not that one was written again', async () => {
  await seed(shop, ALL);
  const report = await syncWith(reprice(reprice(ALL, 2, { price: 7 }), 5, { price: 8 }), '--select', '1,2');
  expect(report).toMatchObject({ updated: 2 });
  expect(await kept()).toEqual([[2, 'changed', '20 → 7', '5 → 5']]);
});

test('a dry run, a run that the guard stops and one that is rolled back keep nothing', async () => {
  await seed(shop, ALL);
  offer(
    shop,
    without(
      changed(ALL, () => ({ price: 1 })),
      1,
    ),
  );
  expect((await shop.run('sync', '--dry-run', '--force')).report).toMatchObject({
    exit_code: 0,
    updated: 11,
  });
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 77 });
  expect(await kept()).toEqual([]);

  await shop.schema.query(
    `CREATE TRIGGER refuse BEFORE UPDATE ON raw_item_data FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'`,
  );
  expect((await shop.run('sync', '--force')).report).toMatchObject({ loaded: false });
  expect(await kept()).toEqual([]);
});

test('HISTORY_DAYS=0 keeps nothing, and what is there goes', async () => {
  await seed(shop, ALL);
  await syncWith(reprice(ALL, 1, { price: 7 }));
  expect(await kept()).toHaveLength(1);
  shop.env['HISTORY_DAYS'] = '0';
  // A run's id has whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await syncWith(reprice(ALL, 2, { price: 7 }));
  expect(await kept()).toEqual([]);
});

test('`history` shows a product as it stands and what changed of it, newest first, in the reader’s language', async () => {
  const name = 'Yerba \u001B[31m 1 kg';
  await seed(shop, reprice(ALL, 1, { name, price: 10.5 }));
  await syncWith(reprice(ALL, 1, { name, price: 12 }));
  const { run_id: last } = await syncWith(reprice(without(ALL, 2), 1, { name, price: 12.5, balance: 3 }));

  const told = await shop.run('history', '1');
  expect(told.exitCode, told.stderr).toBe(0);
  const [heading, , ...rows] = told.stdout.trim().split('\n');
  expect(heading).toMatch(
    /^Product 1, Yerba \\u001b\[31m 1 kg: price 12\.50, stock 3, changed 20\d\d-\d\d-\d\d \d\d:\d\d$/,
  );
  expect(rows[1]).toMatch(/changed +12\.00 → 12\.50 +5 → 3/);
  expect(rows[1]).toContain(String(last));
  expect(rows[2]).toMatch(/changed +10\.50 → 12\.00 +5 /);
  expect(rows[3]).toMatch(/^Times of /);
  expect(rows).toHaveLength(4);

  const spanish = await shop.run('--lang', 'es', 'history', '1', '--limit', '1');
  expect(spanish.stdout).toMatch(/^Producto 1, .*: precio 12,50, stock 3, cambió el/);
  expect(spanish.stdout).toMatch(/cambió +12,00 → 12,50/);
  expect(spanish.stdout).not.toContain('10,50');
  expect((await shop.run('history', '2')).stdout).toMatch(/taken off sale +20\.00 +5 → 0/);
  expect((await shop.run('history', '3')).stdout).toMatch(
    /^Product 3, .*\nNeither its price nor its stock has changed since 20\d\d-/,
  );

  expect(JSON.parse((await shop.run('history', '1', '--json', '--limit', '1')).stdout)).toEqual({
    product_id: 1,
    now: { name, price: 12.5, stock: 3, updated_at: expect.stringMatching(/^20/) as unknown },
    changes: [
      {
        run_id: last,
        kind: 'changed',
        changed_at: expect.stringMatching(/^20\d\d-/) as unknown,
        old_price: 12,
        new_price: 12.5,
        old_stock: 5,
        new_stock: 3,
      },
    ],
    ...{ pending: [], dead: [], quarantine: [], missing: null },
  });
});

test('`history` of a product that was deleted shows its past, and of one never heard of it is wrong usage', async () => {
  shop.env['MISSING_PRODUCTS'] = 'delete';
  await seed(shop, ALL);
  await syncWith(without(ALL, 3));
  expect((await shop.run('history', '3')).stdout).toMatch(
    /^Product 3 has no row any more\n[^]*deleted +30\.00 → – +5 → –/,
  );
  expect(JSON.parse((await shop.run('history', '3', '--json')).stdout)).toMatchObject({
    now: null,
    changes: [{}],
  });

  const unknown = await shop.run('history', '99');
  expect(unknown).toMatchObject({ exitCode: 64, stdout: '' });
  expect(unknown.stderr).toContain('there is no product 99, and no change of it is kept');
  expect((await shop.run('history', 'x')).exitCode).toBe(64);
});

test('`history` lists first whose number is a whole one or begins a code, then where it is digits within another', async () => {
  await seed(shop, [
    { id: 1, name: 'Coca Cola 1500 Cc', price: 143, balance: 4 },
    { id: 2, name: 'Coca Cola 500 Cc', price: 84.9, balance: 0 },
    ...goods(12).slice(2),
  ]);
  const { stdout } = await shop.run('history', 'coca', 'cola', '500', '--json');
  expect((JSON.parse(stdout) as { products: object[] }).products).toMatchObject([
    { product_id: 2 },
    { product_id: 1 },
  ]);
});

test('`history` finds a product by its code and by words of its name; a number that is a product goes first, of several it lists them', async () => {
  await seed(shop, [
    { id: 1, name: 'Coca Cola 2.25 Lt', price: 143, balance: 4 },
    { id: 2, name: 'Coca Cola 1.5 Lt', price: 84.9, balance: 0 },
    { id: 3, name: 'Azúcar 1 kg', price: 60, balance: 9 },
    ...goods(12).slice(3),
  ]);
  for (const [id, code] of [
    [1, '7790895000997'],
    [2, '3'],
  ]) {
    await shop.schema.query(
      `UPDATE raw_item_data SET data = JSON_SET(data, '$.product_code', ?) WHERE id = ?`,
      [code, id],
    );
  }
  await shop.schema.query(
    `UPDATE raw_item_data SET data = JSON_SET(data, '$.barcode', '7790895009990') WHERE id = 1`,
  );
  const session = await connectTo(shop.schema);
  for (const words of [
    '7790895000997',
    '7790895009990',
    'cola 7790895009990',
    'coca cola 2,25',
    'cocacola 2.25',
  ]) {
    expect(await findProducts(session, words), words).toMatchObject([{ id: 1 }]);
  }
  await session.close();
  for (const words of [['1'], ['cocacola', '2.25']]) {
    expect((await shop.run('history', ...words)).stdout, words.join(' ')).toMatch(
      /^Product 1, Coca Cola 2.25 Lt/,
    );
  }
  expect((await shop.run('history', '3')).stdout).toMatch(/^Product 3, Azúcar/);
  expect((await shop.run('history', 'AZUCAR')).stdout).toMatch(/^Product 3, Azúcar/);

  const several = await shop.run('history', 'coca', 'cola');
  expect(several.exitCode, several.stderr).toBe(0);
  expect(several.stdout).toMatch(
    /^number +name +price +stock\n +1 +Coca Cola 2\.25 Lt +143\.00 +4\n +2 +Coca Cola 1\.5 Lt +84\.90 +0\n/,
  );
  expect(several.stdout).toMatch(/2 products\. .*history 1/);
  const spanish = await shop.run('--lang', 'es', 'history', 'coca', '--limit', '1');
  expect(spanish.stdout).toMatch(/2 productos, 1 sin mostrar: escribí más palabras/);
  expect(JSON.parse((await shop.run('history', 'coca', '--json')).stdout)).toEqual({
    products: [
      { product_id: 1, name: 'Coca Cola 2.25 Lt', code: '7790895000997', price: 143, stock: 4 },
      { product_id: 2, name: 'Coca Cola 1.5 Lt', code: '3', price: 84.9, stock: 0 },
    ],
  });

  const unknown = await shop.run('history', 'pepsi', '3');
  expect(unknown).toMatchObject({ exitCode: 64, stdout: '' });
  expect(unknown.stderr).toContain('there is no product pepsi 3');
  expect(unknown.stderr).toContain('words of its name');
});
