import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { AirArticle } from '../../dev/simulate/air/articles.ts';
import { articles, clearedAirShop, quantity } from '../support/air.ts';

const shop = await clearedAirShop();
const { air } = shop;

const NOWHERE = Object.fromEntries(
  (['cba', 'air', 'lug', 'ros', 'mza'] as const).map((location) => [location, quantity(location, 0)]),
);

test('a first deep run makes every product with price, stock, content, images and locations, and the next finds nothing to do', async () => {
  air.articles = articles(3, (_article, index) =>
    index === 0
      ? {
          ...NOWHERE,
          ...{ codigo: '0042a', precio: 100.005, moneda: 'DOL', impuesto_iva: { alicuota: 10.5 } },
          air: quantity('air', 4, 2),
          lug: quantity('lug', 9),
        }
      : undefined,
  );
  expect(await shop.report('sync')).toMatchObject({
    exit_code: 0,
    mode: 'deep',
    fetched: 3,
    inserted: 3,
    owed: 0,
  });
  const [, , item] = await shop.items();
  expect(item).toMatchObject({
    ...{
      codprov: '0042a',
      cost: '100.0050',
      list_price: '130.0065',
      currency: 'USD',
      tax_rate: '10.500',
      stock: 4,
    },
    content: { product_name: 'NOTEBOOK 15.6" MODELO 1', part_number: 'PN-0', dimensiones: { alto: 10 } },
    images: ['https://imagenes.air.example/0042a-1.jpg', 'https://imagenes.air.example/0042a-2.jpg'],
  });
  expect(item?.content).not.toHaveProperty('precio');
  expect((await shop.locations())['0042a']).toEqual({ S_BUE: [4, 2], S_LUG: [9, 0] });
  const skus = await shop.schema.query<{ sku: string }>('SELECT sku FROM item ORDER BY sku');
  expect(skus.map(({ sku }) => sku)).toEqual(['0000002', '0000003', '0042a']);
  const runs = await shop.schema.query('SELECT exchange_rate FROM sync_run');
  expect(runs).toEqual([{ exchange_rate: '1415.5000' }]);

  const before = await shop.items();
  air.forgetRequests();
  expect(await shop.report('sync', '--mode', 'deep')).toMatchObject({
    unchanged: 3,
    inserted: 0,
    updated: 0,
  });
  expect(await shop.items()).toEqual(before);
  expect(air.requests.filter(({ operation }) => operation === 'get_meta')).toEqual([]);
});

test('a flash writes price, cost, tax and locations of what changed, makes nothing, and never touches the content', async () => {
  air.articles = articles(30);
  await shop.report('sync');
  await shop.schema.query(
    `UPDATE air_item SET updated_at = '2020-01-01', flash_at = '2020-01-01', deep_at = '2020-01-01'`,
  );
  const before = await shop.items();
  const changes: Record<number, Partial<AirArticle>> = {
    4: { precio: '12.3456', moneda: 'PES', impuesto_iva: { alicuota: 21 }, cba: quantity('cba', 77, 3) },
    5: { lug: quantity('lug', 0, 99) },
  };
  air.articles = articles(33, (_article, index) => ({ descrip: 'ANOTHER NAME', ...changes[index] }));
  air.forgetRequests();
  const report = await shop.report('sync', '--mode', 'flash');
  expect(report).toMatchObject({
    ...{ exit_code: 0, mode: 'flash', fetched: 33, unknown: 3, unchanged: 28, updated: 2, inserted: 0 },
  });
  const after = await shop.items();
  const moved = after.filter(({ updated_at: at }) => !at.startsWith('2020-01-01'));
  expect(moved).toHaveLength(2);
  const changed = after.find(({ codprov }) => codprov === air.articles[4]?.codigo);
  expect(changed).toMatchObject({
    ...{ cost: '12.3456', list_price: '16.0493', currency: 'ARS', tax_rate: '21.000', stock: 77 },
    deep_at: expect.stringMatching(/^2020-01-01/) as string,
  });
  expect(changed?.content).toEqual(before.find(({ id }) => id === changed?.id)?.content);
  expect((await shop.locations())[changed?.codprov ?? '']?.['S_CBA']).toEqual([77, 3]);
  expect(new Set(air.requests.map(({ operation }) => operation))).toEqual(new Set(['login', 'syp']));
  expect(await shop.schema.query('SELECT COUNT(*) AS n FROM item')).toEqual([{ n: 30 }]);
});

