import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOCATION, type Variant } from '../../dev/simulate/shopify/shop.ts';
import { SIMULATED_SHOPIFY_TOKEN } from '../../dev/simulate/shopify/shopify.ts';
import { readMapFile, refusalOf, resolve } from '../../src/channels/listings/map-file.ts';
import { recordMovements } from '../../src/channels/stock.ts';
import { UsageError } from '../../src/platform/errors.ts';
import { runJob } from '../support/job.ts';
import { booksBeforeEach, forgetMarks, heldOf, LEARNS, marked, order, sale } from '../support/ledger.ts';
import { listingOf, shopifyBeforeEach } from '../support/shopify.ts';
import { saidBy } from '../support/words.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listings-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const WITH_SOURCE = { SALES_IN_SOURCE: 'no', MARKETPLACE_ORDERS_IN_SOURCE: 'no' };
const asked = (...args: string[]) => withEnv(WITH_SOURCE, ...args);
const counting = (...args: string[]) => withEnv({ SOURCE: 'none' }, ...args);

function withEnv(env: Record<string, string>, ...args: string[]) {
  return runJob(['listings', ...args], {
    ...books.schema.env,
    SHOPIFY: 'on',
    SHOPIFY_URL: shopify.simulator.url,
    SHOPIFY_TOKEN: SIMULATED_SHOPIFY_TOKEN,
    SHOPIFY_LOCATION_ID: LOCATION,
    ...env,
  });
}

async function pull(how = asked): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await how('pull', '--json');
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Products of the source, by their ids. */
async function stocked(products: Readonly<Record<number, string>>, stock = 10): Promise<void> {
  for (const [id, sku] of Object.entries(products)) {
    const data = JSON.stringify({ product_code: sku });
    await books.schema.query('INSERT INTO raw_item_data (id, data, stock) VALUES (?, ?, ?)', [
      id,
      data,
      stock,
    ]);
  }
}

const mappings = () =>
  books.schema.query<{ variant: string; item: number | null; units: number | null }>(
    `SELECT c.sku AS variant, p.item_id AS item, p.units FROM channel_listing c
       LEFT JOIN channel_listing_part p ON p.listing_id = c.id ORDER BY c.id, p.item_id`,
  );

