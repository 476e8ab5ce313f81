import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { everything } from '../support/goods.ts';
import { openGrants } from '../support/grants.ts';
import { runJob, runTextualJob } from '../support/job.ts';
import { clear, LONG_AGO, moved, store, told } from '../support/shelves.ts';
import { sharedShop } from '../support/test-shop.ts';
import { type Offered, startSupplier } from '../support/textual/supplier.ts';

const shop = await sharedShop();
const supplier = await startSupplier();
const env = { ...shop.env, SOURCE: 'textual', TEXTUAL_URL: supplier.url };
afterAll(() => supplier.close());

/** Six items: which differ only in a letter's case, in a space at the end, and in how "ñ" is written. */
const CODES = ['Ñandú 1', 'ñandú 1', 'abc', 'ABC', 'abc ', 'n\u0303andu\u0301 1'];
const offer = (...codes: readonly string[]): Offered[] =>
  codes.map((code, index) => ({ code, price: 10 + index, balance: 5 }));

beforeEach(async () => {
  await clear(shop, env);
  await shop.schema.query('DELETE FROM item');
  supplier.offered = offer(...CODES);
});

async function run(...args: string[]) {
  const result = await runTextualJob(args, shop.env);
  expect(result.report.event, result.stderr).toBe('run.finished');
  return result.report;
}

async function items(): Promise<Map<string, number>> {
  const rows = await shop.schema.query<{ id: number; code: Buffer }>(
    'SELECT id, external_id AS code FROM item ORDER BY id',
  );
  return new Map(rows.map(({ id, code }) => [code.toString('utf8'), id]));
}
const idOf = async (code: string): Promise<number> => (await items()).get(code) ?? NaN;

test('a first load numbers each text, byte for byte; a run that finds nothing changed numbers and writes nothing', async () => {
  expect(await run('sync')).toMatchObject({ exit_code: 0, fetched: 6, inserted: 6, delivered: 6 });
  const numbered = await items();
  expect(new Set(numbered.keys())).toEqual(new Set(CODES));
  expect([...numbered.values()]).toEqual([1, 2, 3, 4, 5, 6]);
  const rows = await shop.rows();
  expect(rows.map(({ id, data }) => [data?.['code'], id])).toEqual(expect.arrayContaining([...numbered]));
  expect(told(shop)).toEqual([1, 2, 3, 4, 5, 6]);

  const before = await everything(shop);
  expect(await run('sync')).toMatchObject({ exit_code: 0, fetched: 6, unchanged: 6, owed: 0 });
  const { raw_item_data, item } = await everything(shop);
  expect({ raw_item_data, item }).toEqual({ raw_item_data: before['raw_item_data'], item: before['item'] });
});

test('what changes is that item and none that is spelled almost like it, with its history', async () => {
  await run('sync');
  await shop.schema.query('UPDATE raw_item_data SET updated_at = ?', [LONG_AGO]);
  shop.publications.reset();
  supplier.offered = offer(...CODES).map((each) =>
    each.code === 'ABC' ? { ...each, price: 99, balance: 2 } : each,
  );
  expect(await run('sync')).toMatchObject({ updated: 1, unchanged: 5, delivered: 1 });
  const changed = await idOf('ABC');
  expect(await moved(shop)).toEqual([changed]);
  expect(told(shop)).toEqual([changed]);
  const { stdout } = await runJob(['history', String(changed), '--json'], shop.env);
  expect(JSON.parse(stdout)).toMatchObject({
    product_id: changed,
    changes: [{ kind: 'changed', old_price: 13, new_price: 99, old_stock: 5, new_stock: 2 }],
  });
});

