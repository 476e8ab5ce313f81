import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Variant } from '../../dev/simulate/shopify/shop.ts';
import type { StockRules } from '../../src/channels/stock.ts';
import { noteFault } from '../support/fault-table.ts';
import { type StartedJob, startJob } from '../support/job.ts';
import { sending } from '../support/moments.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { brokerOfFile, saleOf } from '../support/rabbitmq.ts';
import { until } from '../support/sales-worker.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { listingOf, shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';
import { after, levelIn, type ModelState } from '../support/stock-model.ts';
import { expectBooks, expectLaterRead } from '../support/trade/books.ts';

const MOMENTS = ['before it', 'during extract', 'before the load', 'in the load', 'after it'] as const;
/** After so many minutes the source learns of a sale. */
const LAGS_MIN = [0, 5, 60] as const;
const ABSORB_S = 4_000;
const RULES: StockRules = { hasSource: true, absorbS: { sale: ABSORB_S } };
const [BEGUN, DELIVERED, SOLD] = [10, 5, 2];
/** On the shelf once all has happened. */
const TRUE = BEGUN + DELIVERED - SOLD;

/** An item for each moment and lag. */
const ITEMS = MOMENTS.flatMap((moment, at) =>
  LAGS_MIN.map((lagMin, index) => ({ id: at * LAGS_MIN.length + index + 1, moment, lagMin })),
);
type Item = (typeof ITEMS)[number];
const skuOf = ({ id }: Item): string => `SKU-${id}`;

const broker = brokerOfFile();
const shopify = shopifyBeforeEach();
let shop: Shop;
let database: Proxy;
let worker: StartedJob | undefined;
let variants: Variant[];
/** What the source says of each item. */
let told: Map<number, number>;

beforeEach(async () => {
  shop = await openShop();
  database = await startProxy({ host: shop.env['HOST_DB'] ?? '', port: Number(shop.env['PORT_DB']) });
  const directly = { ...shop.env };
  Object.assign(shop.env, shopifyEnv(shopify.simulator), {
    ...{ NOTIFY: 'off', SALES_IN_SOURCE: 'yes', SALES_ABSORB_S: String(ABSORB_S) },
    ...{ MARKETPLACE_ORDERS_IN_SOURCE: 'no', PORT_DB: String(database.port) },
  });
  shop.bitcram.setCatalogue(
    ITEMS.map((item) => ({
      ...{ product_id: item.id, product_name: `Producto ${item.id}`, product_code: skuOf(item), price: 10 },
    })),
  );
  told = new Map(ITEMS.map(({ id }) => [id, BEGUN]));
  await sync();
  variants = ITEMS.map((item) => shopify.shop.add({ sku: skuOf(item), available: BEGUN }));
  for (const [index, variant] of variants.entries()) {
    const { remoteId, remoteVariant } = listingOf(variant);
    await shop.schema.query(
      `INSERT INTO channel_listing (id, channel, remote_id, remote_variant, by_hand) VALUES (?, 'shopify', ?, ?, TRUE)`,
      [index + 1, remoteId, remoteVariant],
    );
    await shop.schema.query('INSERT INTO channel_listing_part VALUES (?, ?, 1)', [index + 1, index + 1]);
  }
  worker = startJob(['sales-worker'], {
    ...shop.env,
    ...{ PORT_DB: directly['PORT_DB'] ?? '', RABBITMQ_URL: broker.url, ORDERS_POLL_S: '1' },
  });
  await vi.waitUntil(isTaken, { timeout: 20_000, interval: 20 });
});
afterEach(async () => {
  worker?.process.kill('SIGKILL');
  await worker?.done;
  await database.close();
  await shop.close();
});

async function isTaken(): Promise<boolean> {
  const { queue, connection } = broker;
  const found = await connection.queueDeclare({ queue, passive: true }).catch(() => undefined);
  return found?.consumerCount === 1;
}

async function sync(): Promise<void> {
  tell();
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
}

function tell(): void {
  shop.bitcram.setStock([...told].map(([id, units]) => ({ product_id: id, product_balance: units })));
}

function learn(items: readonly Item[]): void {
  for (const { id } of items) told.set(id, TRUE);
  tell();
}

const at = (moment: Item['moment']) => ITEMS.filter((item) => item.moment === moment);
const of = (lagMin: Item['lagMin']) => ITEMS.filter((item) => item.lagMin === lagMin);

/** At the till, of each item of this moment; a source without a lag knows it at once. */
async function tellOf(moment: Item['moment']): Promise<void> {
  for (const item of at(moment)) await broker.publish(saleOf({ [skuOf(item)]: SOLD }));
  learn(at(moment).filter(({ lagMin }) => lagMin === 0));
}

const recorded = async (moment: Item['moment']): Promise<number> => {
  const ids = at(moment).map(({ id }) => id);
  return (await shop.schema.query('SELECT id FROM stock_movement WHERE item_id IN (?)', [ids])).length;
};

async function sell(moment: Item['moment']): Promise<void> {
  await tellOf(moment);
  await until(async () => expect(await recorded(moment)).toBe(LAGS_MIN.length));
}

