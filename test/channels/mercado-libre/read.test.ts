import { expect, test } from 'vitest';
import type { Fault } from '../../../dev/simulate/mercado-libre/faults.ts';
import { allOf } from '../../support/shopify.ts';
import { itemOf, mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';

const meli = mercadoLibreBeforeEach();

test('a reading says what stands there, what takes no stock, and what is gone', async () => {
  const { store } = meli;
  const { item } = store.add({ variations: [{ available: 2 }, { available: 3 }] });
  const variants = [
    store.add({ available: 4 }),
    store.add({ available: 0 }),
    store.add({ available: 6, status: 'paused', subStatus: ['paused_by_seller'] }),
    ...item.variants,
    store.add({ available: 5, logisticType: 'fulfillment' }),
    store.add({ available: 5, status: 'closed' }),
    store.add({ available: 5, status: 'under_review' }),
  ];
  const handle = item.variants.map(({ id }) => id).join(',');
  expect(await meli.open().read(variants.map(itemOf))).toMatchObject([
    { kind: 'active', quantity: 4, handle: '' },
    { kind: 'active', quantity: 0 },
    { kind: 'active', quantity: 6 },
    { kind: 'active', quantity: 2, handle },
    { kind: 'active', quantity: 3, handle },
    { kind: 'untracked' },
    { kind: 'gone' },
    { kind: 'refused', fact: 'under_review' },
  ]);
  expect(meli.operations).toEqual(['me', 'items']);
});

test('an item that was deleted, got variations or lost one is gone, and the others are read', async () => {
  const { store } = meli;
  const [plain, parted] = [store.add({ available: 4 }), store.add({ variations: [{ available: 1 }] })];
  const listings = [
    { remoteId: 'MLA1', remoteVariant: '' },
    { remoteId: plain.item.id, remoteVariant: '174000000001' },
    { remoteId: parted.item.id, remoteVariant: '' },
    itemOf(plain),
  ];
  const levels = await meli.open().read(listings);
  expect(levels.map(({ kind }) => kind)).toEqual(['gone', 'gone', 'gone', 'active']);
});

test('1,000 listings take 50 requests, and who the seller is is asked once', async () => {
  const variants = Array.from({ length: 1000 }, () => meli.store.add({ available: 1 }));
  const marketplace = meli.open();
  const { listingsPerCall } = marketplace;
  expect(listingsPerCall).toBe(640);
  expect(meli.open({ perSecond: 4 }).listingsPerCall).toBe(20);
  for (let at = 0; at < variants.length; at += listingsPerCall) {
    await marketplace.read(variants.slice(at, at + listingsPerCall).map(itemOf));
  }
  expect(meli.operations.filter((operation) => operation === 'items')).toHaveLength(50);
  expect(meli.operations.filter((operation) => operation === 'me')).toHaveLength(1);
});

test.each([
  '500',
  '503',
  'page',
  'blocked',
  'cut',
  'lost',
  'half',
  'hang',
  '429',
  'locked',
] satisfies Fault[])('after %s a reading is asked again', async (fault) => {
  const variant = meli.store.add({ available: 4 });
  meli.simulator.fail({ fault, operation: 'items', times: 1 });
  const marketplace = meli.open({ timeoutMs: fault === 'hang' ? 300 : 10_000 });
  expect(await marketplace.read([itemOf(variant)])).toMatchObject([{ kind: 'active', quantity: 4 }]);
  expect(meli.operations).toEqual(['me', 'items', 'items']);
});

test.each([
  ['503', 'unreachable', 4],
  ['401', 'denied', 1],
  ['403', 'denied', 1],
  ['redirect', 'denied', 1],
  ['404', 'refused', 1],
] satisfies [Fault, string, number][])(
  '%s without end is %s after %d requests',
  async (fault, kind, times) => {
    const variant = meli.store.add({ available: 4 });
    meli.simulator.fail({ fault, operation: 'items' });
    expect(await meli.open().read([itemOf(variant)])).toMatchObject([{ kind }]);
    expect(meli.operations.filter((operation) => operation === 'items')).toHaveLength(times);
  },
);

test('one item that is not there keeps none of the others from being read', async () => {
  const variants = [meli.store.add({ available: 1 }), meli.store.add({ available: 2 })];
  meli.simulator.fail({ fault: 'missing-item', operation: 'items', times: 1 });
  const levels = await meli.open().read(variants.map(itemOf));
  expect(levels).toMatchObject([{ kind: 'gone' }, { kind: 'active', quantity: 2 }]);
});

test('the account of another seller is worked with by nobody', async () => {
  const variant = meli.store.add({ available: 4 });
  const other = meli.open({ userId: '1' });
  expect(await other.read([itemOf(variant)])).toMatchObject([{ kind: 'denied', fact: 'MELI_USER_ID' }]);
  const right = meli.open({ userId: String(meli.store.sellerId) });
  expect(await right.read([itemOf(variant)])).toMatchObject([{ kind: 'active' }]);
});

test('all listings are found, past 1,000 too, each variation by itself and with its SKU', async () => {
  const { store } = meli;
  for (let number = 0; number < 1005; number += 1) store.add({ sku: `P-${number}`, available: number });
  const { item } = store.add({
    title: 'Remera',
    variations: [
      { sku: 'R-1', available: 1 },
      { sku: null, available: 2 },
    ],
  });
  store.add({ sku: 'CLOSED', status: 'closed' });
  store.add({ sku: 'FIELD', skuIn: 'custom_field', available: 7 });
  store.add({ sku: 'PAUSED', available: 7, status: 'paused', subStatus: ['paused_by_seller'] });
  store.add({ sku: 'REVIEW', status: 'under_review' });
  store.add({ sku: 'FULL', available: 7, logisticType: 'fulfillment' });
  const listings = await allOf(meli.open().listings());
  expect(listings).toHaveLength(1005 + 2 + 4);
  expect(new Set(listings.map(({ remoteId, remoteVariant }) => remoteId + remoteVariant)).size).toBe(1011);
  expect(listings.slice(1005)).toMatchObject([
    {
      remoteId: item.id,
      remoteVariant: String(item.variants[0]?.id),
      sku: 'R-1',
      quantity: 1,
      status: 'active',
    },
    {
      remoteId: item.id,
      remoteVariant: String(item.variants[1]?.id),
      sku: null,
      quantity: 2,
      status: 'active',
    },
    { sku: 'FIELD', quantity: 7, status: 'active' },
    { sku: 'PAUSED', quantity: 7, status: 'paused' },
    { sku: 'REVIEW', quantity: null, status: 'inactive' },
    { sku: 'FULL', quantity: null, status: 'untracked' },
  ]);
});

test('listings that cannot be read to their end are an error, and no short list', async () => {
  for (let number = 0; number < 150; number += 1) meli.store.add();
  meli.simulator.fail({ fault: '503', operation: 'scan' });
  await expect(allOf(meli.open().listings())).rejects.toMatchObject({ exitCode: 69 });
  meli.simulator.heal();
  meli.simulator.rights.delete('read');
  await expect(allOf(meli.open().listings())).rejects.toMatchObject({ exitCode: 78 });
});
