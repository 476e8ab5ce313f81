import { expect, test } from 'vitest';
import type { Fault } from '../../../dev/simulate/shopify/faults.ts';
import { registerSecret } from '../../../src/platform/redact.ts';
import { inEnglish } from '../../support/words.ts';
import { allOf, handleOf, listingOf, shopifyBeforeEach, writeOf } from '../../support/shopify.ts';

const shopify = shopifyBeforeEach();

test('a reading says what stands there, and what is not counted, not active or gone', async () => {
  const { shop } = shopify;
  const variants = [
    shop.add({ available: 4 }),
    shop.add({ available: -3 }),
    shop.add({ available: 4, tracked: false }),
    shop.add({ available: 4, level: 'inactive' }),
    shop.add({ level: 'none' }),
    shop.add(),
  ];
  const listings = variants.map(listingOf);
  shop.remove(variants[5] as never);
  const handles = variants.map(handleOf);
  expect(await shopify.open().read(listings)).toEqual([
    { kind: 'active', quantity: 4, handle: handles[0] },
    { kind: 'active', quantity: -3, handle: handles[1] },
    { kind: 'untracked' },
    { kind: 'inactive', handle: handles[3] },
    { kind: 'inactive', handle: handles[4] },
    { kind: 'gone' },
  ]);
  expect(shopify.simulator.requests).toHaveLength(1);
});

test('at a location that Shopify does not know nothing is read, and the variable is named', async () => {
  const variants = [shopify.shop.add({ available: 4 }), shopify.shop.add({ level: 'none' })];
  const marketplace = shopify.open({ location: 'gid://shopify/Location/7' });
  const levels = await marketplace.read(variants.map(listingOf));
  expect(levels).toMatchObject(variants.map(() => ({ kind: 'denied', fact: 'INVALID_LOCATION' })));
  const { message, hint } = inEnglish((levels[0] as never)['reason']);
  expect(message).toBe('Shopify knows no gid://shopify/Location/7');
  expect(hint).toMatch(/^set SHOPIFY_LOCATION_ID /);
  await expect(allOf(marketplace.listings())).rejects.toMatchObject({ exitCode: 78 });
});

test('a location where nothing was ever stocked is asked for once', async () => {
  const variant = shopify.shop.add({ level: 'none' });
  const marketplace = shopify.open();
  for (let time = 0; time < 3; time += 1)
    expect(await marketplace.read([listingOf(variant)])).toMatchObject([{ kind: 'inactive' }]);
  const operations = shopify.simulator.requests.map(({ operation }) => operation);
  expect(operations).toEqual(['Levels', 'Location', 'Levels', 'Levels']);
});

test('a listing that was mistyped is gone, and keeps none of the others from being read', async () => {
  const variant = shopify.shop.add({ available: 4 });
  const listings = ['', 'abc', '1"', '9'.repeat(30)].map((remoteVariant) => ({
    remoteId: '1',
    remoteVariant,
  }));
  const levels = await shopify.open().read([...listings, listingOf(variant)]);
  expect(levels.map(({ kind }) => kind)).toEqual(['gone', 'gone', 'gone', 'gone', 'active']);
});

test('1,000 changed listings take 4 readings and 4 writings, and 4 readings to verify', async () => {
  const variants = Array.from({ length: 1000 }, () => shopify.shop.add({ available: 1 }));
  const marketplace = shopify.open();
  const { listingsPerCall } = marketplace;
  for (let at = 0; at < variants.length; at += listingsPerCall) {
    const some = variants.slice(at, at + listingsPerCall);
    const levels = await marketplace.read(some.map(listingOf));
    await marketplace.write(some.map((variant, index) => writeOf(variant, 2, levels[index])));
    expect(await marketplace.read(some.map(listingOf))).toMatchObject(
      some.map(() => ({ kind: 'active', quantity: 2 })),
    );
  }
  const operations = shopify.simulator.requests.map(({ operation }) => operation);
  expect(operations.filter((operation) => operation === 'Levels')).toHaveLength(8);
  expect(operations.filter((operation) => operation === 'SetQuantities')).toHaveLength(4);
});

test.each(['500', '503', 'internal', 'page', 'blocked', 'cut', 'lost', 'half', 'hang'] satisfies Fault[])(
  'a reading is tried again after %s',
  async (fault) => {
    const variant = shopify.shop.add({ available: 4 });
    shopify.simulator.fail({ fault, times: 1 });
    const marketplace = shopify.open({ timeoutMs: fault === 'hang' ? 1000 : 10_000 });
    expect(await marketplace.read([listingOf(variant)])).toMatchObject([{ kind: 'active', quantity: 4 }]);
    expect(shopify.simulator.requests).toHaveLength(2);
  },
);

test.each([
  ['500', 'cannot', 'Shopify answers 500'],
  ['page', 'is', "where Shopify's API should be, a web page answers (200)"],
  ['cut', 'is', 'cannot reach Shopify'],
  ['hang', 'is', 'cannot reach Shopify: no answer within 200 ms'],
  ['half', 'is', 'its answer breaks off'],
] satisfies [Fault, string, string][])(
  'where nobody answers but %s, every listing is unreachable',
  async (fault, _, said) => {
    const variants = [shopify.shop.add(), shopify.shop.add()];
    shopify.simulator.fail({ fault });
    const levels = await shopify
      .open({ timeoutMs: fault === 'hang' ? 200 : 10_000 })
      .read(variants.map(listingOf));
    expect(levels).toMatchObject([{ kind: 'unreachable' }, { kind: 'unreachable' }]);
    expect(inEnglish((levels[0] as never)['reason']).message).toContain(said);
    expect(shopify.simulator.requests).toHaveLength(4);
  },
);

