import { beforeEach, expect, test } from 'vitest';
import { availableOf } from '../../../dev/simulate/mercado-libre/store.ts';
import { alone, itemOf, mercadoLibreBeforeEach, writeTo } from '../../support/mercado-libre.ts';

const meli = mercadoLibreBeforeEach();
beforeEach(() => meli.store.tags.add('warehouse_management'));

const quantitiesOf = (variant: Parameters<typeof itemOf>[0]): number[] =>
  variant.product.places.map(({ quantity }) => quantity);

test('stock that lies in warehouses is written there, and rises in the first, falls in the last', async () => {
  const variant = meli.store.add({ warehouses: [4, 6] });
  const marketplace = meli.open();
  for (const [quantity, expected] of [
    [15, [9, 6]],
    [11, [9, 2]],
    [3, [3, 0]],
    [0, [0, 0]],
    [5, [5, 0]],
  ] as const) {
    const [read] = await marketplace.read([itemOf(variant)]);
    expect(await marketplace.write([writeTo(variant, quantity, read)])).toEqual([{ kind: 'written' }]);
    expect(quantitiesOf(variant)).toEqual(expected);
  }
  expect(meli.operations).not.toContain('put-item');
});

test('what was sold since it was read is not written over', async () => {
  const variant = meli.store.add({ warehouses: [10] });
  const marketplace = meli.open();
  const [read] = await marketplace.read([itemOf(variant)]);
  meli.store.sell([{ variant, quantity: 3 }]);
  expect(await marketplace.write([writeTo(variant, 9, read)])).toEqual([{ kind: 'stale' }]);
  expect(availableOf(variant)).toBe(7);
});

test('what is sold between its version and the write is not written over either', async () => {
  const variant = meli.store.add({ warehouses: [10] });
  const marketplace = meli.open();
  const [read] = await marketplace.read([itemOf(variant)]);
  meli.simulator.fail({ fault: 'slow', operation: 'put-stock', delayMs: 300, times: 1 });
  const writing = marketplace.write([writeTo(variant, 9, read)]);
  await expect.poll(() => meli.operations).toContain('put-stock');
  meli.store.sell([{ variant, quantity: 3 }]);
  expect(await writing).toEqual([{ kind: 'stale' }]);
  expect(availableOf(variant)).toBe(7);
});

test('listings that share a stock are written once, the lowest of them', async () => {
  const listing = meli.store.add({ warehouses: [10] });
  const catalogue = meli.store.add({ isCatalogue: true, sharing: listing });
  const marketplace = meli.open();
  const levels = await marketplace.read([listing, catalogue].map(itemOf));
  const written = await marketplace.write([writeTo(listing, 8, levels[0]), writeTo(catalogue, 6, levels[1])]);
  expect(written).toEqual([{ kind: 'written' }, { kind: 'written' }]);
  expect(availableOf(listing)).toBe(6);
});

test('a seller who gets warehouses meanwhile is noticed by the first write that does nothing', async () => {
  meli.store.tags.delete('warehouse_management');
  const variant = meli.store.add({ available: 10 });
  const marketplace = meli.open();
  const [before] = await marketplace.read([itemOf(variant)]);
  meli.store.tags.add('warehouse_management');
  expect(await marketplace.write([writeTo(variant, 7, before)])).toEqual([{ kind: 'busy' }]);
  const [read] = await marketplace.read([itemOf(variant)]);
  expect(await marketplace.write([writeTo(variant, 7, read)])).toEqual([{ kind: 'written' }]);
  expect(availableOf(variant)).toBe(7);
});

test('stock is asked for and written 100 times a minute, whatever the pace of other requests is', async () => {
  const variant = meli.store.add({ warehouses: [10] });
  const reserved: number[] = [];
  const shared = {
    ...alone(),
    pace: {
      async reserve(turns: number, perSecond: number) {
        reserved.push(turns / perSecond);
        return { inMs: 0, apartMs: 0 };
      },
      slowDown: async () => undefined,
    },
  };
  const marketplace = meli.open({ perSecond: 4, shared });
  const [read] = await marketplace.read([itemOf(variant)]);
  await marketplace.write([writeTo(variant, 4, read)]);
  expect(meli.operations).toEqual(['me', 'items', 'stock', 'put-stock']);
  expect(reserved.slice(-2)).toEqual([expect.closeTo(0.6), expect.closeTo(0.6)]);
});
