import { afterEach, expect, test, vi } from 'vitest';
import { availableOf } from '../../dev/simulate/mercado-libre/store.ts';
import { markListingsById } from '../../src/channels/stock.ts';
import { type StartedJob, startJob } from '../support/job.ts';
import { booksBeforeEach } from '../support/ledger.ts';
import { itemOf, mercadoLibreBeforeEach, mercadoLibreEnv } from '../support/mercado-libre.ts';
import { listIn } from '../support/selling.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

const shopify = shopifyBeforeEach();
const meli = mercadoLibreBeforeEach();
const books = booksBeforeEach();
let worker: StartedJob | undefined;
afterEach(async () => {
  worker?.process.kill('SIGKILL');
  await worker?.done;
});

/** Item 1, of which there are 10, in both marketplaces; a worker keeps them up to date. */
async function openShop() {
  const variant = await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 10 });
  const item = meli.store.add({ available: 10 });
  const { remoteId } = itemOf(item);
  await books.schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id) VALUES (2, 'mercadolibre', ?)`,
    [remoteId],
  );
  await books.schema.query('INSERT INTO channel_listing_part VALUES (2, 1, 1)');
  await markListingsById(books.session, [2]);
  worker = startJob(['sales-worker', '--deliver-only'], {
    ...books.schema.env,
    ...shopifyEnv(shopify.simulator),
    ...mercadoLibreEnv(meli.simulator),
    ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no', ORDERS_POLL_S: '1' },
  });
  const shown = () => [variant.level?.available, availableOf(item)];
  await until(() => expect(meli.operations).toContain('items'));
  await until(() => expect(shopify.simulator.requests.length).toBeGreaterThan(1));
  return { variant, item, shown };
}

const until = (holds: () => unknown, timeout = 20_000) => vi.waitFor(holds, { timeout, interval: 20 });

test('an order in one marketplace lowers the other, and a cancelled one raises both', async () => {
  const { variant, item, shown } = await openShop();
  const order = meli.store.sell([{ variant: item, quantity: 3 }]);
  await until(() => expect(shown()).toEqual([7, 7]));
  shopify.shop.sell([{ variant, quantity: 2 }]);
  await until(() => expect(shown()).toEqual([5, 5]));
  meli.store.cancel(order as never, { restocks: false });
  await until(() => expect(shown()).toEqual([8, 8]));
});

test('while Shopify is silent Mercado Libre is written at once', async () => {
  const { shown } = await openShop();
  shopify.simulator.fail({ fault: 'hang' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const writesBefore = meli.operations.filter((operation) => operation === 'put-item').length;
  const changedAt = Date.now();
  await books.schema.query('UPDATE stock_level SET base = 4 WHERE item_id = 1');
  await markListingsById(books.session, [1, 2]);
  await until(() => expect(shown()).toEqual([10, 4]));
  const writes = meli.simulator.requests.filter(({ operation }) => operation === 'put-item');
  expect(writes).toHaveLength(writesBefore + 1);
  expect((writes.at(-1)?.at ?? Infinity) - changedAt).toBeLessThan(2000);
});
