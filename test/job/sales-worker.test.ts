import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Variant } from '../../dev/simulate/shopify/shop.ts';
import { takeLease } from '../../src/mysql/lease.ts';
import { markListingsById } from '../../src/channels/stock.ts';
import { booksBeforeEach, heldOf } from '../support/ledger.ts';
import { runJob, type StartedJob, startJob } from '../support/job.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { comparedJustNow, listIn } from '../support/selling.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();

/** In front of the database. */
let database: Proxy;
let workers: StartedJob[] = [];
beforeEach(async () => {
  const { HOST_DB = '', PORT_DB } = books.schema.env;
  database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
  await comparedJustNow(books);
});
afterEach(async () => {
  for (const { process } of workers) process.kill('SIGKILL');
  await Promise.all(workers.map(({ done }) => done));
  workers = [];
  await database.close();
});

const environment = (differing: Record<string, string> = {}): Record<string, string> => ({
  ...books.schema.env,
  PORT_DB: String(database.port),
  ...shopifyEnv(shopify.simulator),
  SALES_IN_SOURCE: 'yes',
  MARKETPLACE_ORDERS_IN_SOURCE: 'no',
  ORDERS_POLL_S: '1',
  ...differing,
});

function start(differing: Record<string, string> = {}): StartedJob {
  const worker = startJob(['sales-worker', '--deliver-only'], environment(differing));
  workers.push(worker);
  return worker;
}

async function stop(worker: StartedJob, signal: NodeJS.Signals = 'SIGTERM') {
  const beganMs = performance.now();
  worker.process.kill(signal);
  const result = await worker.done;
  return { ...result, tookMs: performance.now() - beganMs };
}

const listed = (listingId: number, itemId: number, stock: number) =>
  listIn(books, shopify.simulator, { listingId, itemId, stock });
const operations = () => shopify.simulator.requests.map(({ operation }) => operation);
const until = (holds: () => unknown, timeout = 60_000) => vi.waitFor(holds, { timeout, interval: 20 });
const shows = (variant: Variant, quantity: number) =>
  until(() => expect(variant.level?.available).toBe(quantity));
const linesOf = (log: readonly Record<string, unknown>[], code: string) =>
  log.filter(({ error_code: found }) => found === code);

async function stockIs(itemId: number, stock: number): Promise<void> {
  await books.schema.query('UPDATE stock_level SET base = ? WHERE item_id = ?', [stock, itemId]);
  await markListingsById(books.session, [itemId]);
}

test('an order lowers a second listing of the same item by the poll that finds it, before there is another', async () => {
  const [sold, other] = [await listed(1, 1, 10), await listed(2, 1, 10)];
  const worker = start({ ORDERS_POLL_S: '5' });
  await until(() => expect(operations()).toContain('Levels'));
  shopify.simulator.forgetRequests();
  shopify.shop.sell([{ variant: sold, quantity: 3 }]);
  await shows(other, 7);
  const upToWriting = operations().slice(0, operations().indexOf('SetQuantities') + 1);
  expect(upToWriting).toEqual(['Orders', 'Levels', 'SetQuantities']);
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
  const { exitCode, log, stdout } = await stop(worker);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  const said = log.map(({ message }) => message);
  expect([said[0], said.at(-1)]).toEqual(['at work: shopify', 'ended: nothing is left in hand']);
  expect(log).toContainEqual(
    expect.objectContaining({ message: 'orders: 1 new line', channel: 'shopify', severity: 'INFO' }),
  );
});

test('what was written is checked again after VERIFY_S, and then it is done', async () => {
  const variant = await listed(1, 1, 4);
  start({ VERIFY_S: '1' });
  await until(async () => expect(await books.schema.query('SELECT * FROM channel_outbox')).toEqual([]));
  expect(variant.level?.available).toBe(4);
  expect(operations().filter((operation) => operation !== 'Orders')).toEqual([
    ...['Scopes', 'Levels', 'SetQuantities', 'Levels'],
  ]);
});

