import { expect, test } from 'vitest';
import type { Fault } from '../../../dev/simulate/mercado-libre/faults.ts';
import { availableOf, type Variant } from '../../../dev/simulate/mercado-libre/store.ts';
import { itemOf, mercadoLibreBeforeEach, writeTo } from '../../support/mercado-libre.ts';

const meli = mercadoLibreBeforeEach();
const writesOf = () => meli.simulator.requests.filter(({ operation }) => operation.startsWith('put-'));

test('a quantity is written as it is, and nothing else with it', async () => {
  const variant = meli.store.add({ available: 1 });
  expect(await meli.open().write([writeTo(variant, 20)])).toEqual([{ kind: 'written' }]);
  expect(availableOf(variant)).toBe(20);
  expect(writesOf().map(({ body }) => body)).toEqual([{ available_quantity: 20 }]);
});

test('nothing left pauses a listing, the next units wake it, and one that its seller paused stays so', async () => {
  const paused = { status: 'paused', subStatus: ['paused_by_seller'] } as const;
  const [sold, off] = [meli.store.add({ available: 1 }), meli.store.add({ available: 1, ...paused })];
  const marketplace = meli.open();
  await marketplace.write([writeTo(sold, 0)]);
  expect(sold.item).toMatchObject({ status: 'paused', subStatus: ['out_of_stock'] });
  const levels = await marketplace.read([sold, off].map(itemOf));
  expect(await marketplace.write([writeTo(sold, 3, levels[0]), writeTo(off, 3, levels[1])])).toEqual([
    { kind: 'written' },
    { kind: 'written' },
  ]);
  expect([sold, off].map(({ item }) => item.status)).toEqual(['active', 'paused']);
  expect([sold, off].map(availableOf)).toEqual([3, 3]);
});

test('variations go out in one request that names all of them, and the others keep what they have', async () => {
  const { item } = meli.store.add({ variations: [{ available: 1 }, { available: 2 }, { available: 3 }] });
  const [one, two, three] = item.variants as [Variant, Variant, Variant];
  const written = await meli.open().write([writeTo(three, 30), writeTo(one, 10)]);
  expect(written).toEqual([{ kind: 'written' }, { kind: 'written' }]);
  expect(item.variants).toEqual([one, two, three]);
  expect([one, two, three].map(availableOf)).toEqual([10, 2, 30]);
  expect(writesOf()).toHaveLength(1);
});

test('a variation that was added since it was read is not deleted, and what was sold since is not written over', async () => {
  const { item } = meli.store.add({ variations: [{ available: 1 }, { available: 5 }] });
  const [one, two] = item.variants as [Variant, Variant];
  const marketplace = meli.open();
  const write = writeTo(one, 9);
  const added = meli.store.addVariation(item, { available: 4 });
  expect(await marketplace.write([write])).toEqual([{ kind: 'stale' }]);
  expect(item.variants).toEqual([one, two, added]);
  const other = writeTo(two, 9);
  meli.store.sell([{ variant: two, quantity: 2 }]);
  expect(await marketplace.write([other])).toEqual([{ kind: 'stale' }]);
  expect(availableOf(two)).toBe(3);
  expect(writesOf()).toHaveLength(0);
});

test('at most 8 requests are on their way at once', async () => {
  const variants = Array.from({ length: 20 }, () => meli.store.add({ available: 1 }));
  meli.simulator.latencyMs = 30;
  const written = await meli.open().write(variants.map((variant) => writeTo(variant, 2)));
  expect(written.every(({ kind }) => kind === 'written')).toBe(true);
  expect(meli.simulator.traffic.mostAtOnce).toBe(8);
});

test.each([
  ['conflict', 'busy', 1],
  ['locked', 'busy', 1],
  ['ignored', 'busy', 1],
  ['refused', 'refused', 1],
  ['404', 'refused', 1],
  ['401', 'denied', 1],
  ['403', 'denied', 1],
  ['redirect', 'denied', 1],
  ['500', 'unreachable', 1],
  ['page', 'unreachable', 1],
  ['blocked', 'unreachable', 1],
  ['cut', 'unreachable', 1],
  ['hang', 'unreachable', 1],
  // It is done all the same.
  ['lost', 'unreachable', 20],
  ['half', 'unreachable', 20],
  ['late', 'unreachable', 20],
  ['slow', 'unreachable', 20],
] satisfies [Fault, string, number][])(
  'after %s a write is %s, was sent once, and %d stands there',
  async (fault, kind, stands) => {
    const variant = meli.store.add({ available: 1 });
    meli.simulator.fail({ fault, operation: 'put-item', delayMs: 2000 });
    const timeoutMs = ['hang', 'slow', 'late'].includes(fault) ? 1000 : 10_000;
    expect(await meli.open({ timeoutMs }).write([writeTo(variant, 20)])).toMatchObject([{ kind }]);
    expect(writesOf()).toHaveLength(1);
    await expect.poll(() => availableOf(variant), { timeout: 10_000 }).toBe(stands);
  },
);

test('a request that came too fast is written after another look, and not where somebody bought meanwhile', async () => {
  const [quiet, sold] = [meli.store.add({ available: 5 }), meli.store.add({ available: 5 })];
  const marketplace = meli.open();
  meli.simulator.fail({ fault: '429', operation: 'put-item', times: 1 });
  expect(await marketplace.write([writeTo(quiet, 9)])).toEqual([{ kind: 'written' }]);
  expect(meli.operations).toEqual(['me', 'put-item', 'items', 'put-item']);
  const write = writeTo(sold, 9);
  meli.store.sell([{ variant: sold, quantity: 2 }]);
  meli.simulator.fail({ fault: '429', operation: 'put-item', times: 1 });
  expect(await marketplace.write([write])).toEqual([{ kind: 'stale' }]);
  expect(availableOf(sold)).toBe(3);
});

test('once nobody answers nothing more is sent of the same call', async () => {
  const variants = Array.from({ length: 20 }, () => meli.store.add({ available: 1 }));
  meli.simulator.fail({ fault: '503', operation: 'put-item' });
  const written = await meli.open().write(variants.map((variant) => writeTo(variant, 2)));
  expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(['unreachable']));
  expect(writesOf().length).toBeLessThanOrEqual(8);
});

test('one that is refused keeps none of the others from being written', async () => {
  const [closed, other] = [meli.store.add({ available: 1 }), meli.store.add({ available: 1 })];
  closed.item.status = 'under_review';
  const written = await meli.open().write([writeTo(closed, 2), writeTo(other, 2)]);
  expect(written).toMatchObject([
    { kind: 'refused', fact: 'item.status.not_modifiable' },
    { kind: 'written' },
  ]);
});
