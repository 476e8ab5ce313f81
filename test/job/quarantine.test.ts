import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import type { JobResult } from '../support/job.ts';
import { clear, moved, store, told } from '../support/shelves.ts';
import { openShop } from '../support/shop.ts';
import { sharedShop } from '../support/test-shop.ts';

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

interface Unusable {
  reason: string;
  /** The item of the price list, where that is what cannot be used. */
  item?: string | Buffer;
  /** The row of the stock list, where that is it. */
  stock?: string;
  /** Absent for an item without an id. */
  id?: number;
  /** An id that the table cannot hold, and so no product of ours. */
  listedAs?: number;
}

const UNUSABLE: readonly Unusable[] = [
  { reason: 'bad_price', id: 1, item: '{"product_id":1,"price":"1.234,56"}' },
  { reason: 'bad_price', id: 2, item: '{"product_id":2,"price":true}' },
  { reason: 'not_utf8', id: 3, item: Buffer.from('{"product_id":3,"name":"Az\u00facar"}', 'latin1') },
  { reason: 'ill_formed_text', id: 4, item: '{"product_id":4,"name":"\\ud83d"}' },
  { reason: 'too_deep', id: 5, item: `{"product_id":5,"a":${nested(40)}}` },
  { reason: 'bad_number', id: 6, item: '{"product_id":6,"weight":1e999}' },
  { reason: 'too_long', id: 7, item: `{"product_id":7,"text":"${'x'.repeat(65_600)}"}` },
  { reason: 'stock_out_of_range', id: 8, stock: '{"product_id":8,"product_balance":40000}' },
  { reason: 'bad_balance', id: 9, stock: '{"product_id":9,"product_balance":"muchos"}' },
  { reason: 'no_id', item: '{"price":1}' },
  { reason: 'id_out_of_range', item: '{"product_id":3000000000,"price":1}', listedAs: 3_000_000_000 },
];
const OWNED = UNUSABLE.filter(({ id }) => id !== undefined);
/** Enough products that the unusable ones stay below the threshold. */
const ALL = goods(300);

const shop = await sharedShop({
  before: [
    'CREATE TABLE raw_item_data (id INT PRIMARY KEY, data TEXT CHARACTER SET utf8mb4, stock SMALLINT, updated_at DATETIME)',
  ],
});

function offerUnusable(unusable: readonly Unusable[]): void {
  const itemOf = new Map(unusable.map((each) => [each.id, each]));
  const good = ALL.map(({ id, price }) => {
    return itemOf.get(id)?.item ?? { product_id: id, price, product_name: `Producto ${id}` };
  });
  shop.bitcram.setCatalogue([
    ...good,
    ...unusable.flatMap(({ id, item }) => (id === undefined ? [item ?? ''] : [])),
  ]);
  shop.bitcram.setStock(ALL.map(({ id }) => itemOf.get(id)?.stock ?? { product_id: id, product_balance: 5 }));
}

const entries = () =>
  shop.schema.query<{
    list: string;
    item_id: number | null;
    reason: string;
    raw: string;
    runs: number;
    open: number;
  }>(
    'SELECT list, item_id, reason, raw, runs, settled_at IS NULL AS open FROM sync_quarantine ORDER BY item_id, reason',
  );