test("a deep run changes only what is not a flash's, and asks for details only where the entry changed", async () => {
  air.articles = articles(6);
  await shop.report('sync');
  const before = await shop.items();
  air.articles = articles(6, (_article, index) =>
    index === 2 ? { descrip: 'RENAMED', precio: 1, ...NOWHERE } : { precio: 2 },
  );
  const { codigo } = air.articles[2] as (typeof air.articles)[number];
  air.details.set(codigo, { peso: 3, imgs: [{ uri: 'https://imagenes.air.example/new.jpg' }] });
  air.forgetRequests();
  expect(await shop.report('sync')).toMatchObject({ unchanged: 5, updated: 1, other_changes: 1 });
  const renamed = (await shop.items()).find(({ codprov }) => codprov === codigo);
  const was = before.find(({ codprov }) => codprov === codigo);
  expect(renamed).toMatchObject({
    ...{ cost: was?.cost, list_price: was?.list_price, stock: was?.stock, flash_at: was?.flash_at },
    content: { product_name: 'RENAMED', peso: 3 },
    images: ['https://imagenes.air.example/new.jpg'],
  });
  expect(air.requests.filter(({ operation }) => operation === 'get_meta').map(({ code }) => code)).toEqual([
    codigo,
  ]);
});

test('each product and each run have a pulse that a list shows, written only where its kind changes', async () => {
  air.articles = articles(12, (_article, index) => ({
    ...NOWHERE,
    cba: quantity('cba', index === 0 ? 0 : 5),
  }));
  await shop.report('sync');
  const pulses = async (): Promise<string[]> => (await shop.items()).map(({ pulse }) => pulse ?? '');
  const [none = '', some = '', ...others] = await pulses();
  expect(none).toMatch(/^⚠️ No Stock \d{4}-\d\d-\d\d \d\d:\d\d$/);
  for (const pulse of [some, ...others])
    expect(pulse).toMatch(/^✅ Success \d{4}-\d\d-\d\d \d\d:\d\d S_CBA$/);

  await shop.schema.query(`UPDATE air_item SET pulse = CONCAT(pulse, ' then')`);
  air.articles = air.articles.map((article, index) =>
    index === 1
      ? { ...article, precio: 'x' }
      : index === 2
        ? { ...article, ...NOWHERE }
        : { ...article, precio: 4000 },
  );
  await shop.report('sync', '--mode', 'flash');
  const [still, refused, gone, ...rest] = await pulses();
  expect(still).toMatch(/^⚠️ No Stock .* then$/);
  expect(refused).toMatch(/^❌ API Error \d{4}-\d\d-\d\d \d\d:\d\d S_CBA bad_price$/);
  expect(gone).toMatch(/^⚠️ No Stock .*\d$/);
  for (const pulse of rest) expect(pulse).toMatch(/^✅ Success .* then$/);

  air.intercept(({ operation }) => (operation === 'syp' ? { status: 200, body: '<html>' } : undefined));
  expect((await shop.run('sync', '--mode', 'flash')).exitCode).toBe(65);
  const runs = JSON.parse((await shop.run('runs', '--json')).stdout) as {
    pulse: string;
    exchange_rate: string;
  }[];
  expect(runs.map(({ pulse }) => pulse)).toEqual([
    expect.stringMatching(
      /^❌ API Error .* flash Air answers syp \(page 0\) with something that is no whole JSON/,
    ),
    expect.stringMatching(/^⚠️ No Stock .* flash 1 sold out$/),
    expect.stringMatching(/^✅ Success .* deep$/),
  ]);
  expect(runs.map(({ exchange_rate: rate }) => rate)).toEqual([null, '1415.5000', '1415.5000']);
  expect((await shop.run('runs')).stdout).toContain('⚠️ No Stock');
  const page = join(mkdtempSync(join(tmpdir(), 'air-test-')), 'index.html');
  expect((await shop.run('report', '--out', page)).exitCode).toBe(0);
  expect(readFileSync(page, 'utf8')).toContain('❌ API Error');
  rmSync(dirname(page), { recursive: true });
  const { codigo = '' } = air.articles[1] ?? {};
  expect((await shop.run('history', codigo)).stdout).toContain('❌ API Error');
  expect(JSON.parse((await shop.run('history', codigo, '--json')).stdout)).toMatchObject({
    now: { pulse: expect.stringContaining('bad_price') as string },
  });
});

test('the pulse names a location that counts, the first choice first', async () => {
  shop.env['LOCATIONS'] = 'S_LUG,S_CBA';
  const there = (cba: number, lug: number) => ({ cba: quantity('cba', cba), lug: quantity('lug', lug) });
  air.articles = articles(2, (_article, index) => ({
    ...NOWHERE,
    ...there(4, index * 3),
    air: quantity('air', 9),
  }));
  await shop.report('sync');
  const told = (await shop.items()).map(({ pulse }) => pulse?.split(' ').at(-1));
  expect(told).toEqual(['S_CBA', 'S_LUG']);
});

test('a code is found as it is written, before a product that has it for its number', async () => {
  air.articles = articles(5, (_article, index) => ({
    codigo: ['3', '0003', 'ab', 'AB', '😀'.repeat(64)][index] ?? '',
  }));
  await shop.report('sync');
  const names = new Map(air.articles.map(({ codigo, descrip }) => [codigo, descrip]));
  for (const [code, name] of names) {
    expect((await shop.run('history', code)).stdout, code).toContain(name);
  }
});
