import { beforeEach, expect, test } from 'vitest';
import { availableOf, type Variant } from '../../dev/simulate/mercado-libre/store.ts';
import { goods, offer } from '../support/goods.ts';
import { type JobResult, runJob } from '../support/job.ts';
import { mercadoLibreBeforeEach, mercadoLibreEnv } from '../support/mercado-libre.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();
const meli = mercadoLibreBeforeEach();
let variants: Variant[];
let env: Record<string, string>;

/** Four products: one listing has two of them as its variations, and one product has two listings. */
beforeEach(async () => {
  const { schema } = shop;
  for (const table of [
    ...['stock_level', 'stock_movement', 'item', 'channel_listing', 'channel_listing_part'],
    ...['channel', 'channel_token'],
  ])
    await schema.query(`DELETE FROM ${table}`);
  const { item } = meli.store.add({ sku: 'S', variations: [{ sku: 'S1' }, { sku: 'S2' }] });
  variants = [
    ...item.variants,
    meli.store.add({ sku: 'S3', skuIn: 'custom_field' }),
    meli.store.add({ sku: 'S4' }),
    meli.store.add({ sku: 'S4', isCatalogue: true }),
  ];
  const all = goods(4);
  offer(shop, []);
  shop.bitcram.setCatalogue(
    all.map(({ id, price }) => ({ product_id: id, product_name: `P${id}`, product_code: `S${id}`, price })),
  );
  shop.bitcram.setStock(all.map(({ id }) => ({ product_id: id, product_balance: id * 10 })));
  const { clientId, clientSecret, refreshToken } = meli.simulator.tokens;
  const { MELI_TOKEN: _, ...account } = mercadoLibreEnv(meli.simulator);
  env = {
    ...shop.env,
    ...account,
    MELI_CLIENT_ID: clientId,
    MELI_CLIENT_SECRET: clientSecret,
    MELI_REFRESH_TOKEN: refreshToken,
    ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no' },
  };
  Object.assign(shop.env, env);
});

const job = (...args: string[]): Promise<JobResult> => runJob(args, env);
const shown = () => variants.map(availableOf);
const exchanges = () => meli.simulator.tokens.exchanges;

async function pullAndSync(listings = 5): Promise<void> {
  expect((await shop.run('sync')).exitCode).toBe(0);
  const { exitCode, stderr, stdout } = await job('listings', 'pull', '--json');
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    channels: [{ channel: 'mercadolibre', read: listings, new: listings }],
  });
  expect((await shop.run('notify')).exitCode).toBe(0);
}

test('listings are pulled and mapped by SKU, and show the stock; one token does for three processes', async () => {
  await pullAndSync();
  expect(shown()).toEqual([10, 20, 30, 40, 40]);
  expect(variants.every(({ item }) => item.status === 'active')).toBe(true);
  expect(exchanges()).toEqual(['granted']);
  meli.store.sell([{ variant: variants[4] as Variant, quantity: 3 }]);
  const { report, stderr } = await shop.run('sync');
  expect(report['channels'], stderr).toMatchObject({
    mercadolibre: { accepted: 2, orders: 1, unmapped: 0, error_code: null },
  });
  expect(shown()).toEqual([10, 20, 30, 37, 37]);
});