test('what leaves the list is retired, and has its number again when it comes back', async () => {
  await run('sync');
  const gone = await idOf('abc ');
  supplier.offered = offer(...CODES).filter(({ code }) => code !== 'abc ');
  expect(await run('sync')).toMatchObject({ missing: 1, removed: 0 });
  shop.publications.reset();
  expect(await run('sync')).toMatchObject({ removed: 1, delivered: 1 });
  expect(told(shop)).toEqual([gone]);
  expect((await shop.rows()).find(({ id }) => id === gone)).toMatchObject({ stock: 0 });

  supplier.offered = offer(...CODES);
  expect(await run('sync')).toMatchObject({ exit_code: 0, updated: 1, inserted: 0 });
  expect(await idOf('abc ')).toBe(gone);
  expect((await items()).size).toBe(6);
});

test('an item that cannot be used is in quarantine under its number, one whose text can be no id under none', async () => {
  await run('sync');
  supplier.offered = [
    ...offer(...CODES).map((each) => (each.code === 'abc' ? { ...each, price: '1.234,56' } : each)),
    { code: 'x'.repeat(257), price: 1 },
    { code: 'ñ'.repeat(128), price: 1 },
  ];
  shop.env['QUARANTINE_MAX_PERCENT'] = '100';
  expect(await run('sync')).toMatchObject({ exit_code: 0, quarantined: 2, inserted: 1, unchanged: 5 });
  const { stdout } = await runJob(['quarantine', '--json'], shop.env);
  const entries = JSON.parse(stdout) as { product_id: number | null; reason: string }[];
  expect(new Map(entries.map(({ product_id, reason }) => [product_id, reason]))).toEqual(
    new Map<number | null, string>([
      [await idOf('abc'), 'bad_price'],
      [null, 'bad_external_id'],
    ]),
  );
  expect((await items()).size).toBe(7);
});

test('what is pending waits under its number, and the page names it', async () => {
  shop.publications.intercept(() => ({ status: 500 }));
  expect(await run('sync')).toMatchObject({ exit_code: 69, pending: 6 });
  const out = join(mkdtempSync(join(tmpdir(), 'text-ids-test-')), 'index.html');
  const report = await runJob(['report', '--out', out, '--json'], shop.env);
  expect(report.exitCode, report.stderr).toBe(0);
  expect(readFileSync(out, 'utf8')).toContain('<!doctype html>');
  rmSync(dirname(out), { recursive: true });
  shop.publications.intercept();
  expect(await run('notify')).toMatchObject({ exit_code: 0, delivered: 6 });
});

test('a dry run foretells with numbers of its own, keeps none, and needs only what a reader may', async () => {
  await run('sync');
  supplier.offered = offer(...CODES, 'new 1', 'new 2', 'new 3');
  const before = await everything(shop);
  const grants = await openGrants(shop.schema, shop.schema);
  try {
    await shop.schema.query('CREATE TABLE published_items (id BIGINT PRIMARY KEY, meli_id VARCHAR(20))');
    await grants.apply('4-reader.sql');
    const dry = await runTextualJob(['sync', '--dry-run'], { ...shop.env, ...grants.login('reader') });
    expect(dry.report, dry.stderr).toMatchObject({ exit_code: 0, inserted: 3, unchanged: 6, owed: 3 });
    await shop.schema.query('DROP TABLE published_items');
    expect(await everything(shop)).toEqual(before);
  } finally {
    await grants.drop();
  }
  expect(await run('sync')).toMatchObject({ exit_code: 0, inserted: 3, unchanged: 6, delivered: 3 });
  expect([...(await items()).values()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('numbers begin above those of products that another source brought', async () => {
  await store(shop, [{ id: 40, data: { price: 1, name: 'another one' }, stock: 0 }]);
  expect(await run('sync')).toMatchObject({ exit_code: 0, inserted: 6 });
  expect([...(await items()).values()]).toEqual([41, 42, 43, 44, 45, 46]);
});

test('`doctor` finds what such a source needs', async () => {
  const doctor = await runTextualJob(['doctor'], shop.env);
  expect(doctor.exitCode, doctor.stdout).toBe(0);
});
