import { expect, test } from 'vitest';
import type { Variant } from '../../../dev/simulate/shopify/shop.ts';
import { pause } from '../../../src/channels/state.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import { lineOf, orderBooksBeforeEach } from '../../support/orders.ts';
import { sellingOf } from '../../support/selling.ts';
import { connectTo } from '../../support/session.ts';
import { saidBy } from '../../support/words.ts';

const { shopify, books, state, listed, read, buy, withPages, interrupting } = orderBooksBeforeEach(
  'readers-one',
  'readers-two',
);

test('one reads at a time: another one leaves, and what was read a moment ago is read again only where it is asked for', async () => {
  const variant = await listed(1);
  buy(variant);
  let meanwhile: unknown;
  const marketplace = interrupting(async () => {
    meanwhile = await read({ session: books.other, holder: 'readers-two' });
  });
  expect(await read({ marketplace })).toMatchObject({ ended: 'read', recorded: 1 });
  expect(meanwhile).toMatchObject({ ended: 'elsewhere', recorded: 0 });
  expect(await read({ unlessReadWithinMs: 60_000 })).toMatchObject({ ended: 'fresh' });
  expect(await read({ session: books.other, holder: 'readers-two' })).toMatchObject({ ended: 'read' });
  await books.schema.query('UPDATE channel SET orders_read_at = orders_read_at - INTERVAL 61 SECOND');
  expect(await read({ unlessReadWithinMs: 60_000 })).toMatchObject({ ended: 'read' });
});

test('whoever has gone while it read keeps nobody from reading on', async () => {
  buy(await listed(1));
  const dying = await connectTo(books.schema);
  await takeLease(dying, 'readers-dying');
  const marketplace = interrupting(() => dying.close());
  await expect(read({ session: dying, holder: 'readers-dying', marketplace })).rejects.toThrow();
  expect(await state()).toMatchObject({ orders_by: 'readers-dying', orders_read_at: null });
  expect(await read()).toMatchObject({ ended: 'read', recorded: 1 });
  expect(await state()).toMatchObject({ orders_by: null });
});

test('a paused channel still has its orders read, and can be paused while they are', async () => {
  buy(await listed(1));
  const marketplace = interrupting(() => pause(books.other, 'shopify'));
  expect(await read({ marketplace })).toMatchObject({ ended: 'read', recorded: 1 });
  buy(shopify.shop.variants[0] as Variant, 2);
  expect(await read()).toMatchObject({ recorded: 1 });
});

test('orders that the database does not take are not read, whatever came of the marketplace', async () => {
  const variant = await listed(1);
  const marketplace = withPages([[{ ...lineOf(variant, 1), orderId: 'x'.repeat(500) }]]);
  await expect(read({ marketplace })).rejects.toThrow();
  expect(await state()).toMatchObject({ orders_by: null, orders_read_at: null });
});

test('without the right to read orders the configuration is wrong, unless the source has the orders', async () => {
  shopify.simulator.scopes.delete('read_orders');
  buy(await listed(1));
  const denied = await read({ selling: sellingOf({ rules: { hasSource: true, absorbS: { sale: 60 } } }) });
  expect(denied).toMatchObject({ ended: 'unread', warning: undefined });
  expect(denied.failure).toMatchObject({ exitCode: 78 });
  expect(saidBy(denied.failure)).toMatch(
    /^the orders of Shopify cannot be read: Shopify denies access: .*`read_orders`.*; give the app the scope/,
  );
  expect(await state()).toMatchObject({ orders_read_at: null });
  const leftOut = await read();
  expect(leftOut).toMatchObject({ ended: 'read', recorded: 0, failure: undefined });
  expect(leftOut.warning).toMatchObject({ code: 'channels.orders_left_out' });
  expect(await read({ unlessReadWithinMs: 60_000 })).toMatchObject({ ended: 'fresh' });
});