test('a paused channel is asked for its orders alone, until it is resumed', async () => {
  await runJob(['channels', 'pause', 'shopify'], environment());
  const variant = await listed(1, 1, 4);
  start();
  await until(() => expect(operations().filter((operation) => operation === 'Orders').length).toBe(2));
  shopify.shop.sell([{ variant, quantity: 1 }]);
  await until(async () => expect(await heldOf(books)).toEqual({ 1: [4, -1] }));
  expect(new Set(operations())).toEqual(new Set(['Scopes', 'Orders']));
  const { stdout } = await runJob(['channels'], environment());
  expect(stdout).toMatch(/shopify +paused since .* 1 /);
  await runJob(['channels', 'resume', 'shopify'], environment());
  await shows(variant, 3);
});

test('two side by side share the listings, one of them reads the orders, and one that dies leaves nothing behind', async () => {
  const variants: Variant[] = [];
  for (let id = 1; id <= 8; id += 1) variants.push(await listed(id, id, 4));
  const [first] = [start(), start()];
  await until(() => expect(variants.map(({ level }) => level?.available)).toEqual(variants.map(() => 4)));
  const written = shopify.simulator.requests
    .filter(({ operation }) => operation === 'SetQuantities')
    .flatMap(({ variables }) => (variables as { input: { quantities: unknown[] } }).input.quantities);
  expect(written).toHaveLength(8);
  shopify.simulator.forgetRequests();
  await pause(3_000);
  const polls = operations().filter((operation) => operation === 'Orders');
  expect(polls.length).toBeGreaterThanOrEqual(2);
  expect(polls.length).toBeLessThanOrEqual(4);
  first?.process.kill('SIGKILL');
  await first?.done;
  await stockIs(1, 2);
  shopify.shop.sell([{ variant: variants[1] as Variant, quantity: 1 }]);
  await shows(variants[0] as Variant, 2);
  await until(async () => expect((await heldOf(books))[2]).toEqual([4, -1]));
});

test('while another one reads the orders, what must fall falls, and what should rise waits', async () => {
  await takeLease(books.session, 'another');
  await books.schema.query(`INSERT INTO channel (channel, orders_by) VALUES ('shopify', 'another')`);
  const [falling, rising] = [await listed(1, 1, 4), await listed(2, 2, 20)];
  start();
  await shows(falling, 4);
  expect(rising.level?.available).toBe(10);
  await books.schema.query('UPDATE channel SET orders_by = NULL');
  await shows(rising, 20);
});

test('orders without end leave time for listings', async () => {
  shopify.simulator.latencyMs = 1_500;
  const variant = await listed(1, 1, 4);
  variant.level = { isActive: true, available: 1000 };
  for (let secondsAgo = 300; secondsAgo > 0; secondsAgo -= 1) {
    const order = shopify.shop.sell([{ variant, quantity: 1 }]);
    if (order !== undefined) order.updatedAtMs -= secondsAgo * 1000;
  }
  await books.schema.query(
    `INSERT INTO channel (channel, orders_cursor) VALUES ('shopify', NOW(3) - INTERVAL 1 HOUR)`,
  );
  start();
  await until(async () => expect((await heldOf(books))[1]).toEqual([4, -300]), 50_000);
  const written = operations().indexOf('SetQuantities');
  expect(written).toBeGreaterThan(0);
  expect(operations().slice(written)).toContain('Orders');
});

const STOPS = [
  ['SIGTERM', 'slow', 4],
  ['SIGINT', 'hang', 10],
] as const;
test.each(STOPS)(
  '%s while a call is %s: the worker gives back what it has in hand and ends with 0',
  async (signal, fault, shown) => {
    shopify.simulator.fail({ fault, operation: 'SetQuantities', delayMs: 1_500 });
    const variant = await listed(1, 1, 4);
    const worker = start();
    await until(() => expect(operations()).toContain('SetQuantities'));
    const { exitCode, tookMs, log } = await stop(worker, signal);
    expect(exitCode).toBe(0);
    expect(tookMs).toBeLessThan(7_000);
    expect(log.at(-1)).toMatchObject({ message: 'ended: nothing is left in hand' });
    expect(variant.level?.available).toBe(shown);
    expect(
      await books.schema.query(
        'SELECT o.leased_by, c.orders_by FROM channel_outbox o JOIN channel c USING (channel)',
      ),
    ).toEqual([{ leased_by: null, orders_by: null }]);
  },
);

