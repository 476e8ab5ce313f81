import { expect, test } from 'vitest';
import type { Marketplace } from '../../../src/channels/marketplace.ts';
import { inEnglish, saidBy } from '../../support/words.ts';
import { shopifyBeforeEach } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();

async function lookAt({ checks }: Marketplace): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, look } of checks) {
    const said = await look().then(
      (found) => inEnglish(found).message,
      (error: unknown) => saidBy(error),
    );
    lines.push(`${inEnglish(name).message}: ${said}`);
  }
  return lines;
}

test('token, scopes and location are a line each', async () => {
  expect(await lookAt(shopify.open())).toEqual([
    `Shopify: token: ${shopify.simulator.url} accepts it (API 2026-10)`,
    'Shopify: scopes: read_products, read_inventory, write_inventory, read_orders',
    'Shopify: location: Depósito central',
  ]);
});

test('a token that is refused says where to put the right one', async () => {
  const [line] = await lookAt(shopify.open({ credentials: { token: 'shpat_other' } }));
  expect(line).toMatch(/^Shopify: token: Shopify refuses the token \(401\).*SHOPIFY_TOKEN/);
});

test('the scopes that are missing are named, and only they', async () => {
  shopify.simulator.scopes.delete('read_orders');
  shopify.simulator.scopes.delete('write_inventory');
  const [, line] = await lookAt(shopify.open());
  expect(line).toMatch(
    /^Shopify: scopes: the token's app lacks read_inventory, write_inventory, read_orders; give/,
  );
});

test('a scope to write is enough to read', async () => {
  shopify.simulator.scopes.delete('read_products');
  shopify.simulator.scopes.add('write_products');
  const [, line] = await lookAt(shopify.open());
  expect(line).toMatch(/^Shopify: scopes: read_products/);
});

test('the location is found without the scope that shows its name', async () => {
  shopify.simulator.scopes.delete('read_locations');
  const [, , line] = await lookAt(shopify.open());
  expect(line).toMatch(/^Shopify: location: it is there/);
});

test('a location that is not there, or is closed, is said so', async () => {
  const [, , unknown] = await lookAt(shopify.open({ location: 'gid://shopify/Location/7' }));
  expect(unknown).toMatch(/Shopify knows no gid:\/\/shopify\/Location\/7.*SHOPIFY_LOCATION_ID/);
  shopify.shop.location.isActive = false;
  const [, , closed] = await lookAt(shopify.open());
  expect(closed).toMatch(/the location "Depósito central" is not active/);
});

test('a version that Shopify answers with another one is said so', async () => {
  const [line] = await lookAt(shopify.open({ version: '2024-01' }));
  expect(line).toMatch(/Shopify no longer has API 2024-01 and answers as 2026-10/);
});

test.each([
  ['503', /Shopify answers 503/],
  ['redirect', /another address \(301\).*\.myshopify\.com/],
  ['404', /knows no such shop/],
] as const)('%s is told by the first check', async (fault, said) => {
  shopify.simulator.fail({ fault });
  const [line] = await lookAt(shopify.open());
  expect(line).toMatch(said);
});