describe('items that cannot be used', () => {
  let first: JobResult;
  beforeAll(async () => {
    const rows = ALL.map(({ id, price }) => ({
      id,
      data: { product_name: `Producto ${id}`, price },
      stock: 5,
    }));
    await store(shop, [...rows.slice(0, 250), { id: 999, data: { price: 1 }, stock: 5 }]);
    offerUnusable(UNUSABLE);
    first = await shop.run('sync');
  });

  test('are counted, and the others go on', () => {
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.report).toMatchObject({
      fetched: 302,
      quarantined: 11,
      inserted: 50,
      unchanged: 241,
      updated: 0,
    });
    expect(told(shop)).toEqual(ALL.slice(250).map(({ id }) => id));
  });

  test('leave their products with the last good row, and make nobody missing', async () => {
    expect(first.report).toMatchObject({ missing: 0, removed: 0 });
    const moving = await moved(shop);
    for (const { id } of OWNED) expect(moving).not.toContain(id);
    expect(await shop.schema.query('SELECT * FROM sync_missing')).toEqual([]);
  });

  test.each(UNUSABLE)(
    'stand in quarantine with their text: $reason',
    async ({ reason, id, listedAs, item, stock }) => {
      const text = (item ?? stock ?? '').toString('utf8');
      const found = (await entries()).find(
        (each) => each.reason === reason && each.item_id === (id ?? listedAs ?? null),
      );
      expect(found).toMatchObject({ list: stock === undefined ? 'price_list' : 'stock', runs: 1, open: 1 });
      expect(found?.raw.slice(0, 16_000)).toBe(text.slice(0, 16_000));
      expect(found?.raw.length).toBeLessThan(17_000);
    },
  );

  test('are listed by `quarantine`, each with its reason', async () => {
    const { exitCode, stdout } = await shop.run('quarantine', '--json');
    expect(exitCode).toBe(0);
    const listed = JSON.parse(stdout) as {
      product_id: number | null;
      reason: string;
      member: string | null;
      value: string | null;
    }[];
    expect(listed).toHaveLength(UNUSABLE.length);
    expect(listed.find((each) => each.product_id === 1)).toMatchObject({
      reason: 'bad_price',
      explanation: 'the price is not a decimal number',
    });
    const blamed = listed.map(({ product_id: id, member, value }) => [id, member, value]);
    expect(new Map(blamed.map(([id, ...rest]) => [id, rest]))).toEqual(
      new Map<number | null, (string | null)[]>([
        [1, ['price', '1.234,56']],
        [2, ['price', 'true']],
        [3, ['name', 'Az\ufffdcar']],
        [4, ['name', '\ud83d']],
        [5, [null, null]],
        [6, ['weight', '1e999']],
        [7, [null, null]],
        [8, ['product_balance', '40000']],
        [9, ['product_balance', 'muchos']],
        [null, [null, null]],
        [3_000_000_000, ['product_id', '3000000000']],
      ]),
    );
  });

  test('are listed for a person with name, since when, what to write and where, and what is sold meanwhile', async () => {
    const listed = async (...flags: string[]) =>
      (await shop.run('quarantine', ...flags)).stdout.replaceAll(/20\d\d-\d\d-\d\d \d\d:\d\d/g, 'THEN');
    const spanish = await listed('--lang', 'es');
    expect(spanish).toContain(
      '1 Producto 1\n' +
        '  Para corregir desde el THEN. El programa no puede leer el precio "1.234,56". ' +
        'Escribilo como 1234.56, con punto y sin separador de miles, en la lista de precios de Bitcram: producto 1, Producto 1. Mientras tanto vale el último precio bueno, si lo hubo.\n',
    );
    expect(spanish).toMatch(
      /^9 Producto 9\n.* el stock "muchos"\. Escribilo en números, como 12, en el stock del depósito/m,
    );
    expect(spanish).toMatch(/^sin número ni nombre\n.*\n {2}Como lo manda Bitcram: \{"price":1\}$/m);
    expect(await listed()).toMatch(
      /^1 Producto 1\n {2}In quarantine since THEN\. .* Write it as 1234\.56, with a point and no .* Until then the last good price stands/m,
    );
  });

  test('are on the page, each with its value and the place in Bitcram where to correct it', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'quarantine-test-')), 'index.html');
    const { exitCode, stdout, stderr } = await shop.run('report', '--out', out, '--lang', 'es', '--json');
    expect(exitCode, stderr).toBe(0);
    const { quarantine } = JSON.parse(stdout) as { quarantine: { rows: { product_id: number | null }[] } };
    expect(quarantine.rows).toHaveLength(UNUSABLE.length);
    expect(quarantine.rows.find(({ product_id: id }) => id === 1)).toMatchObject({
      ...{ name: 'Producto 1', list: 'price_list', member: 'price', value: '1.234,56' },
    });
    const page = readFileSync(out, 'utf8').replaceAll('&quot;', '"');
    expect(page).toContain('El programa no puede leer el precio "1.234,56".');
    expect(page).toContain(
      'sin separador de miles, en la lista de precios de Bitcram: producto 1, Producto 1.',
    );
    expect(page).toContain('El stock es "40000", que está fuera de lo que admite la base de datos.');
    expect(page).toContain('Corregilo en el stock del depósito en Bitcram: producto 8, Producto 8.');
    rmSync(dirname(out), { recursive: true });
  });

  test('have one entry each, however many runs meet them', async () => {
    await shop.run('sync');
    const found = await entries();
    expect(found).toHaveLength(UNUSABLE.length);
    expect(found.every(({ runs, open }) => runs === 2 && open === 1)).toBe(true);
  });

  test('are settled and taken in once they are corrected', async () => {
    offerUnusable(UNUSABLE.filter(({ id }) => id === 5));
    const { report } = await shop.run('sync');
    expect(report).toMatchObject({ exit_code: 0, quarantined: 1, missing: 1 });
    const open = (await entries()).filter((each) => each.open === 1);
    expect(open).toMatchObject([{ item_id: 5, reason: 'too_deep', runs: 3 }]);
    const { stdout } = await shop.run('quarantine', '--all', '--json');
    expect(JSON.parse(stdout)).toHaveLength(UNUSABLE.length);
    const all = (await shop.run('quarantine', '--all')).stdout;
    expect(all).toMatch(/^1 Producto 1\n.* Corrected at 20.*$/m);
  });
});

