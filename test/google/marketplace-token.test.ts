import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { markListingsById } from '../../src/channels/stock.ts';
import { booksBeforeEach } from '../support/ledger.ts';
import { startJob, type StartedJob } from '../support/job.ts';
import { type SecretManager, startSecretManager } from '../support/secret-manager.ts';
import { listIn } from '../support/selling.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();
let secretManager: SecretManager;
let worker: StartedJob;
beforeEach(async () => {
  secretManager = await startSecretManager();
});
afterEach(async () => {
  worker.process.kill('SIGKILL');
  await worker.done;
  secretManager.close();
});

test('a worker goes on with the next token of the secret, and is not started again for it', async () => {
  secretManager.put('shopify-token', shopify.simulator.token);
  const { SHOPIFY_TOKEN: _, ...given } = shopifyEnv(shopify.simulator);
  const variant = await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 4 });
  worker = startJob(['sales-worker', '--deliver-only'], {
    ...books.schema.env,
    ...given,
    ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no', ORDERS_POLL_S: '1' },
    ...{ PROJECT_ID: 'shop', SECRET_MANAGER_ENDPOINT: secretManager.endpoint },
    SHOPIFY_TOKEN_SECRET_ID: 'shopify-token',
  });
  const shows = (quantity: number) =>
    vi.waitFor(() => expect(variant.level?.available).toBe(quantity), { timeout: 15_000, interval: 20 });
  await shows(4);
  secretManager.put('shopify-token', 'shpat_next');
  shopify.simulator.token = 'shpat_next';
  await books.schema.query('UPDATE stock_level SET base = 2');
  await markListingsById(books.session, [1]);
  await shows(2);
  worker.process.kill('SIGTERM');
  const { exitCode, log, stderr } = await worker.done;
  expect(exitCode, stderr).toBe(0);
  expect(log.filter(({ severity }) => severity !== 'INFO')).toEqual([]);
  expect(stderr).not.toContain('shpat_next');
});
