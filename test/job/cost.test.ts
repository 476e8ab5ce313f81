import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { syntheticCatalogue } from '../../dev/simulate/synthetic.ts';
import { openOwnServer } from '../support/own-server.ts';
import { openShop, type Shop } from '../support/shop.ts';

// What a run costs, without a clock: statements and bytes, counted by the server, and requests and bytes, counted by the API. A
// server of this file's own, because it counts for all its sessions together.
const server = await openOwnServer();
const PRODUCTS = 5000;
const BYTES_PER_PRODUCT = 500;
const PAGES = 5;
/** More is a regression; fewer is a reason to write the new number down. */
const STATEMENTS = { unchanged: 32, changed: 35 };

let shop: Shop;
beforeAll(async () => {
  if (server === undefined) return;
  shop = await openShop();
  shop.env['NOTIFY'] = 'off';
  await shop.schema.query('SET GLOBAL local_infile = 1');
  offer(0);
  await shop.run('sync');
});
beforeEach(() => shop?.bitcram.forgetRequests());
afterAll(async () => {
  await shop?.close();
  await server?.close();
});

function offer(changedPercent: number): void {
  const { priceList, stock } = syntheticCatalogue({
    products: PRODUCTS,
    bytesPerProduct: BYTES_PER_PRODUCT,
    changedPercent,
  });
  shop.bitcram.setCatalogue(priceList);
  shop.bitcram.setStock(stock);
}

interface Cost {
  statements: number;
  bytesToServer: number;
  bytesFromServer: number;
}

async function counters(): Promise<Cost> {
  const rows = await shop.schema.query<{ Variable_name: string; Value: string }>(
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Bytes_received', 'Bytes_sent')",
  );
  const of = new Map(rows.map(({ Variable_name: name, Value }) => [name, Number(Value)]));
  return {
    statements: of.get('Questions') ?? NaN,
    bytesToServer: of.get('Bytes_received') ?? NaN,
    bytesFromServer: of.get('Bytes_sent') ?? NaN,
  };
}

async function costOf(...args: string[]) {
  const before = await counters();
  const { report, stderr } = await shop.run(...args);
  const after = await counters();
  return {
    report,
    stderr,
    // The question itself counts as well.
    statements: after.statements - before.statements - 1,
    bytesToServer: after.bytesToServer - before.bytesToServer,
    bytesFromServer: after.bytesFromServer - before.bytesFromServer,
  };
}

test.runIf(server)(
  'a run without changes asks each page once and reads the previous rows once, without their data',
  async () => {
    const { report, stderr, ...cost } = await costOf('sync');
    expect(report, stderr).toMatchObject({ unchanged: PRODUCTS });
    expect(cost.statements).toBe(STATEMENTS.unchanged);
    // An id, a stock and a price.
    expect(cost.bytesFromServer / PRODUCTS).toBeLessThan(40);
    expect(cost.bytesToServer).toBeLessThan(20_000);

    const { requests } = shop.bitcram;
    expect(requests).toHaveLength(1 + 2 * PAGES);
    expect(requests.filter(({ timesAsked }) => timesAsked > 1)).toEqual([]);
    const bytes = requests.reduce((sum, { bytesAnswered }) => sum + bytesAnswered, 0);
    expect(bytes / PRODUCTS).toBeLessThan(BYTES_PER_PRODUCT + 60);
  },
);

test.runIf(server)('a run with 1 % changed sends those rows and a handful of statements more', async () => {
  offer(1);
  const { report, stderr, ...cost } = await costOf('sync');
  expect(report, stderr).toMatchObject({ updated: PRODUCTS / 100 });
  expect(cost.statements).toBe(STATEMENTS.changed);
  expect(cost.bytesToServer).toBeLessThan(20_000 + (PRODUCTS / 100) * (BYTES_PER_PRODUCT + 100));
  expect(shop.bitcram.requests).toHaveLength(1 + 2 * PAGES);
});

test.runIf(server)('a run that changes everything sends each row once, in a few statements', async () => {
  offer(100);
  const { report, stderr, ...cost } = await costOf('sync', '--force');
  expect(report, stderr).toMatchObject({ updated: PRODUCTS - PRODUCTS / 100 });
  expect(cost.statements).toBe(STATEMENTS.changed);
  expect(cost.bytesToServer / PRODUCTS).toBeLessThan(BYTES_PER_PRODUCT + 60);
});
