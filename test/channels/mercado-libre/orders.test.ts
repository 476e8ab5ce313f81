import { expect, test } from 'vitest';
import { allOf } from '../../support/shopify.ts';
import { itemOf, mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';

const meli = mercadoLibreBeforeEach();
const ordersSince = (ms: number) => allOf(meli.open().orders(new Date(ms)));

test('an order has a line for each listing and variation, of packs too, with its state', async () => {
  const { store } = meli;
  const plain = store.add({ sku: 'P', available: 9 });
  const { item } = store.add({ sku: 'V', variations: [{ available: 9 }, { available: 9 }] });
  const [one, two] = item.variants as [typeof plain, typeof plain];
  const pack = { packId: 2_000_001 };
  const wanted = [plain, one, two].map((variant) => ({ variant, quantity: 2 }));
  const order = store.sell(wanted, pack);
  store.sell([{ variant: plain, quantity: 1 }], pack);
  const lines = await ordersSince(0);
  expect(lines).toMatchObject([
    {
      orderId: String(order?.id),
      lineId: plain.item.id,
      sku: 'P',
      listing: itemOf(plain),
      quantity: 2,
      state: 'sale',
    },
    {
      orderId: String(order?.id),
      lineId: `${item.id}:${one.id}`,
      sku: 'V-1',
      listing: itemOf(one),
      quantity: 2,
    },
    {
      orderId: String(order?.id),
      lineId: `${item.id}:${two.id}`,
      sku: 'V-2',
      listing: itemOf(two),
      quantity: 2,
    },
    { orderId: String((order?.id ?? 0) + 1), lineId: plain.item.id, quantity: 1 },
  ]);
  expect(lines[0]?.updatedAt).toEqual(new Date(order?.updatedAtMs ?? 0));
});

test('every state is a sale, except what was cancelled and what never was one', async () => {
  const variant = meli.store.add({ available: 99 });
  const states = ['paid', 'confirmed', 'payment_required', 'cancelled', 'invalid'] as const;
  for (const state of states) {
    meli.store.clockAheadMs += 1000;
    const order = meli.store.sell([{ variant, quantity: 1 }]);
    meli.store.touch(order as never, state);
  }
  const lines = await ordersSince(0);
  expect(lines.map(({ state }) => state)).toEqual(['sale', 'sale', 'sale', 'cancelled', 'invalid']);
});

test('a listing that stands twice in an order has two lines', async () => {
  const variant = meli.store.add({ available: 9 });
  meli.store.sell([1, 2].map((quantity) => ({ variant, quantity })));
  const lines = await ordersSince(0);
  expect(lines.map(({ lineId }) => lineId)).toEqual([variant.item.id, `${variant.item.id}:2`]);
});

test('orders come by when they changed, not by when they were made, page by page', async () => {
  const variant = meli.store.add({ available: 500 });
  for (let number = 0; number < 120; number += 1) {
    meli.store.clockAheadMs = number;
    meli.store.sell([{ variant, quantity: 1 }]);
  }
  const [first] = meli.store.orders;
  meli.store.clockAheadMs = 60_000;
  meli.store.cancel(first as never, { restocks: true });
  const pages: number[] = [];
  let before = 0;
  let last = '';
  for await (const lines of meli.open().orders(new Date(0))) {
    pages.push(lines.length);
    for (const { updatedAt, orderId } of lines) {
      expect(updatedAt.getTime()).toBeGreaterThanOrEqual(before);
      before = updatedAt.getTime();
      last = orderId;
    }
  }
  expect(pages).toEqual([51, 51, 18]);
  expect(last).toBe(String(first?.id));
});

test('only what changed since then is asked for', async () => {
  const variant = meli.store.add({ available: 9 });
  meli.store.sell([{ variant, quantity: 1 }]);
  meli.store.clockAheadMs = 60_000;
  const later = meli.store.sell([{ variant, quantity: 2 }]);
  expect(await ordersSince(Date.now() + 30_000)).toMatchObject([{ orderId: String(later?.id), quantity: 2 }]);
});

test("what lies in a warehouse of Mercado Libre's was not in the shop: its lines are left out", async () => {
  const [own, full] = [
    meli.store.add({ available: 9 }),
    meli.store.add({ available: 9, logisticType: 'fulfillment' }),
  ];
  const wanted = [own, full].map((variant) => ({ variant, quantity: 1 }));
  meli.store.sell(wanted);
  meli.store.sell([{ variant: full, quantity: 1 }]);
  const marketplace = meli.open();
  expect(await allOf(marketplace.orders(new Date(0)))).toMatchObject([{ listing: itemOf(own) }]);
  // Asked once for a while, however often the same orders are read.
  await allOf(marketplace.orders(new Date(0)));
  expect(meli.operations).toEqual(['me', 'orders', 'items', 'orders']);
});

test('a right that is missing is 78 and named, and an outage 69', async () => {
  meli.simulator.rights.delete('orders');
  await expect(ordersSince(0)).rejects.toMatchObject({
    exitCode: 78,
    phrase: { code: 'mercadolibre.access_denied' },
  });
  meli.simulator.fail({ fault: '503', operation: 'orders' });
  await expect(ordersSince(0)).rejects.toMatchObject({ exitCode: 69 });
});