test('a database that goes away is one line of the log, and one more when it is back', async () => {
  const variant = await listed(1, 1, 4);
  const worker = start();
  await shows(variant, 4);
  database.mode = 'refuse';
  database.cut();
  await stockIs(1, 2);
  await pause(4_000);
  expect(variant.level?.available).toBe(4);
  database.mode = 'pass';
  await shows(variant, 2);
  const { exitCode, log } = await stop(worker);
  expect(exitCode).toBe(0);
  expect(log.filter(({ severity }) => severity === 'ERROR')).toHaveLength(1);
  expect(
    log.filter(({ message }) => /^all is well again after \d+ seconds?$/.test(String(message))),
  ).toHaveLength(1);
});

test('a marketplace that goes away is a line for what fails, and refusing the token later ends nothing', async () => {
  const variant = await listed(1, 1, 4);
  const worker = start();
  await shows(variant, 4);
  shopify.simulator.fail({ fault: '503', times: Infinity });
  await stockIs(1, 2);
  await pause(6_000);
  expect(variant.level?.available).toBe(4);
  shopify.simulator.heal();
  await shows(variant, 2);
  const { token } = shopify.simulator;
  shopify.simulator.token = 'another';
  await pause(4_000);
  shopify.simulator.token = token;
  await stockIs(1, 1);
  await shows(variant, 1);
  const { exitCode, log } = await stop(worker);
  expect(exitCode).toBe(0);
  const [unread] = [linesOf(log, 'channels.orders_unread')];
  expect(unread.map(({ exit_code: code }) => code)).toEqual([69, 78]);
});

test.each([
  ['a token that is refused', { SHOPIFY_TOKEN: 'shpat_other' }, 'shopify.token_refused'],
  ['a wrong password of the database', { PASSWORD_DB: 'wrong', USER_DB: 'nobody' }, 'mysql.login_refused'],
  ['no marketplace', { SHOPIFY: 'off' }, 'sales.no_marketplace'],
  ['a variable that is missing', { SALES_IN_SOURCE: '' }, 'platform.env_wrong'],
])('%s at the start is 78', async (_name, differing, code) => {
  const { exitCode, log } = await runJob(['sales-worker', '--deliver-only'], environment(differing));
  expect({ exitCode, code: log.at(-1)?.['error_code'] }).toEqual({ exitCode: 78, code });
});

test('without the right to read orders it does not begin, unless the source has them', async () => {
  shopify.simulator.scopes.delete('read_orders');
  const denied = await runJob(['sales-worker', '--deliver-only'], environment());
  expect({ exitCode: denied.exitCode, code: denied.log.at(-1)?.['error_code'] }).toEqual({
    exitCode: 78,
    code: 'channels.orders_unread',
  });
  const variant = await listed(1, 1, 12);
  const worker = start({ MARKETPLACE_ORDERS_IN_SOURCE: 'yes' });
  await shows(variant, 12);
  const { log } = await stop(worker);
  expect(log.filter(({ severity }) => severity === 'WARNING')).toHaveLength(1);
});

test('a marketplace that is away at the start is waited for', async () => {
  shopify.simulator.fail({ fault: '503', times: Infinity });
  const variant = await listed(1, 1, 4);
  const worker = start();
  await until(() => expect(operations().length).toBeGreaterThan(4));
  shopify.simulator.heal();
  await shows(variant, 4);
  expect((await stop(worker)).exitCode).toBe(0);
});

test('without a broker it says what to type', async () => {
  const { exitCode, log } = await runJob(['sales-worker'], environment());
  expect(exitCode).toBe(78);
  expect(log.at(-1)?.['message']).toMatch(
    /^RABBITMQ_URL is missing: .* run `npm run job -- sales-worker --deliver-only`/,
  );
});
