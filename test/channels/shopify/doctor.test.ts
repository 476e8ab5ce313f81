import { expect, test } from 'vitest';
import { marketplaces } from '../../../src/channels/index.ts';
import type { MarketplaceRoom } from '../../../src/channels/marketplace.ts';
import { checksOf } from '../../../src/channels/selling/checks.ts';
import type { Job } from '../../../src/platform/command.ts';
import { Doctor, findingInWords } from '../../../src/platform/doctor.ts';
import type { Environment } from '../../../src/platform/environment.ts';
import { openSecrets } from '../../../src/platform/secrets/secrets.ts';
import { inEnglish, silentLog } from '../../support/words.ts';
import { shopifyBeforeEach, shopifyEnv } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();

/** What `doctor` says of a shop in Shopify. */
async function examine(differing: Environment = {}): Promise<string[]> {
  await using scope = new AsyncDisposableStack();
  const { signal } = new AbortController();
  const env: Environment = { ...shopifyEnv(shopify.simulator), ...differing };
  const job = { env, signal, scope, log: silentLog, secrets: openSecrets([], signal, scope) };
  const doctor = new Doctor(job as unknown as Job<unknown>, () => undefined);
  await doctor.examine([await checksOf('shopify', marketplaces['shopify'] as MarketplaceRoom)]);
  return doctor.findings.map((finding) => {
    const { check, exit_code, detail } = findingInWords(finding, inEnglish);
    return `${check} ${exit_code} ${detail}`;
  });
}

test('doctor says of token, scopes and location a line each', async () => {
  expect(await examine()).toEqual([
    'configuration: shopify 0 complete',
    `Shopify: token 0 ${shopify.simulator.url} accepts it (API 2026-10)`,
    'Shopify: scopes 0 read_products, read_inventory, write_inventory, read_orders',
    'Shopify: location 0 Depósito central',
  ]);
});

test('what stands on a check that failed is not tried', async () => {
  const [, token, scopes, location] = await examine({ SHOPIFY_TOKEN: 'shpat_other' });
  expect(token).toBe('Shopify: token 78 Shopify refuses the token (401)');
  expect(scopes).toMatch(/^Shopify: scopes null /);
  expect(location).toMatch(/^Shopify: location null /);
});

test('an app that gets its tokens itself is checked by its first one', async () => {
  const { clientId, clientSecret } = shopify.simulator.app;
  const app = { SHOPIFY_TOKEN: undefined, SHOPIFY_CLIENT_ID: clientId, SHOPIFY_CLIENT_SECRET: clientSecret };
  expect(await examine(app)).toHaveLength(4);
  const [, token] = await examine({ ...app, SHOPIFY_CLIENT_SECRET: 'shpss_other' });
  expect(token).toMatch(/^Shopify: token 78 Shopify gives the app no token/);
});

test('a token that cannot be read from Secret Manager is one finding', async () => {
  const secret = { SHOPIFY_TOKEN: undefined, SHOPIFY_TOKEN_SECRET_ID: 'shopify-token', PROJECT_ID: 'p' };
  const nowhere = { ...secret, SECRET_MANAGER_ENDPOINT: 'http://127.0.0.1:9' };
  const found = await examine(nowhere);
  expect(found).toHaveLength(2);
  expect(found[1]).toMatch(/^Shopify (69|78) .*shopify-token/);
});

test('a shop that does not answer is 69, and nothing is asked of one that is switched off', async () => {
  shopify.simulator.fail({ fault: '503' });
  const [, token] = await examine();
  expect(token).toBe('Shopify: token 69 Shopify answers 503');
  shopify.simulator.forgetRequests();
  expect(await examine({ SHOPIFY: 'off' })).toEqual([]);
  expect(shopify.simulator.requests).toEqual([]);
});