function csv(...lines: string[]): string {
  const file = join(folder, 'map.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const HEAD = 'channel,remote_id,remote_variant,item_id,units';
const row = (variant: Variant, ...rest: (string | number)[]): string => {
  const { remoteId, remoteVariant } = listingOf(variant);
  return ['shopify', remoteId, remoteVariant, ...rest].join(',');
};

test('a pull says what it read and what to do with the rest, in both languages, and maps by SKU', async () => {
  await stocked({ 1: 'A', 2: 'B', 3: 'TWICE', 4: 'TWICE' });
  for (const sku of ['A', 'B', null, 'TWICE', 'nobody']) shopify.shop.add({ sku, title: `Sold as ${sku}` });
  const english = await asked('pull');
  expect(english.exitCode, english.stderr).toBe(0);
  expect(english.stdout).toMatch(
    /^shopify: 5 listings read: 5 new, 0 changed, 0 gone\.\n2 listings found their product by SKU\. The worker, .* notify` sends them their stock\.\nNot delivered: 1 without a SKU, 1 whose SKU several products have, 1 whose SKU no product has\. `.* listings unmapped` names them/,
  );
  expect((await asked('pull', '--lang', 'es')).stdout).toContain(
    'shopify: 5 publicaciones leídas: 0 nuevas, 0 cambiaron, 0 ya no están.',
  );
  const list = (await asked('unmapped')).stdout;
  // Of three lines of one cell each has its own.
  expect(list).toMatch(/TWICE +products 3, 4 have\n/);
  expect(list).toMatch(/nobody +no product has this\n/);
  expect(list).toContain('A SKU of several products is taken for none of them: correct it in the source');
  expect((await asked('unmapped', '--lang', 'es')).stdout).toMatch(/TWICE +los productos 3, 4/);
  expect((await asked('unmapped', '--limit', '1')).stdout).toContain('and 2 more');
  expect(JSON.parse((await asked('unmapped', '--json')).stdout)).toMatchObject([
    { sku: 'nobody', reason: 'no_product', product_ids: [] },
    { sku: null, reason: 'no_sku', title: 'Sold as null' },
    { sku: 'TWICE', reason: 'sku_of_two', product_ids: [3, 4] },
  ]);
});

test('where no marketplace is on, each command says how one is switched on', async () => {
  for (const args of [['pull'], ['unmapped'], ['map', '--file', 'x.csv']]) {
    const { exitCode, stderr } = await withEnv({ SHOPIFY: 'off' }, ...args);
    expect([exitCode, stderr]).toEqual([78, expect.stringContaining('SHOPIFY=on')]);
  }
});

test('a marketplace that fails keeps no other from being pulled and mapped, and is told at the end', async () => {
  await stocked({ 1: 'A' });
  shopify.shop.add({ sku: 'A' });
  const closed = {
    NOTIFY: 'off',
    MELI: 'on',
    MELI_URL: 'http://127.0.0.1:1',
    MELI_TOKEN: 'x',
    MELI_USER_ID: '1',
  };
  const { exitCode, stdout, log } = await withEnv({ ...WITH_SOURCE, ...closed }, 'pull', '--json');
  expect(exitCode).toBe(69);
  expect(JSON.parse(stdout)).toMatchObject({ channels: [{ channel: 'shopify', new: 1 }], mapped: 1 });
  expect(log.map(({ message }) => message)).toEqual([expect.stringContaining('Mercado Libre')]);
});

test('nothing pulled yet, and all mapped: one line each', async () => {
  expect((await asked('unmapped')).stdout).toMatch(/^No listing is known yet: run .*listings pull`\.\n$/);
  await stocked({ 1: 'A' });
  shopify.shop.add({ sku: 'A' });
  await pull();
  expect((await asked()).stdout).toBe('Every listing has its product.\n');
});

test('a file makes kits and maps by id or SKU; no pull forgets it, and 0 takes a part away', async () => {
  await stocked({ 1: 'A', 2: 'B', 3: 'C' });
  const [kit, six] = [shopify.shop.add({ sku: 'A' }), shopify.shop.add({ sku: 'six' })] as const;
  await pull();
  const file = csv(
    'channel;remote_id;remote_variant;item_id;sku;units',
    row(kit, 1, '', 1).replaceAll(',', ';'),
    row(kit, '', 'B', 2).replaceAll(',', ';'),
    row(six, 3, '', 6).replaceAll(',', ';'),
  );
  const mapped = await asked('map', '--file', file);
  expect([mapped.exitCode, mapped.stdout]).toEqual([
    0,
    '2 listings mapped, 2 kits among them. The worker, the next run or `npm run job -- notify` sends them their stock.\n',
  ]);
  const byHand = [
    { variant: 'A', item: 1, units: 1 },
    { variant: 'A', item: 2, units: 2 },
    { variant: 'six', item: 3, units: 6 },
  ];
  expect(await mappings()).toEqual(byHand);
  kit.sku = 'C';
  expect(await pull()).toMatchObject({ channels: [{ changed: 1 }], mapped: 0, unmapped: 0 });
  expect((await mappings()).map(({ item, units }) => [item, units])).toEqual([
    [1, 1],
    [2, 2],
    [3, 6],
  ]);
  expect((await asked('map', '--file', file)).stdout).toBe('2 listings as before.\n');
  const taken = await asked('map', '--file', csv(HEAD, row(kit, 2, 0), row(six, 3, 0)), '--json');
  expect(JSON.parse(taken.stdout)).toMatchObject({ mapped: 1, kits: 0, unmapped: 1, same: 0, applied: 0 });
  await pull();
  expect((await mappings()).map(({ item }) => item)).toEqual([1, null]);
  expect(JSON.parse((await asked('unmapped', '--json')).stdout)).toMatchObject([{ reason: 'by_hand' }]);
});

test('what is mapped by hand is pending at once, and what moved before is applied once', async () => {
  await stocked({ 1: 'A', 2: 'B' });
  const kit = shopify.shop.add({ sku: 'kit' });
  await pull();
  const [listing] = await books.schema.query<{ id: number }>('SELECT id FROM channel_listing');
  const listingId = listing?.id ?? 0;
  await recordMovements(books.session, LEARNS, [order('o1', listingId, 3)]);
  expect(await marked(books)).toEqual([]);
  const file = csv(HEAD, row(kit, 1, 1), row(kit, 2, 2));
  expect((await asked('map', '--file', file)).stdout).toContain('1 movement of before is applied.');
  expect(await heldOf(books)).toEqual({ 1: [10, -3], 2: [10, -6] });
  expect(await marked(books)).toEqual([listingId]);
  await asked('map', '--file', file);
  expect(await heldOf(books)).toEqual({ 1: [10, -3], 2: [10, -6] });
});

test('a listing that is given back is what its SKU says again, as if nobody had mapped it', async () => {
  await stocked({ 1: 'A', 2: 'B' });
  const [own, other] = [shopify.shop.add({ sku: 'A' }), shopify.shop.add({ sku: 'nobody' })] as const;
  await pull();
  await asked('map', '--file', csv(HEAD, row(own, 1, 6), row(other, 2, 1)));
  expect((await mappings()).map(({ item, units }) => [item, units])).toEqual([
    [1, 6],
    [2, 1],
  ]);
  await forgetMarks(books);
  const back = await asked('map', '--file', csv(HEAD, row(own, '', ''), row(other, '', '')));
  expect([back.exitCode, back.stdout]).toEqual([0, '2 given back to their SKU.\n']);
  expect((await mappings()).map(({ item, units }) => [item, units])).toEqual([
    [1, 1],
    [null, null],
  ]);
  expect(await marked(books)).toHaveLength(1);
  own.sku = 'B';
  await pull();
  expect((await mappings()).map(({ item }) => item)).toEqual([2, null]);
});

const REFUSED: readonly [what: string, lines: (known: Variant) => string[], said: RegExp][] = [
  [
    'a channel that is none',
    (known) => [HEAD, row(known, 1, 1).replace('shopify', 'ebay')],
    /line 2: "ebay" is no/,
  ],
  ['a listing that nobody pulled', () => [HEAD, 'shopify,1,2,1,1'], /line 2: shopify has no listing 1 \/ 2/],
  ['no listing', () => [HEAD, 'shopify,,2,1,1'], /line 2: there is no remote_id/],
  ['a product that there is not', (known) => [HEAD, row(known, 77, 1)], /line 2: there is no product 77/],
  ['no product', (known) => [HEAD, row(known, '', 1)], /line 2: give item_id or sku/],
  ['half a unit', (known) => [HEAD, row(known, 1, 1), '', row(known, 2, 0.5)], /line 4: "0\.5" is no/],
  ['a row twice', (known) => [HEAD, row(known, 1, 1), row(known, 1, 2)], /line 3: line 2 has this/],
  [
    'a SKU that nobody has',
    (known) => [HEAD.replace('item_id', 'sku'), row(known, 'Z', 1)],
    /line 2: no product has the SKU Z/,
  ],
  [
    'a SKU of two products',
    (known) => [HEAD.replace('item_id', 'sku'), row(known, 'TWICE', 1)],
    /line 2: two products have the SKU TWICE/,
  ],
  [
    'a listing that is mapped and given back',
    (known) => [HEAD, row(known, 1, 1), row(known, '', '')],
    /line 3: line 2 is of this listing too/,
  ],
  ['no heading', (known) => [row(known, 1, 1)], /lacks channel and remote_id and item_id\/sku and units/],
  ['a heading alone', () => [HEAD], /has no rows/],
];

test('a file with anything wrong is refused by its line', async () => {
  await stocked({ 1: 'A', 2: 'B', 3: 'TWICE', 4: 'TWICE' });
  const known = shopify.shop.add({ sku: 'nobody' });
  await pull();
  for (const [what, lines, said] of REFUSED) {
    const refusal = readMapFile(csv(...lines(known)))
      .then((rows) => resolve(books.session, rows, ['shopify']))
      .then(({ wrong }) => Promise.reject(refusalOf(wrong)));
    const error: unknown = await refusal.catch((reason: unknown) => reason);
    expect(error, what).toBeInstanceOf(UsageError);
    expect(saidBy(error), what).toMatch(said);
  }
});

test('each wrong line of a file is said, and none of the others is taken', async () => {
  await stocked({ 1: 'A' });
  const known = shopify.shop.add({ sku: 'nobody' });
  await pull();
  const file = csv(HEAD, row(known, 1, 1), row(known, 9, 1), 'shopify,1,,1,1');
  const { exitCode, log } = await asked('map', '--file', file);
  expect(exitCode).toBe(64);
  expect(log.map(({ message }) => message)).toEqual([
    'line 3: there is no product 9',
    expect.stringContaining('line 4: shopify has no listing 1 '),
    expect.stringContaining('nothing was mapped: 2 lines are wrong'),
  ]);
  expect((await mappings()).map(({ item }) => item)).toEqual([null]);
});

test('two pulls at once map once, and apply once what waited for it', async () => {
  await stocked({ 1: 'A' });
  shopify.shop.add({ sku: 'A' });
  await recordMovements(books.session, LEARNS, [sale('s1', 'A', 2)]);
  const [one, other] = await Promise.all([asked('pull'), asked('pull')]);
  expect([one.exitCode, other.exitCode], one.stderr + other.stderr).toEqual([0, 0]);
  expect(await heldOf(books)).toEqual({ 1: [10, -2] });
  expect(await mappings()).toEqual([{ variant: 'A', item: 1, units: 1 }]);
});

test('without a source each SKU of a listing becomes a product, once, whoever pulls; its stock is not known yet', async () => {
  for (const sku of ['A', 'B', 'B', null]) shopify.shop.add({ sku, available: 4 });
  const [one, other] = await Promise.all([counting('pull'), counting('pull')]);
  expect([one.exitCode, other.exitCode], one.stderr + other.stderr).toEqual([0, 0]);
  expect(await books.schema.query('SELECT id, sku FROM item ORDER BY id')).toEqual([
    { id: 1, sku: 'A' },
    { id: 2, sku: 'B' },
  ]);
  expect(JSON.parse((await counting('unmapped', '--json')).stdout)).toMatchObject([
    { sku: 'A', reason: 'no_level', product_ids: [1] },
    { sku: 'B', reason: 'no_level', product_ids: [2] },
    { sku: 'B', reason: 'no_level', product_ids: [2] },
    { sku: null, reason: 'no_sku' },
  ]);
  const seen = await books.schema.query<{ n: number | null }>(
    'SELECT seen_quantity AS n FROM channel_listing WHERE seen_at IS NOT NULL',
  );
  expect(seen.map(({ n }) => n)).toEqual([4, 4, 4]);
});
