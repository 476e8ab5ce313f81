import { expect, test } from 'vitest';
import { heldOf } from '../../support/ledger.ts';
import { agedBy, orderBooksBeforeEach } from '../../support/orders.ts';
import { saidBy } from '../../support/words.ts';

const { shopify, books, state, listed, read, buy, cursorMs, interrupting } = orderBooksBeforeEach(
  'cursor-one',
  'cursor-two',
);

test('the first reading begins now less the overlap, and an order from before it counts for nothing', async () => {
  const variant = await listed(1);
  agedBy(700, buy(variant));
  agedBy(500, buy(variant, 3));
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
});

test('an order that comes late with an older time is still found in the overlap', async () => {
  const variant = await listed(1);
  buy(variant);
  await read();
  const before = await cursorMs();
  agedBy(500, buy(variant, 2));
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
  expect(await cursorMs()).toBe(before);
});

test("the cursor follows the marketplace's own clock, only forward", async () => {
  const variant = await listed(1);
  await books.schema.query(
    `INSERT INTO channel (channel, orders_cursor) VALUES ('shopify', NOW(3) - INTERVAL 2 HOUR)`,
  );
  shopify.shop.clockAheadMs = -3_600_000;
  const order = buy(variant);
  await read();
  expect(await cursorMs()).toBe(order.updatedAtMs);
  agedBy(500, buy(variant));
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await cursorMs()).toBe(order.updatedAtMs);
});

test('an order with a time of next year hides none that comes after it', async () => {
  const variant = await listed(1);
  agedBy(-365 * 86_400, buy(variant));
  await read();
  buy(variant, 2);
  expect(await read()).toMatchObject({ recorded: 1 });
  expect(await heldOf(books)).toEqual({ 1: [10, -3] });
});

test('a marketplace that fails in mid-reading leaves the cursor where the reading got to, and the rest to the next one', async () => {
  const variant = await listed(1);
  variant.level = { isActive: true, available: 25 };
  const orders = Array.from({ length: 25 }, (_, index) => agedBy(100 - index, buy(variant)));
  await books.schema.query(
    `INSERT INTO channel (channel, orders_cursor) VALUES ('shopify', NOW(3) - INTERVAL 90 SECOND)`,
  );
  let pages = 0;
  const marketplace = interrupting(() => {
    pages += 1;
    shopify.simulator.fail({ fault: '500', times: Infinity });
  });
  const failed = await read({ marketplace });
  expect(pages).toBe(1);
  expect(failed).toMatchObject({ ended: 'unread', recorded: 20 });
  expect(failed.failure).toMatchObject({ exitCode: 69 });
  expect(saidBy(failed.failure)).toBe('the orders of Shopify cannot be read: Shopify answers 500');
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
  expect(await cursorMs()).toBe(orders[19]?.updatedAtMs);
  shopify.simulator.heal();
  expect(await read()).toMatchObject({ ended: 'read', recorded: 5 });
});

test('a signal ends the reading after the page, which is kept', async () => {
  buy(await listed(1));
  const stop = new AbortController();
  const marketplace = interrupting(() => stop.abort());
  expect(await read({ marketplace, signal: stop.signal })).toMatchObject({ ended: 'stopped', recorded: 1 });
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
});

test('a reading whose time is up goes on where it ended, and is not over before the last page', async () => {
  const variant = await listed(1);
  variant.level = { isActive: true, available: 51 };
  const orders = Array.from({ length: 50 }, (_, index) => agedBy(100 - index, buy(variant)));
  const some = () => read({ ordersEndAtMs: performance.now() });
  expect(await some()).toMatchObject({ ended: 'budget', recorded: 20, failure: undefined });
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
  expect([(await some()).recorded, (await read()).recorded]).toEqual([19, 11]);
  // Only then the overlap is read again.
  expect(await cursorMs()).toBe(orders.at(-1)?.updatedAtMs);
  agedBy(500, buy(variant));
  expect(await read()).toMatchObject({ ended: 'read', recorded: 1 });
});
