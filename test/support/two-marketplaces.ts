import { afterEach, expect, vi } from 'vitest';
import { availableOf } from '../../dev/simulate/mercado-libre/store.ts';
import { type StartedJob, startJob } from './job.ts';
import { booksBeforeEach } from './ledger.ts';
import { mercadoLibreBeforeEach, mercadoLibreEnv } from './mercado-libre.ts';
import { comparedJustNow, listIn, listInMercadoLibre } from './selling.ts';
import { shopifyBeforeEach, shopifyEnv } from './shopify.ts';

export const until = (holds: () => unknown, timeout = 60_000) => vi.waitFor(holds, { timeout, interval: 20 });

/** Both marketplaces before each test, and a worker that ends with it. */
export function twoMarketplaces() {
  const shopify = shopifyBeforeEach();
  const meli = mercadoLibreBeforeEach();
  const books = booksBeforeEach();
  let worker: StartedJob | undefined;
  afterEach(async () => {
    worker?.process.kill('SIGKILL');
    await worker?.done;
  });
  return {
    ...{ shopify, meli, books },
    /** Item 1, of which there are 10, in both marketplaces; the worker keeps them up to date. */
    async openShop() {
      const variant = await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 10 });
      const item = await listInMercadoLibre(books, meli.simulator, { listingId: 2, itemId: 1 });
      await comparedJustNow(books);
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
    },
  };
}
