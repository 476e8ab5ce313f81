import { afterEach, expect, test, vi } from 'vitest';
import type { Variant } from '../../dev/simulate/shopify/shop.ts';
import { pause, resume } from '../../src/channels/state.ts';
import { noteFault } from '../support/fault-table.ts';
import { type StartedJob, startJob } from '../support/job.ts';
import { booksBeforeEach } from '../support/ledger.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { listIn } from '../support/selling.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

const LISTINGS = 300;
/** Longer than a worker needs to see that there is something to do. */
const LATENCY_MS = 500;

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

/** Returns how many writes it has sent. */
async function start(): Promise<() => number> {
  const { hostname, port } = new URL(shopify.simulator.url);
  const proxy = await startProxy({ host: hostname, port: Number(port) });
  proxies.push(proxy);
  let writes = 0;
  proxy.watch = (sent) => {
    if (sent.includes('mutation SetQuantities')) writes += 1;
  };
  const worker = startJob(['sales-worker', '--deliver-only'], {
    ...books.schema.env,
    ...shopifyEnv(shopify.simulator),
    SHOPIFY_URL: `http://${hostname}:${proxy.port}`,
    ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no', ORDERS_POLL_S: '1', VERIFY_S: '1' },
  });
  workers.push(worker);
  return () => writes;
}

type Request = (typeof shopify.simulator.requests)[number];

/** The variants that a request is about. */
function namedBy({ operation, variables }: Request): string[] {
  if (operation === 'Levels') return (variables as { ids: string[] }).ids;
  if (operation !== 'SetQuantities') return [];
  const { input } = variables as { input: { quantities: { inventoryItemId: string }[] } };
  return input.quantities.map(({ inventoryItemId }) => shopify.shop.variantOf(inventoryItemId)?.id ?? '');
}

test('two workers write 300 listings once each, both of them at work, with one request for a listing at a time', async () => {
  await shopify.restart({ latencyMs: LATENCY_MS });
  const variants: Variant[] = [];
  for (let id = 1; id <= LISTINGS; id += 1) {
    variants.push(await listIn(books, shopify.simulator, { listingId: id, itemId: id, stock: id % 7 }));
  }
  await pause(books.session, 'shopify');
  const writes = [await start(), await start()];
  const operations = (): string[] => shopify.simulator.requests.map(({ operation }) => operation);
  const has = (operation: string, times: number): void => {
    expect(operations().filter((each) => each === operation).length).toBeGreaterThanOrEqual(times);
  };
  await vi.waitFor(() => [has('Scopes', 2), has('Orders', 3)], { timeout: 20_000, interval: 20 });
  // Paused: orders are read all the same, and nothing is written.
  expect(new Set(operations())).toEqual(new Set(['Scopes', 'Orders']));
  await resume(books.session, 'shopify');
  await vi.waitFor(async () => expect(await books.schema.query('SELECT * FROM channel_outbox')).toEqual([]), {
    timeout: 30_000,
    interval: 50,
  });
  expect(variants.map(({ level }) => level?.available)).toEqual(variants.map((_, index) => (index + 1) % 7));
  for (const count of writes) expect(count()).toBeGreaterThan(0);

  const requests = shopify.simulator.requests.filter(({ operation }) => operation !== 'Orders');
  const written = requests.filter(({ operation }) => operation === 'SetQuantities').flatMap(namedBy);
  expect(written.toSorted()).toEqual(variants.map(({ id }) => id).toSorted());
  for (const { id } of variants) {
    const ofListing = requests.filter((request) => namedBy(request).includes(id));
    const overlapping = ofListing.filter(({ at }, index) => at < (ofListing[index - 1]?.answeredAt ?? 0));
    expect(overlapping).toEqual([]);
    // Read, written, and looked at once more.
    expect(ofListing.map(({ operation }) => operation)).toEqual(['Levels', 'SetQuantities', 'Levels']);
  }
  noteFault({
    ...{ fault: 'delivery: two workers side by side', tried: LISTINGS, outcome: 'each written once' },
    ...{ lost: 0, appliedTwice: 0 },
  });
});
