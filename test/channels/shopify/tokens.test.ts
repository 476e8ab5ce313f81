import { afterEach, expect, test, vi } from 'vitest';
import { ConfigurationError, UnavailableError } from '../../../src/platform/errors.ts';
import { redact } from '../../../src/platform/redact.ts';
import { DOING, inEnglish } from '../../support/words.ts';
import { listingOf, shopifyBeforeEach, writeOf } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();
afterEach(() => vi.useRealTimers());

const openAsApp = (differing: object = {}) => {
  const { clientId, clientSecret } = shopify.simulator.app;
  return shopify.open({ credentials: { clientId, clientSecret, ...differing } });
};

test('an app gets one token for all that it asks, and the token is hidden', async () => {
  const variant = shopify.shop.add({ available: 4 });
  const marketplace = openAsApp();
  const levels = await Promise.all([1, 2, 3].map(() => marketplace.read([listingOf(variant)])));
  expect(levels.flat()).toMatchObject([1, 2, 3].map(() => ({ kind: 'active', quantity: 4 })));
  expect(shopify.simulator.app.exchanges).toBe(1);
  const [token = ''] = shopify.simulator.app.tokens;
  expect(redact(`the token ${token} was sent`)).toBe('the token [hidden] was sent');
});

test('a token that ends soon is replaced before it is used', async () => {
  const variant = shopify.shop.add({ available: 4 });
  const marketplace = openAsApp();
  await marketplace.read([listingOf(variant)]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_200_000 });
  expect(await marketplace.read([listingOf(variant)])).toMatchObject([{ kind: 'active', quantity: 4 }]);
  expect(shopify.simulator.app.exchanges).toBe(2);
  expect(shopify.simulator.requests.map(({ status }) => status)).toEqual([200, 200]);
});

test('a token that was revoked is replaced, for a write as well, which was not done', async () => {
  const variant = shopify.shop.add({ available: 4 });
  const marketplace = openAsApp();
  await marketplace.read([listingOf(variant)]);
  shopify.simulator.app.revoke();
  expect(await marketplace.write([writeOf(variant, 9)])).toEqual([{ kind: 'written' }]);
  expect(shopify.simulator.requests.map(({ status }) => status)).toEqual([200, 401, 200]);
});

test('a new token that is refused as well is denied, not asked for again and again', async () => {
  const variant = shopify.shop.add({ available: 4 });
  shopify.simulator.fail({ fault: '401' });
  expect(await openAsApp().read([listingOf(variant)])).toMatchObject([{ kind: 'denied' }]);
  expect(shopify.simulator.app.exchanges).toBe(2);
});

test('what the token may not do is denied at once, and another one is not asked for', async () => {
  shopify.simulator.scopes.delete('write_inventory');
  expect(await openAsApp().read([listingOf(shopify.shop.add())])).toMatchObject([{ kind: 'denied' }]);
  expect(shopify.simulator.app.exchanges).toBe(1);
  expect(shopify.simulator.requests).toHaveLength(1);
});

test('an app that Shopify does not know is denied, and says what to check', async () => {
  const [level] = await openAsApp({ clientSecret: 'shpss_other' }).read([listingOf(shopify.shop.add())]);
  expect(level).toMatchObject({ kind: 'denied' });
  const { message, hint } = inEnglish((level as never)['reason']);
  expect(message).toBe(
    'Shopify gives the app no token: Could not find Shopify API application with client_id.',
  );
  expect(hint).toContain('SHOPIFY_CLIENT_SECRET');
  expect(shopify.simulator.requests).toEqual([]);
});

test('a token given by hand that was replaced is read again, and only then', async () => {
  const variant = shopify.shop.add({ available: 4 });
  let reads = 0;
  const again = async (): Promise<string> => {
    reads += 1;
    return shopify.simulator.token;
  };
  const { token } = shopify.simulator;
  const marketplace = shopify.open({ credentials: { token, again } });
  await marketplace.read([listingOf(variant)]);
  expect(reads).toBe(0);
  shopify.simulator.token = 'shpat_next';
  const writes = [2, 3].map((quantity) => marketplace.write([writeOf(variant, quantity)]));
  expect((await Promise.all(writes)).flat()).toEqual([{ kind: 'written' }, { kind: 'stale' }]);
  await marketplace.read([listingOf(variant)]);
  expect(reads).toBe(1);
});

test('where it was not replaced it is denied, and asked with no second time', async () => {
  const { token } = shopify.simulator;
  shopify.simulator.token = 'shpat_next';
  const again = async (): Promise<string> => token;
  const listing = listingOf(shopify.shop.add());
  const [level] = await shopify.open({ credentials: { token, again } }).read([listing]);
  expect(level).toMatchObject({ kind: 'denied', reason: { code: 'shopify.token_refused' } });
  expect(shopify.simulator.requests).toHaveLength(1);
});

test.each([
  ['unreachable', new UnavailableError(DOING)],
  ['denied', new ConfigurationError(DOING)],
])('where it cannot be read again that is %s, and the next reading may do', async (kind, error) => {
  const variant = shopify.shop.add({ available: 4 });
  const { token } = shopify.simulator;
  shopify.simulator.token = 'shpat_next';
  let isBroken = true;
  const again = async (): Promise<string> => {
    if (isBroken) throw error;
    return shopify.simulator.token;
  };
  const marketplace = shopify.open({ credentials: { token, again } });
  expect(await marketplace.write([writeOf(variant, 9)])).toEqual([
    expect.objectContaining({ kind, reason: DOING }),
  ]);
  isBroken = false;
  expect(await marketplace.write([writeOf(variant, 9)])).toEqual([{ kind: 'written' }]);
});
