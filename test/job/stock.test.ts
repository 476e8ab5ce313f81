import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_SOURCE, recordMovements } from '../../src/channels/stock.ts';
import { booksBeforeEach, levelsOf, readStock, stockShelf } from '../support/ledger.ts';
import { runJob } from '../support/job.ts';

const books = booksBeforeEach();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stock-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const WITH_SOURCE = { SALES_IN_SOURCE: 'no', MARKETPLACE_ORDERS_IN_SOURCE: 'no' };
const KNOWS_NOTHING = { hasSource: true, absorbS: {} };

const counting = (...args: string[]) => runJob(args, { ...books.schema.env, SOURCE: 'none' });
const asked = (...args: string[]) => runJob(args, { ...books.schema.env, ...WITH_SOURCE });
const inSpanish = (...args: string[]) => asked(...args, '--lang', 'es');

function csv(...lines: string[]): string {
  const file = join(folder, 'stock.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const levels = async () => (await levelsOf(books)).map(({ item, base, held }) => [item, base, held]);
const sell = (key: string, sku: string, quantity: number, rules = KNOWS_NOTHING) =>
  recordMovements(books.session, rules, [
    { sourceKey: key, line: '1', kind: 'sale', quantity, sku, location: '' },
  ]);

test('where nothing is recorded, one line says so and what to do, in both languages', async () => {
  const english = await asked('movements');
  expect(english.stdout).toBe(
    'No movement is recorded. Sales, returns and orders are recorded once a marketplace is switched on, such as SHOPIFY=on.\n',
  );
  expect((await inSpanish('movements')).stdout).toContain('cuando activás un marketplace');
  expect((await asked('movements', '--json')).stdout).toBe('[]\n');
  expect((await asked('stock')).stdout).toMatch(/^Nothing is held: .*\n$/);
  const story = await asked('movements', '--sku', 'A');
  expect(story.exitCode).toBe(64);
  expect(story.stderr).toContain('no product has the SKU A');
});

test('what is counted stands, and what comes in is added to it', async () => {
  await stockShelf(books, { 1: 'A', 2: 'B' });
  const set = await counting('stock', 'set', 'A', '7');
  expect(set.exitCode, set.stderr).toBe(0);
  expect(set.stdout).toBe('The stock of 1 product is written down.\n');
  await sell('s1', 'A', 2, NO_SOURCE);
  expect((await counting('stock', 'add', 'A', '4')).exitCode).toBe(0);
  expect(await levels()).toEqual([[1, 7, 2]]);
  const there = await counting('stock', 'set', 'A', '0', '--json');
  expect(JSON.parse(there.stdout)).toEqual({ set: [{ sku: 'A', product_id: 1, location: '', quantity: 0 }] });
  expect(await levels()).toEqual([[1, -2, 2]]);
});

test('a file is taken in whole, with commas or semicolons, whatever the order of its columns', async () => {
  await stockShelf(books, { 1: 'A', 2: 'B' });
  const set = await counting(
    'stock',
    'set',
    '--file',
    csv('\ufeffQuantity;SKU;location', '5;A;', '6;B;back'),
  );
  expect(set.exitCode, set.stderr).toBe(0);
  expect(await levels()).toEqual([
    [1, 5, 0],
    [2, 6, 0],
  ]);
  await counting('stock', 'add', '--file', csv('sku,quantity', 'A,1'));
  expect(await levels()).toEqual([
    [1, 5, 1],
    [2, 6, 0],
  ]);
});

test.each<[string, string[], RegExp]>([
  ['a SKU that nobody has', ['sku,location,quantity', 'A,,1', 'Z,,1'], /line 3: no product has the SKU Z/],
  ['a SKU of two products', ['sku,location,quantity', 'A,,1', 'B,,1'], /line 3: two products have the SKU B/],
  [
    'a quantity that is none',
    ['sku,location,quantity', 'A,,1', '', 'C,,1.5'],
    /line 4: "1\.5" is no whole number from 0 to 1,000,000,000;/,
  ],
  ['a negative quantity', ['sku,location,quantity', 'A,,-1'], /line 2: "-1" is no/],
  ['no quantity', ['sku,location,quantity', 'A,'], /line 2: "" is no/],
  ['no SKU', ['sku,location,quantity', ',,4'], /line 2: there is no SKU/],
  ['a row twice', ['sku,location,quantity', 'A,x,4', 'A,,4', 'A,x,5'], /line 4: line 2 has A already/],
  ['no heading', ['A,,4'], /the first line of .* lacks sku and quantity/],
  ['a heading alone', ['sku,location,quantity'], /has no rows/],
  ['a quote that does not end', ['sku,location,quantity', '"A,,4'], /cannot read .*: Quote/],
])('a file with %s: one line says where, and nothing is written', async (_what, lines, said) => {
  await stockShelf(books, { 1: 'A', 2: 'B', 3: 'B', 4: 'C' });
  const { exitCode, stderr, log } = await counting('stock', 'set', '--file', csv(...lines));
  expect(exitCode).toBe(64);
  expect(log, stderr).toEqual([expect.objectContaining({ message: expect.stringMatching(said) as string })]);
  expect(await levels()).toEqual([]);
  expect(await books.schema.query('SELECT id FROM stock_movement')).toEqual([]);
});

test('nothing is added to what nobody has counted, by a file as little', async () => {
  await stockShelf(books, { 1: 'A', 2: 'B' });
  await counting('stock', 'set', 'A', '7');
  const { exitCode, stderr } = await counting('stock', 'add', '--file', csv('sku,quantity', 'A,1', 'B,1'));
  expect(exitCode).toBe(64);
  expect(stderr).toContain('line 3: nobody has counted B yet');
  expect(await levels()).toEqual([[1, 7, 0]]);
});

test.each<[string, string[]]>([
  ['no quantity', ['stock', 'set', 'A']],
  ['neither SKU nor file', ['stock', 'add']],
  ['a SKU and a file', ['stock', 'set', 'A', '1', '--file', 'x.csv']],
  ['a location and a file', ['stock', 'set', '--location', 'x', '--file', 'x.csv']],
  ['a file that is not there', ['stock', 'set', '--file', 'nowhere.csv']],
  ['half a unit', ['stock', 'set', 'A', '1.5']],
  ['nothing that came in', ['stock', 'add', 'A', '0']],
  ['a SKU that nobody has', ['stock', 'set', 'Z', '1']],
  ['a product and none', ['movements', '--sku', 'A', '--unmapped']],
  ['a stocktake without a time', ['movements', 'close']],
  ['a time that is none', ['movements', 'close', '--before', 'yesterday']],
  ['a time to come', ['movements', 'close', '--before', '2126-01-01 00:00']],
])('%s is refused in one line', async (_what, args) => {
  const { exitCode, stderr, stdout } = await asked(...args).then((with_) =>
    args[0] === 'stock' ? counting(...args) : with_,
  );
  expect(exitCode, stderr).toBe(64);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
});

test('beside a source nothing is counted here, and without one nothing is closed', async () => {
  const beside = await asked('stock', 'set', 'A', '1');
  expect([beside.exitCode, beside.stderr]).toEqual([78, expect.stringContaining('SOURCE=bitcram')]);
  const without = await counting('movements', 'close', '--before', '2026-01-01 00:00');
  expect([without.exitCode, without.stderr]).toEqual([64, expect.stringContaining('stock set')]);
});

test('closing asks whether the source learns of sales and orders, and of nothing else', async () => {
  const { exitCode, stderr } = await runJob(
    ['movements', 'close', '--before', '2026-01-01 00:00'],
    books.schema.env,
  );
  expect(exitCode).toBe(78);
  expect(stderr).toContain('SALES_IN_SOURCE');
  expect(stderr).toContain('MARKETPLACE_ORDERS_IN_SOURCE');
});

test('a stocktake ends what no list shows; what was not read since waits, with exit code 69', async () => {
  await stockShelf(books, { 1: 'A' });
  await sell('s1', 'A', 2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  const close = (...more: string[]) => asked('movements', 'close', '--before', now, ...more);
  const early = await close();
  expect(early.exitCode, early.stderr).toBe(69);
  expect(early.stdout).toMatch(/^Nothing is closed\. 1 movement of products .* stay held: run `.* sync`/);
  const startedAt = (Date.parse(now) - Date.UTC(2026, 2, 1)) / 1000 + 1;
  await readStock(books.session, KNOWS_NOTHING, { runId: 'r1', startedAt, readings: { 1: 8 } });
  expect(JSON.parse((await close('--json')).stdout)).toEqual({ closed: 1, waiting: 0 });
  const again = await close();
  expect([again.exitCode, again.stdout]).toEqual([0, 'Nothing is closed.\n']);
  expect(await levels()).toEqual([[1, 8, 0]]);
});

test('movements are listed newest first, with what became of each, and those without a product by themselves', async () => {
  await stockShelf(books, { 1: 'A' });
  await sell('s1', 'A', 2);
  await recordMovements(books.session, KNOWS_NOTHING, [
    {
      ...{ sourceKey: 'shopify:77', line: '5', kind: 'order', quantity: 1, sku: 'A' },
      ...{ channel: 'shopify', orderId: '77', listingId: 11, location: '' },
    },
    { sourceKey: 's2', line: '1', kind: 'return', quantity: 3, sku: 'Z', location: '' },
  ]);
  const { stdout } = await asked('movements');
  const [, ...lines] = stdout
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, '  ').slice('2026-11-29 12:00  '.length));
  expect(lines.slice(0, 3)).toEqual([
    'return  +3  Z  no product yet',
    'order 77 in shopify  −1  A  1  held',
    'sale  −2  A  1  held',
  ]);
  const unmapped = JSON.parse((await asked('movements', '--unmapped', '--json')).stdout) as unknown[];
  expect(unmapped).toMatchObject([
    {
      source_key: 's2',
      kind: 'return',
      quantity: 3,
      sku: 'Z',
      product_id: null,
      ended_at: null,
      end_reason: null,
    },
  ]);
  expect((await asked('movements', '--unmapped')).stdout).toContain('Give the product this SKU');
  expect((await asked('movements', '--limit', '1')).stdout).not.toContain('order 77');
});

test('the story of a product tells what is there and why, its listings, and what came before, newest first', async () => {
  await stockShelf(books, { 1: 'A' });
  await books.schema.query(`UPDATE raw_item_data SET data = '{"name":"Talco"}' WHERE id = 1`);
  await sell('s1', 'A', 2);
  await books.schema.query(
    `INSERT INTO sync_change (run_id, item_id, kind, old_stock, new_stock, changed_at) VALUES ('r1', 1, 'changed', 12, 10, '2026-01-01')`,
  );
  await books.schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at, committed_at)
     VALUES ('r1', 'sync', 'succeeded', '2026-01-01', '2026-01-01', '2026-01-01')`,
  );
  await books.schema.query(`UPDATE channel_listing SET last_quantity = 9, status = 'paused' WHERE id = 11`);
  const { stdout, stderr } = await asked('movements', '--sku', 'A');
  expect(stdout, stderr).toContain(
    'A is product 1, Talco.\n8 there: 10 by the last reading or count, and −2 that it does not show yet.\n',
  );
  expect(stdout).toMatch(/a +r11 +1 +9 +pending, paused there by its seller/);
  const [sale, change] = [stdout.indexOf('−2 '), stdout.indexOf('12 → 10')];
  expect(sale).toBeGreaterThan(0);
  expect(change).toBeGreaterThan(sale);
  const told = JSON.parse((await asked('movements', '--sku', 'A', '--json')).stdout) as Record<
    string,
    unknown
  >;
  expect(told).toMatchObject({
    sku: 'A',
    product_id: 1,
    name: 'Talco',
    levels: [{ location: '', base: 10, held: -2, level: 8 }],
    listings: [
      {
        channel: 'a',
        remote_id: 'r11',
        status: 'paused',
        units: 1,
        last_quantity: 9,
        pending: true,
        dead: false,
      },
      { channel: 'b' },
    ],
    events: [{ movement: { kind: 'sale', quantity: -2 } }, { run_id: 'r1', old_stock: 12, new_stock: 10 }],
  });
  expect((await inSpanish('movements', '--sku', 'A')).stdout).toContain('A es el producto 1, Talco.');
});

test('what is held is listed by product', async () => {
  await stockShelf(books, { 1: 'A', 2: 'B' });
  await sell('s1', 'A', 2);
  await sell('s2', 'B', 5);
  const rows = JSON.parse((await asked('stock', '--json')).stdout) as unknown[];
  expect(rows).toMatchObject([
    { product_id: 2, sku: 'B', base: 10, held: -5, level: 5 },
    { product_id: 1, sku: 'A', base: 10, held: -2, level: 8 },
  ]);
  expect((await asked('stock', '--limit', '1')).stdout).toContain('and 1 more: --limit 0 shows them');
});