describe('too much that cannot be used', () => {
  beforeEach(async () => {
    await clear(shop, shop.env);
    await store(shop, [{ id: 1, data: { price: 1 }, stock: 1 }]);
  });

  const withBadPrices = (count: number, all: number): void => {
    offer(
      shop,
      goods(all).map((good) => (good.id <= count ? { ...good, price: '1,5' } : good)),
    );
  };

  test('stops the run, which keeps what it found', async () => {
    withBadPrices(11, 219);
    const { exitCode, report } = await shop.run('sync', '--force');
    expect(exitCode).toBe(65);
    expect(report.reason).toContain('11 of 219 items of the price list cannot be used (5 % allowed)');
    expect(report).toMatchObject({
      status: 'stopped',
      loaded: false,
      fetched: 219,
      quarantined: 11,
      owed: 0,
    });
    expect(await shop.rows()).toHaveLength(1);
    expect(await entries()).toHaveLength(11);
  });

  test('is more than five percent, and not five percent', async () => {
    withBadPrices(11, 220);
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 11, inserted: 209 });
  });

  test('is no fewer than ten', async () => {
    withBadPrices(9, 12);
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 9, inserted: 3 });
  });

  test('is measured on the stock list by itself', async () => {
    offer(shop, goods(400));
    const unusable = goods(10).map(({ id }) => ({ product_id: id, product_balance: 'x' }));
    shop.bitcram.setStock([
      ...unusable,
      ...goods(100)
        .slice(10)
        .map(({ id }) => ({ product_id: id, product_balance: 1 })),
    ]);
    const { exitCode, report } = await shop.run('sync');
    expect(exitCode).toBe(65);
    expect(report.reason).toContain('10 of 100 items of the stock list cannot be used');
  });
});

test('a key that MySQL cannot hold and 31 levels, the most that MariaDB holds, are told apart on both', async () => {
  const other = await openShop();
  try {
    other.bitcram.setCatalogue([
      `{"product_id":1,"${'k'.repeat(70_000)}":1}`,
      `{"product_id":2,"a":${nested(30)}}`,
      `{"product_id":3,"a":${nested(31)}}`,
    ]);
    const { exitCode, report, stderr } = await other.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ quarantined: 2, inserted: 1 });
    expect((await other.rows()).map(({ id }) => id)).toEqual([2]);
  } finally {
    await other.close();
  }
});
