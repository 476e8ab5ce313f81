import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { Variant } from '../../dev/simulate/shopify/shop.ts';
import { DELIVERY_KILL_POINTS } from '../support/delivery-kill-points.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { type StartedJob, startJob } from '../support/job.ts';
import { booksBeforeEach, heldOf } from '../support/ledger.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { listIn } from '../support/selling.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

/** These meet every phase between them. */
const QUICK = new Set([
  'after INSERT INTO stock_movement',
  'after COMMIT',
  'after SET o.sent_at',
  'after mutation SetQuantities',
]);
const POINTS = DELIVERY_KILL_POINTS.filter(({ name }) => LONG || QUICK.has(name)).map(
  (point) => [point.name, point] as const,
);
/** Two of an item, which shows in both what there was before an order; the others show more than there is. */
const STOCKS = [
  { listingId: 1, itemId: 1, stock: 10 },
  { listingId: 2, itemId: 1, stock: 10 },
  { listingId: 3, itemId: 3, stock: 4 },
  { listingId: 4, itemId: 4, stock: 0 },
] as const;

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();
let workers: StartedJob[] = [];
let proxies: Proxy[] = [];

afterEach(async () => {
  for (const { process } of workers) process.kill('SIGKILL');
  await Promise.all(workers.map(({ done }) => done));
  await Promise.all(proxies.map((proxy) => proxy.close()));
  [workers, proxies] = [[], []];
});

/** To the database and to Shopify by these. */
function start(database: number, marketplace: number): StartedJob {
  const url = new URL(shopify.simulator.url);
  const worker = startJob(['sales-worker', '--deliver-only'], {
    ...books.schema.env,
    ...shopifyEnv(shopify.simulator),
    PORT_DB: String(database),
    SHOPIFY_URL: `http://${url.hostname}:${marketplace}`,
    ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no', ORDERS_POLL_S: '1', VERIFY_S: '1' },
  });
  workers.push(worker);
  return worker;
}

/** The quantities that were written to it, in their order, each once where it was repeated. */
function writtenTo(variant: Variant, requests: typeof shopify.simulator.requests): number[] {
  const quantities = requests
    .filter(({ operation }) => operation === 'SetQuantities')
    .flatMap(
      ({ variables }) =>
        (variables as { input: { quantities: { inventoryItemId: string; quantity: number }[] } }).input
          .quantities,
    )
    .filter(({ inventoryItemId }) => inventoryItemId === variant.itemId)
    .map(({ quantity }) => quantity);
  return quantities.filter((quantity, index) => quantity !== quantities[index - 1]);
}

let killed = 0;

test.each(POINTS)(
  'killed %s, another one brings each listing to its offer, and counts the order once',
  async (_name, point) => {
    const { HOST_DB = '', PORT_DB } = books.schema.env;
    const { hostname, port } = new URL(shopify.simulator.url);
    const database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
    const marketplace = await startProxy({ host: hostname, port: Number(port) });
    proxies.push(database, marketplace);
    const variants: Variant[] = [];
    for (const each of STOCKS) variants.push(await listIn(books, shopify.simulator, each));
    await books.schema.query(
      `INSERT INTO channel (channel, orders_cursor) VALUES ('shopify', NOW(3) - INTERVAL 60 SECOND)`,
    );
    shopify.shop.sell([{ variant: variants[0] as Variant, quantity: 3 }]);

    const first = start(database.port, marketplace.port);
    const isReached = point.arm({ database, marketplace }, () => first);
    expect(await first.done).toMatchObject({ signal: 'SIGKILL' });
    expect(isReached()).toBe(true);

    const before = [...shopify.simulator.requests];
    shopify.simulator.forgetRequests();
    const second = start(Number(PORT_DB), Number(port));
    await vi.waitFor(
      async () => {
        expect(shopify.simulator.requests).not.toEqual([]);
        expect(await heldOf(books)).toMatchObject({ 1: [10, -3] });
        expect(await books.schema.query('SELECT * FROM channel_outbox')).toEqual([]);
      },
      { timeout: 20_000, interval: 50 },
    );
    second.process.kill('SIGTERM');
    expect(await second.done).toMatchObject({ exitCode: 0 });
    expect(variants.map(({ level }) => level?.available)).toEqual([7, 7, 4, 0]);
    for (const variant of variants) {
      const written = writtenTo(variant, [...before, ...shopify.simulator.requests]);
      expect(new Set(written).size, 'no quantity comes back after another one').toBe(written.length);
    }
    expect(await books.schema.query('SELECT id FROM stock_movement')).toHaveLength(1);
    killed += 1;
  },
);

afterAll(() => {
  noteFault({
    ...{ fault: 'delivery: kill -9', tried: killed, outcome: 'another worker finishes' },
    ...{ lost: 0, appliedTwice: 0 },
  });
});