test("a listing without a SKU is the product that the application's table says, and a SKU goes before it", async () => {
  const { schema } = shop;
  const plain = meli.store.add({ sku: null });
  const twice = meli.store.add({ sku: null });
  await schema.query('CREATE TABLE published (id INT PRIMARY KEY, meli_id VARCHAR(20) CHARACTER SET latin1)');
  try {
    const idOf = (variant: Variant | undefined) => variant?.item.id;
    await schema.query('INSERT INTO published VALUES ?', [
      [
        [1, idOf(plain)],
        [2, idOf(twice)],
        [3, idOf(twice)],
        [4, idOf(variants[2])],
        [5, null],
      ],
    ]);
    const table = { PUBLISHED_ITEMS_TABLE: `${schema.name}.published` };
    env = { ...env, ...table };
    Object.assign(shop.env, table);
    await pullAndSync(7);
    expect([...shown(), availableOf(plain), availableOf(twice)]).toEqual([10, 20, 30, 40, 40, 10, 0]);
    const { report } = await shop.run('sync');
    expect(report['channels']).toMatchObject({ mercadolibre: { pending: 0, error_code: null } });
    expect(await schema.query('SELECT COUNT(*) AS n FROM channel_listing_part')).toEqual([{ n: 6 }]);
    await schema.query('UPDATE published SET meli_id = NULL WHERE id = 1');
    await job('listings', 'pull');
    expect(await schema.query('SELECT COUNT(*) AS n FROM channel_listing_part')).toEqual([{ n: 5 }]);
  } finally {
    await schema.query('DROP TABLE published');
    delete shop.env['PUBLISHED_ITEMS_TABLE'];
  }
});

test('two processes that begin at once with a token that ended ask for one', async () => {
  await pullAndSync();
  meli.simulator.tokens.endAccess();
  await shop.schema.query('UPDATE channel_token SET ends_at = NOW(3)');
  const before = exchanges().length;
  meli.simulator.fail({ fault: 'slow', operation: 'token', delayMs: 500 });
  const ended = await Promise.all([job('notify'), job('listings', 'pull')]);
  expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(exchanges().slice(before)).toEqual(['granted']);
});

test('a refresh token that is refused pauses the channel and is told; a new one and a resume are enough', async () => {
  await pullAndSync();
  meli.simulator.tokens.endAccess();
  meli.simulator.tokens.endRefresh();
  await shop.schema.query('UPDATE channel_token SET ends_at = NOW(3)');
  const { exitCode, report, stderr } = await shop.run('notify');
  expect(exitCode, stderr).toBe(78);
  expect(report['reason']).toContain('invalid_grant');
  expect((await job('channels', 'list')).stdout).toMatch(/mercadolibre.*paused/);
  const { refreshToken } = meli.simulator.tokens;
  Object.assign(shop.env, { MELI_REFRESH_TOKEN: refreshToken });
  env = { ...env, MELI_REFRESH_TOKEN: refreshToken };
  expect((await job('channels', 'resume', 'mercadolibre')).exitCode).toBe(0);
  expect((await shop.run('notify')).exitCode).toBe(0);
  expect(exchanges()).toEqual(['granted', 'invalid_grant', 'granted']);
});

test('doctor says whose account it is, what the token may do and where stock is written', async () => {
  const { stdout, exitCode, stderr } = await job('doctor', '--json');
  expect(exitCode, stderr + stdout).toBe(0);
  const findings = JSON.parse(stdout) as { check: string; detail: string }[];
  expect(findings.filter(({ check }) => check.startsWith('Mercado Libre'))).toMatchObject([
    { check: 'Mercado Libre: token', detail: 'of TIENDA_SIMULADA (1008002397, MLA)' },
    { check: 'Mercado Libre: rights', detail: 'reads listings and orders, and writes' },
    { check: 'Mercado Libre: stock', detail: 'is written to each listing' },
    { check: 'Mercado Libre: listings' },
  ]);
});

test('beside the publications service it is refused before anything is done', async () => {
  const { exitCode, stderr } = await runJob(['sync'], { ...env, NOTIFY: 'on' });
  expect(exitCode).toBe(78);
  expect(stderr).toContain('MELI=on and NOTIFY=on');
  expect(meli.operations).toEqual([]);
});

test('no token stands in what is printed', async () => {
  const printed: string[] = [];
  for (const args of [['sync'], ['listings', 'pull'], ['doctor'], ['channels', 'test', 'mercadolibre']]) {
    const { stdout, stderr } = await runJob(args, { ...env, LOG_LEVEL: 'trace' });
    printed.push(stdout, stderr);
  }
  const { accessTokens, refreshToken, clientSecret } = meli.simulator.tokens;
  for (const secret of [...accessTokens, refreshToken, clientSecret, env['MELI_REFRESH_TOKEN'] as string])
    expect(printed.join('')).not.toContain(secret);
});
