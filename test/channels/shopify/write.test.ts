import { expect, test } from 'vitest';
import type { Fault } from '../../../dev/simulate/shopify/faults.ts';
import { handleOf, listingOf, shopifyBeforeEach, writeOf } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();
const operations = (): string[] => shopify.simulator.requests.map(({ operation }) => operation);

test('250 listings are written in one call, each from what was read', async () => {
  const variants = Array.from({ length: 250 }, (_, index) => shopify.shop.add({ available: index }));
  const marketplace = shopify.open();
  const levels = await marketplace.read(variants.map(listingOf));
  const written = await marketplace.write(
    variants.map((variant, index) => writeOf(variant, 500 + index, levels[index])),
  );
  expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(['written']));
  expect(variants.map(({ level }) => level?.available)).toEqual(variants.map((_, index) => 500 + index));
  expect(operations()).toEqual(['Levels', 'SetQuantities']);
});

test('a quantity that stands there already is written', async () => {
  const variant = shopify.shop.add({ available: 4 });
  expect(await shopify.open().write([writeOf(variant, 4)])).toEqual([{ kind: 'written' }]);
});

test('an oversold listing is written as any other', async () => {
  const variant = shopify.shop.add({ available: -2 });
  expect(await shopify.open().write([writeOf(variant, 3)])).toEqual([{ kind: 'written' }]);
  expect(variant.level?.available).toBe(3);
});

test.each([
  ['fails the whole call', true, 2],
  ['is left out alone', false, 1],
])(
  'what was sold since is stale and stays, the others are written, where one %s',
  async (_, failsWhole, calls) => {
    shopify.simulator.failsWhole = failsWhole;
    const variants = [7, 8, 9].map((available) => shopify.shop.add({ available }));
    const writes = variants.map((variant) => writeOf(variant, 20));
    shopify.shop.sell([{ variant: variants[1] as never, quantity: 3 }]);
    expect(await shopify.open().write(writes)).toEqual([
      { kind: 'written' },
      { kind: 'stale' },
      { kind: 'written' },
    ]);
    expect(variants.map(({ level }) => level?.available)).toEqual([20, 5, 20]);
    expect(operations()).toEqual(Array.from({ length: calls }, () => 'SetQuantities'));
  },
);

test('where Shopify does not say which one is stale, all are', async () => {
  shopify.simulator.namesQuantity = false;
  const variants = [7, 8].map((available) => shopify.shop.add({ available }));
  const writes = variants.map((variant) => writeOf(variant, 20));
  shopify.shop.sell([{ variant: variants[1] as never, quantity: 3 }]);
  expect(await shopify.open().write(writes)).toEqual([{ kind: 'stale' }, { kind: 'stale' }]);
  expect(variants.map(({ level }) => level?.available)).toEqual([7, 5]);
});

test('many that are stale one after the other end in a few calls', async () => {
  const variants = Array.from({ length: 9 }, () => shopify.shop.add({ available: 5 }));
  shopify.simulator.fail({ fault: 'stale' });
  const written = await shopify.open().write(variants.map((variant) => writeOf(variant, 20)));
  expect(written.map(({ kind }) => kind)).toEqual(Array.from({ length: 9 }, () => 'stale'));
  expect(operations()).toHaveLength(3);
});

test('one that Shopify refuses keeps none of the others from being written', async () => {
  const variants = [1, 2, 3].map((available) => shopify.shop.add({ available }));
  const writes = variants.map((variant) => writeOf(variant, 20));
  shopify.shop.remove(variants[1] as never);
  const refused = { kind: 'refused', fact: 'INVALID_INVENTORY_ITEM' };
  expect(await shopify.open().write(writes)).toMatchObject([
    { kind: 'written' },
    refused,
    { kind: 'written' },
  ]);
});

test('one that Shopify refuses without naming it is found', async () => {
  shopify.simulator.namesQuantity = false;
  const variants = Array.from({ length: 8 }, () => shopify.shop.add({ available: 1 }));
  const writes = variants.map((variant) => writeOf(variant, 20));
  shopify.shop.remove(variants[5] as never);
  const written = await shopify.open().write(writes);
  expect(written.map(({ kind }) => kind)).toEqual(
    variants.map((_, index) => (index === 5 ? 'refused' : 'written')),
  );
});

test.each([true, false])('a location that is wrong is denied once for all', async (namesQuantity) => {
  shopify.simulator.namesQuantity = namesQuantity;
  const variants = [1, 2, 3].map((available) => shopify.shop.add({ available }));
  const marketplace = shopify.open({ location: 'gid://shopify/Location/1' });
  const written = await marketplace.write(variants.map((variant) => writeOf(variant, 20)));
  expect(written).toMatchObject(variants.map(() => ({ kind: 'denied', fact: 'INVALID_LOCATION' })));
  expect(operations()).toHaveLength(1);
});

