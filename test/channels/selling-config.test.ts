import { expect, test } from 'vitest';
import { sellingConfig } from '../../src/channels/selling.ts';
import { parseConfig } from '../../src/platform/config/config.ts';
import type { Environment } from '../../src/platform/environment.ts';
import { refusalOf } from '../support/words.ts';

const ON = {
  SHOPIFY: 'on',
  SHOPIFY_URL: 'https://tienda.myshopify.com',
  SHOPIFY_TOKEN: 'shpat_1',
  SHOPIFY_LOCATION_ID: '61000000001',
};
const BESIDE_SOURCE = { ...ON, SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no' };
const ALONE = { ...ON, SOURCE: 'none' };
const read = (env: Environment) => parseConfig(env, { selling: sellingConfig }).selling;

test('nothing is asked while no marketplace is on', () => {
  expect(read({ CHANNEL_LOCATIONS: 'shopify=centro' })).toBeUndefined();
});

test('as soon as one is on, the shop says which sales its source learns of, and without a source nobody asks', () => {
  const missing = refusalOf(() => read(ON));
  for (const name of ['SALES_IN_SOURCE', 'MARKETPLACE_ORDERS_IN_SOURCE']) expect(missing).toContain(name);
  expect(read(BESIDE_SOURCE)?.rules).toEqual({ hasSource: true, absorbS: { sale: 600 } });
  expect(read({ ...BESIDE_SOURCE, MARKETPLACE_ORDERS_IN_SOURCE: 'yes' })?.rules.absorbS).toEqual({
    sale: 600,
    order: 86_400,
  });
  expect(read(ALONE)?.rules).toEqual({ hasSource: false, absorbS: {} });
});

test('without a source each marketplace may have locations, and beside one, which is of one place, that is refused', () => {
  const CHANNEL_LOCATIONS = 'shopify=centro+deposito, mercadolibre=deposito';
  expect([...(read({ ...ALONE, CHANNEL_LOCATIONS })?.locations ?? [])]).toEqual([
    ['shopify', ['centro', 'deposito']],
    ['mercadolibre', ['deposito']],
  ]);
  expect(refusalOf(() => read({ ...BESIDE_SOURCE, CHANNEL_LOCATIONS }))).toMatch(
    /CHANNEL_LOCATIONS is for a shop without a source.*set SOURCE=none/s,
  );
});

test('a marketplace that there is not has no locations: the one that was meant would sell from all', () => {
  expect(refusalOf(() => read({ ...ALONE, CHANNEL_LOCATIONS: 'mercado-libre=centro' }))).toMatch(
    /CHANNEL_LOCATIONS must be .*mercadolibre, shopify/,
  );
});
