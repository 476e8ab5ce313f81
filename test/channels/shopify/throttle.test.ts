import { expect, test } from 'vitest';
import { listingOf, shopifyBeforeEach, writeOf } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startedMs = performance.now();
  const value = await work();
  return { value, ms: performance.now() - startedMs };
}

test('a reading waits until as many points are back as it costs, and is asked again', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 1000, restoreRate: 50 } });
  const listings = Array.from({ length: 250 }, () => listingOf(shopify.shop.add({ available: 1 })));
  await shopify.open().read(listings);
  shopify.simulator.forgetRequests();
  shopify.simulator.bucket.available = -55;
  // This one does not know yet that 45 points are asked for.
  const { value, ms } = await timed(() => shopify.open().read(listings));
  expect(new Set(value.map(({ kind }) => kind))).toEqual(new Set(['active']));
  expect(ms).toBeGreaterThan(1000);
  expect(shopify.simulator.requests).toHaveLength(2);
});

test('once its cost is known, nothing is sent before there are points for it', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 60, restoreRate: 60 } });
  const listings = Array.from({ length: 250 }, () => listingOf(shopify.shop.add({ available: 1 })));
  const marketplace = shopify.open();
  for (let round = 0; round < 4; round += 1) {
    const levels = await marketplace.read(listings);
    expect(levels[0]).toMatchObject({ kind: 'active' });
  }
  // None of them was refused.
  expect(shopify.simulator.requests).toHaveLength(4);
});

test('a write that comes at the limit is throttled for so long, and nothing is done', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 1000, restoreRate: 1 } });
  const variant = shopify.shop.add({ available: 1 });
  shopify.simulator.bucket.available = 2;
  const [written] = await shopify.open().write([writeOf(variant, 5)]);
  expect(written).toMatchObject({ kind: 'throttled' });
  // 12 points are asked for.
  expect((written as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(8_000);
  expect((written as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(11_000);
  expect(variant.level?.available).toBe(1);
});

test('a limit that takes longer than anybody waits is told at once', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 1000, restoreRate: 0.01 } });
  const variant = shopify.shop.add({ available: 1 });
  shopify.simulator.bucket.available = 0;
  const { value, ms } = await timed(() => shopify.open().read([listingOf(variant)]));
  expect(value).toMatchObject([{ kind: 'throttled' }]);
  expect(ms).toBeLessThan(10_000);
});

test('what would have to wait too long is not even sent', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 60, restoreRate: 0.01 } });
  const listings = Array.from({ length: 250 }, () => listingOf(shopify.shop.add({ available: 1 })));
  const marketplace = shopify.open();
  await marketplace.read(listings);
  const [level] = await marketplace.read(listings);
  expect(level).toMatchObject({ kind: 'throttled' });
  expect((level as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(60_000);
  expect(shopify.simulator.requests).toHaveLength(1);
});

test('a 429 says how long to wait, also in parts of a second', async () => {
  const variant = shopify.shop.add({ available: 1 });
  shopify.simulator.fail({ fault: '429', times: 2 });
  const marketplace = shopify.open();
  const [written] = await marketplace.write([writeOf(variant, 5)]);
  expect(written).toMatchObject({ kind: 'throttled', retryAfterMs: 500 });
  const { value, ms } = await timed(() => marketplace.read([listingOf(variant)]));
  expect(value).toMatchObject([{ kind: 'active', quantity: 1 }]);
  expect(ms).toBeGreaterThan(450);
});