test.each([
  ['401', 'Shopify refuses the token (401)'],
  ['403', 'Shopify denies access: [API] This action requires merchant approval for write_inventory scope.'],
  ['402', 'Shopify has closed the shop for now: Unavailable Shop'],
  ['404', 'Shopify knows no such shop (404)'],
  ['redirect', 'Shopify sends on to another address (301)'],
] satisfies [Fault, string][])('%s is denied, and not asked again', async (fault, said) => {
  shopify.simulator.fail({ fault });
  const [level] = await shopify.open().read([listingOf(shopify.shop.add())]);
  expect(level).toMatchObject({ kind: 'denied' });
  const told = inEnglish((level as never)['reason']);
  expect(told.message).toBe(said);
  expect(told.hint).toBeDefined();
  expect(shopify.simulator.requests).toHaveLength(1);
});

test('a scope that is missing is denied by its name', async () => {
  shopify.simulator.scopes.delete('write_inventory');
  const [level] = await shopify.open().read([listingOf(shopify.shop.add())]);
  expect(level).toMatchObject({ kind: 'denied' });
  expect(inEnglish((level as never)['reason']).message).toContain(
    'Required access: `read_inventory` access scope',
  );
});

test('no answer quotes the token', async () => {
  const token = 'shpat_0123456789abcdef0123456789abcdef';
  registerSecret(token);
  shopify.simulator.token = `other than ${token}`;
  const [level] = await shopify.open({ credentials: { token } }).read([listingOf(shopify.shop.add())]);
  expect(level).toMatchObject({ kind: 'denied' });
  expect(JSON.stringify(level)).not.toContain(token);
});

test.each(['read', 'write'] as const)('a stop ends a %s that is on its way', async (what) => {
  const end = new AbortController();
  const variant = shopify.shop.add();
  shopify.simulator.fail({ fault: 'hang' });
  const marketplace = shopify.open({ signal: end.signal, timeoutMs: 60_000 });
  const working =
    what === 'read' ? marketplace.read([listingOf(variant)]) : marketplace.write([writeOf(variant, 5)]);
  await expect.poll(() => shopify.simulator.requests.length).toBe(1);
  end.abort(new Error('stopped'));
  await expect(working).rejects.toThrow('stopped');
  expect(shopify.simulator.requests).toHaveLength(1);
});

test('all listings are read, with what says which they are', async () => {
  const { shop } = shopify;
  const variants = [
    shop.add({ sku: 'A-1', title: 'Yerba 1 kg', available: 4 }),
    shop.add({ sku: null, tracked: false }),
    shop.add({ sku: '  ', level: 'inactive' }),
  ];
  const [first, second, third] = variants.map(listingOf);
  expect(await allOf(shopify.open().listings())).toEqual([
    { ...first, sku: 'A-1', title: 'Yerba 1 kg', quantity: 4, status: 'active' },
    { ...second, sku: null, title: 'Producto 2', quantity: null, status: 'untracked' },
    { ...third, sku: null, title: 'Producto 3', quantity: null, status: 'inactive' },
  ]);
});

test('an empty shop has no listings', async () => {
  expect(await allOf(shopify.open().listings())).toEqual([]);
});

test('listings come in pages of 250, none twice', async () => {
  for (let count = 0; count < 600; count += 1) shopify.shop.add();
  const listings = await allOf(shopify.open().listings());
  expect(new Set(listings.map(({ remoteVariant }) => remoteVariant)).size).toBe(600);
  expect(listings).toHaveLength(600);
  expect(shopify.simulator.requests).toHaveLength(3);
});

test('a shop with more listings than one can page into is read to its end', async () => {
  await shopify.restart({ bucket: { maximumAvailable: 100_000, restoreRate: 100_000 } });
  for (let count = 0; count < 25_300; count += 1) shopify.shop.add();
  const listings = await allOf(shopify.open().listings());
  expect(new Set(listings.map(({ remoteVariant }) => remoteVariant)).size).toBe(25_300);
  expect(listings).toHaveLength(25_300);
});

test('pages that cost more than one request may are made smaller', async () => {
  await shopify.restart({ costing: 'linear', bucket: { maximumAvailable: 20_000, restoreRate: 20_000 } });
  for (let count = 0; count < 300; count += 1) shopify.shop.add();
  expect(await allOf(shopify.open().listings())).toHaveLength(300);
  expect(shopify.simulator.requests.map(({ variables }) => variables['first'])).toEqual([250, 125, 125, 125]);
});

test('listings that cannot be read to their end are an error that says why', async () => {
  for (let count = 0; count < 300; count += 1) shopify.shop.add();
  const reading = allOf(
    (async function* () {
      for await (const page of shopify.open().listings()) {
        yield page;
        shopify.simulator.fail({ fault: '401' });
      }
    })(),
  );
  await expect(reading).rejects.toSay('Shopify refuses the token (401)');
});
