import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/platform/config/config.ts';
import type { Environment } from '../../../src/platform/environment.ts';
import { shopifyConfig } from '../../../src/channels/shopify/config.ts';
import { refusalOf } from '../../support/words.ts';

const ON = {
  SHOPIFY: 'on',
  SHOPIFY_URL: 'https://tienda.myshopify.com/',
  SHOPIFY_TOKEN: 'shpat_1',
  SHOPIFY_LOCATION_ID: '61000000001',
};
const read = (env: Environment) => parseConfig(env, { shopify: shopifyConfig }).shopify;

test('it is off unless it is switched on, whatever else is set', () => {
  expect(read({})).toBeUndefined();
  expect(read({ ...ON, SHOPIFY: 'off' })).toBeUndefined();
});

test('a location is given by its number or by its global id', () => {
  const location = 'gid://shopify/Location/61000000001';
  const expected = {
    url: 'https://tienda.myshopify.com',
    credentials: { kind: 'token', secret: { kind: 'given', value: 'shpat_1' } },
    location,
    version: '2026-10',
  };
  expect(read(ON)).toEqual(expected);
  expect(read({ ...ON, SHOPIFY_LOCATION_ID: location })).toEqual(expected);
});

test('the token can lie in Secret Manager', () => {
  const { SHOPIFY_TOKEN: _, ...rest } = ON;
  const there = { SHOPIFY_TOKEN_SECRET_ID: 'shopify-token', PROJECT_ID: 'my-project' };
  expect(read({ ...rest, ...there })?.credentials.secret).toMatchObject({
    kind: 'secret-manager',
    secretId: 'shopify-token',
  });
});

test('an app that gets its tokens itself is given by its id and its secret, and a token wins', () => {
  const { SHOPIFY_TOKEN, ...rest } = ON;
  const app = { SHOPIFY_CLIENT_ID: 'app', SHOPIFY_CLIENT_SECRET: 'shpss_1' };
  expect(read({ ...rest, ...app })?.credentials).toEqual({
    kind: 'app',
    clientId: 'app',
    secret: { kind: 'given', value: 'shpss_1' },
  });
  expect(read({ ...rest, ...app, SHOPIFY_TOKEN })?.credentials.kind).toBe('token');
  expect(refusalOf(() => read({ ...rest, SHOPIFY_CLIENT_ID: 'app' }))).toContain(
    'SHOPIFY_CLIENT_SECRET is missing',
  );
});

test('what is missing or wrong is named, with what it must be', () => {
  const missing = refusalOf(() => read({ SHOPIFY: 'on' }));
  for (const name of ['SHOPIFY_URL', 'SHOPIFY_TOKEN', 'SHOPIFY_LOCATION_ID']) expect(missing).toContain(name);
  const wrong: [Environment, RegExp][] = [
    [{ SHOPIFY: 'yes' }, /SHOPIFY must be .*on/],
    [{ SHOPIFY_URL: 'http://tienda.myshopify.com' }, /SHOPIFY_URL must be .*https/],
    [
      { SHOPIFY_LOCATION_ID: 'gid://shopify/Product/5' },
      /SHOPIFY_LOCATION_ID must be the number of a location/,
    ],
    [{ SHOPIFY_API_VERSION: 'latest' }, /SHOPIFY_API_VERSION must be a version such as 2026-10/],
  ];
  for (const [env, said] of wrong) expect(refusalOf(() => read({ ...ON, ...env }))).toMatch(said);
});
