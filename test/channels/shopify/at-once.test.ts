import { expect, test } from 'vitest';
import { FAULTS } from '../../../dev/simulate/shopify/faults.ts';
import { Customers } from '../../../dev/simulate/shopify/trade.ts';
import type { Listing, Marketplace } from '../../../src/channels/marketplace.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();

/** What a job does, round by round: it reads, and writes what should stand there less what it does not know of. */
async function deliver(
  marketplace: Marketplace,
  listings: readonly Listing[],
  wanted: (listing: Listing) => number,
): Promise<number> {
  const levels = await marketplace.read(listings);
  const writes = listings.flatMap((listing, index) => {
    const read = levels[index];
    if (read?.kind !== 'active' && read?.kind !== 'inactive') return [];
    const quantity = wanted(listing);
    return read.kind === 'active' && read.quantity === quantity ? [] : [{ ...listing, quantity, read }];
  });
  if (writes.length > 0) await marketplace.write(writes);
  const unknown = levels.filter((level) => 'reason' in level);
  return writes.length + unknown.length;
}

test('under every fault at once, what should stand there stands there in the end', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 100_000, restoreRate: 100_000 } });
  const variants = Array.from({ length: 40 }, (_, index) =>
    shopify.shop.add({ available: index, level: index % 7 === 0 ? 'inactive' : 'active' }),
  );
  const listings = variants.map(listingOf);
  const wanted = new Map(listings.map(({ handle }, index) => [handle, 100 + index]));
  const marketplace = shopify.open({ timeoutMs: 100 });
  const faults = FAULTS.filter((fault) => !['429', 'throttled'].includes(fault));
  shopify.simulator.fail(...faults.map((fault) => ({ fault, percent: 4, delayMs: 150 })));
  for (let round = 0; round < 25; round += 1) {
    await deliver(marketplace, listings, ({ handle }) => wanted.get(handle) ?? 0);
  }
  shopify.simulator.heal();
  // What is still on its way at the other end arrives.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await expect.poll(() => deliver(marketplace, listings, ({ handle }) => wanted.get(handle) ?? 0)).toBe(0);
  expect(variants.map(({ level }) => level)).toEqual(
    listings.map(({ handle }) => ({ isActive: true, available: wanted.get(handle) })),
  );
});

test('no write overwrites what was sold since it was read', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 100_000, restoreRate: 100_000 }, workMs: 5 });
  const variants = Array.from({ length: 20 }, () => shopify.shop.add({ available: 1000 }));
  const listings = variants.map(listingOf);
  const customers = new Customers(shopify.shop);
  const buying = setInterval(() => customers.buy(), 2);
  const marketplace = shopify.open();
  try {
    // Each round adds a unit to what was read: whatever is lost in between were sales that were overwritten.
    const added = new Map<string, number>();
    for (let round = 0; round < 40; round += 1) {
      const levels = await marketplace.read(listings);
      const writes = listings.flatMap((listing, index) => {
        const read = levels[index];
        return read?.kind === 'active' ? [{ ...listing, quantity: read.quantity + 1, read }] : [];
      });
      const written = await marketplace.write(writes);
      for (const [index, { kind }] of written.entries()) {
        const handle = writes[index]?.handle ?? '';
        if (kind === 'written') added.set(handle, (added.get(handle) ?? 0) + 1);
      }
    }
    clearInterval(buying);
    const sold = shopify.shop.orders.flatMap(({ lines }) => lines);
    expect(sold.length).toBeGreaterThan(50);
    expect(added.size).toBeGreaterThan(10);
    for (const variant of variants) {
      const units = sold.filter((line) => line.variant === variant).length;
      expect(variant.level?.available).toBe(1000 - units + (added.get(listingOf(variant).handle) ?? 0));
    }
  } finally {
    clearInterval(buying);
  }
});