/** A run of the source, with sales at each moment of it. */
async function syncWithSales(): Promise<void> {
  await sell('before it');
  const run: { job?: StartedJob } = {};
  const stop = () => void run.job?.process.kill('SIGSTOP');
  const goOn = () => void run.job?.process.kill('SIGCONT');
  let during: Promise<void> | undefined;
  const { requests } = shop.bitcram;
  const before = requests.length;
  const isStockRead = () =>
    requests.slice(before).some(({ endpoint, status }) => endpoint === 'stock_items' && status === 200);
  shop.bitcram.intercept(async ({ endpoint, page }) => {
    // The source may be asked for both lists at once.
    if (endpoint === 'price_list' && page === 1)
      await (during ??= until(() => expect(isStockRead()).toBe(true)).then(() => sell('during extract')));
    return undefined;
  });
  const staged = sending('CREATE TEMPORARY TABLE sync_stage_missing', '', stop).arrive(shop, database);
  run.job = shop.start('sync');
  await staged;
  await sell('before the load');
  const loading = sending('SET committed_at', '', stop).arrive(shop, database);
  goOn();
  await loading;
  await tellOf('in the load');
  await until(async () => expect(await broker.waiting()).toBe(0));
  await pause(200);
  expect(await recorded('in the load')).toBe(0);
  goOn();
  const { exitCode, stderr } = await run.job.done;
  expect(exitCode, stderr).toBe(0);
  shop.bitcram.intercept();
  await until(async () => expect(await recorded('in the load')).toBe(LAGS_MIN.length));
  await sell('after it');
}

/** As if all that is written down had been so many seconds earlier. */
async function pass(seconds: number): Promise<void> {
  const times = {
    stock_movement: ['received_at', 'ended_at'],
    stock_level: ['read_at'],
    sync_run: ['started_at', 'alive_at', 'committed_at', 'finished_at'],
  };
  for (const [table, columns] of Object.entries(times)) {
    const earlier = columns.map((column) => `${column} = ${column} - INTERVAL ${seconds} SECOND`);
    await shop.schema.query(`UPDATE ${table} SET ${earlier.join(', ')}`);
  }
}

/** What the rules of the ledger make of it; times in seconds, a run's by its start. */
const [SYNC_AT, SECOND_AT, THIRD_AT, LAST_AT] = [150, 500, 3_800, 4_300];
function levelBy({ moment, lagMin }: Item, until: number): number {
  const soldAt = moment === 'before it' ? 100 : 200;
  const sale = { key: 's', kind: 'sale', sku: 'A', quantity: SOLD } as const;
  const reads = [SYNC_AT, SECOND_AT, THIRD_AT, LAST_AT].filter((start) => start <= until);
  const readAt = (startedAt: number) => ({
    ...{ what: 'read' as const, t: startedAt, startedAt, runId: `r${startedAt}`, isWhole: true, unread: [] },
    readings: { 1: soldAt + lagMin * 60 <= startedAt ? TRUE : TRUE + SOLD },
  });
  const record = { what: 'record' as const, t: soldAt, lines: [sale] };
  const [first, ...later] = reads.map(readAt);
  const inOrder = soldAt < SYNC_AT || moment !== 'after it' ? [record, first] : [first, record];
  const begun: ModelState = {
    levels: { 1: { base: BEGUN, readAt: 0, runId: 'r0' } },
    items: { A: [1] },
    ...{ movements: [], whole: undefined },
  };
  const steps = [...inOrder, ...later].filter((step) => step !== undefined);
  return levelIn(
    steps.reduce((state, step) => after(state, step, RULES), begun),
    1,
  );
}

/** I1 to I6: the ledger is what its rules make of it, and no listing shows more than there is. */
async function allIsTrue(runAt: number, before: ReadonlyMap<number, string>): Promise<void> {
  const expected = ITEMS.map((item) => levelBy(item, runAt));
  const rows = await shop.schema.query<{ level: number }>(
    'SELECT base + held AS level FROM stock_level ORDER BY item_id',
  );
  expect(rows.map(({ level }) => level)).toEqual(expected);
  expect(Math.max(...expected)).toBeLessThanOrEqual(TRUE);
  await until(() => expect(variants.map(({ level }) => level?.available)).toEqual(expected));
  await expectBooks(shop.schema, RULES);
  await expectLaterRead(shop.schema, before);
}

const readTimes = () => expectLaterRead(shop.schema, new Map());

test('whenever in a sync a sale is made, and however late the source learns of it, nothing shows more than there is, and at rest all is true', async () => {
  for (const { id } of ITEMS) told.set(id, BEGUN + DELIVERED);
  tell();
  const begun = await readTimes();
  await syncWithSales();
  await allIsTrue(SYNC_AT, begun);
  for (const [seconds, runAt, learning] of [
    [300, SECOND_AT, of(5)],
    [3_300, THIRD_AT, of(60)],
    [500, LAST_AT, []],
  ] as const) {
    await pass(seconds);
    learn(learning);
    const before = await readTimes();
    await sync();
    await allIsTrue(runAt, before);
  }
  expect(ITEMS.map((item) => levelBy(item, LAST_AT))).toEqual(ITEMS.map(() => TRUE));
  expect(await broker.deadLetters()).toEqual([]);
  noteFault({
    ...{ fault: 'sales: a moment of a sync, and how late the source learns of it', tried: ITEMS.length },
    ...{ outcome: 'never too much, true at rest', lost: 0, appliedTwice: 0 },
  });
}, 180_000);
