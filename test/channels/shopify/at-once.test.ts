import { expect, test } from 'vitest';
import { FAULTS } from '../../../dev/simulate/shopify/faults.ts';
import { Customers } from '../../../dev/simulate/customers.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';
import { deliverOnce } from '../../support/marketplace-answers.ts';

const shopify = shopifyBeforeEach();

test('under every fault at once, what should stand there stands there in the end', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 100_000, restoreRate: 100_000 } });
  const variants = Array.from({ length: 40 }, (_, index) =>
    shopify.shop.add({ available: index, level: index % 7 === 0 ? 'inactive' : 'active' }),
  );
  const listings = variants.map(listingOf);
  const wanted = new Map(listings.map(({ remoteVariant }, index) => [remoteVariant, 100 + index]));
  const marketplace = shopify.open({ timeoutMs: 100 });
  const faults = FAULTS.filter((fault) => !['429', 'throttled'].includes(fault));
  shopify.simulator.fail(...faults.map((fault) => ({ fault, percent: 4, delayMs: 150 })));
  for (let round = 0; round < 25; round += 1) {
    await deliverOnce(marketplace, listings, ({ remoteVariant }) => wanted.get(remoteVariant) ?? 0);
  }
  shopify.simulator.heal();
  // What is still on its way at the other end arrives.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await expect
    .poll(() => deliverOnce(marketplace, listings, ({ remoteVariant }) => wanted.get(remoteVariant) ?? 0))
    .toBe(0);
  expect(variants.map(({ level }) => level)).toEqual(
    listings.map(({ remoteVariant }) => ({ isActive: true, available: wanted.get(remoteVariant) })),
  );
});

/** The same customers each time. */
function dice(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('no write overwrites what was sold since it was read', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 100_000, restoreRate: 100_000 } });
  const variants = Array.from({ length: 20 }, () => shopify.shop.add({ available: 1000 }));
  const listings = variants.map(listingOf);
  const customers = new Customers(shopify.shop, dice());
  const marketplace = shopify.open();
  // Each round adds a unit to what was read: what is missing in the end are sales that were overwritten.
  const added = new Map(listings.map(({ remoteVariant }) => [remoteVariant, 0]));
  let stale = 0;
  for (let round = 0; round < 20; round += 1) {
    const levels = await marketplace.read(listings);
    customers.buy();
    const writes = listings.flatMap((listing, index) => {
      const read = levels[index];
      return read?.kind === 'active' ? [{ ...listing, quantity: read.quantity + 1, read }] : [];
    });
    const writing = marketplace.write(writes);
    customers.buy();
    const written = await writing;
    for (const [index, { kind }] of written.entries()) {
      const remoteVariant = writes[index]?.remoteVariant ?? '';
      if (kind === 'written') added.set(remoteVariant, (added.get(remoteVariant) ?? 0) + 1);
      else if (kind === 'stale') stale += 1;
    }
  }
  expect(stale).toBeGreaterThan(20);
  const sold = shopify.shop.orders.flatMap(({ lines }) => lines);
  for (const variant of variants) {
    const units = sold.filter((line) => line.variant === variant).length;
    expect(variant.level?.available).toBe(1000 - units + (added.get(listingOf(variant).remoteVariant) ?? 0));
  }
  expect([...added.values()].every((units) => units > 0)).toBe(true);
});