test('listings that share their stock get the lower quantity', async () => {
  const variant = shopify.shop.add({ available: 1 });
  const writes = [writeOf(variant, 20), writeOf(variant, 6), writeOf(variant, 9)];
  expect(await shopify.open().write(writes)).toEqual(writes.map(() => ({ kind: 'written' })));
  expect(variant.level?.available).toBe(6);
});

test.each([
  ['concurrent', 'busy'],
  ['previous-failed', 'stale'],
  ['mismatch', 'stale'],
] satisfies [Fault, string][])(
  'a key that is %s means %s for all, and nothing is written',
  async (fault, kind) => {
    const variants = [1, 2].map((available) => shopify.shop.add({ available }));
    shopify.simulator.fail({ fault, times: 1 });
    const written = await shopify.open().write(variants.map((variant) => writeOf(variant, 20)));
    expect(written).toEqual([{ kind }, { kind }]);
    expect(variants.map(({ level }) => level?.available)).toEqual([1, 2]);
  },
);

test('each call goes out under a key of its own', async () => {
  const variant = shopify.shop.add({ available: 1 });
  const marketplace = shopify.open();
  await marketplace.write([writeOf(variant, 2)]);
  await marketplace.write([writeOf(variant, 3)]);
  expect(shopify.simulator.idempotency.keys).toHaveLength(2);
  expect(variant.level?.available).toBe(3);
});

test.each(['inactive', 'none'] as const)(
  'a level that is %s is activated, then written from what stands there',
  async (level) => {
    const variant = shopify.shop.add({ available: 9, level });
    const marketplace = shopify.open();
    const [read] = await marketplace.read([listingOf(variant)]);
    expect(read).toMatchObject({ kind: 'inactive' });
    expect(await marketplace.write([writeOf(variant, 4, read)])).toEqual([{ kind: 'written' }]);
    expect(variant.level).toEqual({ isActive: true, available: 4 });
  },
);

test('a level that was switched off since it was read swallows the quantity: only a reading shows it', async () => {
  const variant = shopify.shop.add({ available: 9 });
  const marketplace = shopify.open();
  const [read] = await marketplace.read([listingOf(variant)]);
  Object.assign(variant.level as object, { isActive: false });
  expect(await marketplace.write([writeOf(variant, 4, read)])).toEqual([{ kind: 'written' }]);
  expect(await marketplace.read([listingOf(variant)])).toMatchObject([{ kind: 'inactive' }]);
});

test('a level that cannot be activated is refused, and the others are written', async () => {
  const [gone, other] = [shopify.shop.add({ level: 'inactive' }), shopify.shop.add({ available: 1 })];
  const writes = [writeOf(gone, 4, { kind: 'inactive', handle: handleOf(gone) }), writeOf(other, 4)];
  shopify.shop.remove(gone);
  expect(await shopify.open().write(writes)).toMatchObject([{ kind: 'refused' }, { kind: 'written' }]);
});

test.each([
  ['500', 'unreachable', 1],
  ['page', 'unreachable', 1],
  ['blocked', 'unreachable', 1],
  ['internal', 'unreachable', 1],
  ['cut', 'unreachable', 1],
  ['hang', 'unreachable', 1],
  ['401', 'denied', 1],
  ['403', 'denied', 1],
  ['404', 'denied', 1],
  ['redirect', 'denied', 1],
  ['429', 'throttled', 1],
  ['throttled', 'throttled', 1],
  // It is done all the same.
  ['lost', 'unreachable', 20],
  ['half', 'unreachable', 20],
  ['late', 'unreachable', 20],
  ['slow', 'unreachable', 20],
] satisfies [Fault, string, number][])(
  'after %s a write is %s, was sent once, and %d stands there',
  async (fault, kind, stands) => {
    const variant = shopify.shop.add({ available: 1 });
    shopify.simulator.fail({ fault, delayMs: 2000 });
    const timeoutMs = ['hang', 'slow', 'late'].includes(fault) ? 1000 : 10_000;
    expect(await shopify.open({ timeoutMs }).write([writeOf(variant, 20)])).toMatchObject([{ kind }]);
    expect(operations()).toEqual(['SetQuantities']);
    await expect.poll(() => variant.level?.available, { timeout: 10_000 }).toBe(stands);
  },
);

test('what is done late after all changes nothing that was written since', async () => {
  const variant = shopify.shop.add({ available: 1 });
  shopify.simulator.fail({ fault: 'slow', delayMs: 3000, times: 1 });
  const impatient = shopify.open({ timeoutMs: 300 });
  expect(await impatient.write([writeOf(variant, 20)])).toMatchObject([{ kind: 'unreachable' }]);
  const marketplace = shopify.open();
  const [read] = await marketplace.read([listingOf(variant)]);
  expect(await marketplace.write([writeOf(variant, 7, read)])).toEqual([{ kind: 'written' }]);
  const [slow] = shopify.simulator.requests;
  expect(slow?.status).toBe(0);
  await expect.poll(() => slow?.status, { timeout: 10_000 }).toBe(200);
  expect(variant.level?.available).toBe(7);
});
