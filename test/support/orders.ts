import { beforeEach } from 'vitest';
import type { Order, Variant } from '../../dev/simulate/shopify/shop.ts';
import type { Marketplace, OrderLine } from '../../src/channels/marketplace.ts';
import { type OrdersJob, readOrders } from '../../src/channels/selling/orders.ts';
import { takeLease } from '../../src/mysql/lease.ts';
import { booksBeforeEach } from './ledger.ts';
import { listIn, sellingOf } from './selling.ts';
import { listingOf, shopifyBeforeEach } from './shopify.ts';

interface OrdersState {
  orders_by: string | null;
  orders_read_at: string | null;
  orders_cursor: string | null;
}

/** Before each test a shop in Shopify, and books that its orders are read into; `holder` and `other` may read them. */
export function orderBooksBeforeEach(holder: string, other: string) {
  const shopify = shopifyBeforeEach();
  const books = booksBeforeEach();
  beforeEach(async () => {
    await takeLease(books.session, holder);
    await takeLease(books.other, other);
  });

  const state = async () => {
    const [row] = await books.schema.query<OrdersState>(
      `SELECT orders_by, orders_read_at, orders_cursor FROM channel WHERE channel = 'shopify'`,
    );
    return row;
  };
  return {
    shopify,
    books,
    state,
    /** An item of which 10 are there, as Shopify sells it. */
    listed: (itemId: number) => listIn(books, shopify.simulator, { listingId: itemId, itemId, stock: 10 }),
    read: (differing: Partial<OrdersJob> = {}) =>
      readOrders({
        session: books.session,
        channel: 'shopify',
        marketplace: shopify.open(),
        holder,
        selling: sellingOf(),
        signal: new AbortController().signal,
        unlessReadWithinMs: 0,
        ...differing,
      }),
    buy: (variant: Variant, quantity = 1): Order =>
      shopify.shop.sell([{ variant, quantity }]) as unknown as Order,
    cursorMs: async () => Date.parse(`${(await state())?.orders_cursor?.replace(' ', 'T') ?? ''}Z`),
    /** A marketplace with these pages of orders. */
    withPages: (pages: readonly (readonly OrderLine[])[]): Marketplace => ({
      ...shopify.open(),
      async *orders() {
        yield* await Promise.resolve(pages);
      },
    }),
    /** Something happens after the first page has come. */
    interrupting(happens: () => unknown): Marketplace {
      const real = shopify.open();
      return {
        ...real,
        async *orders(since) {
          let isFirst = true;
          for await (const page of real.orders(since)) {
            if (isFirst) await happens();
            isFirst = false;
            yield page;
          }
        },
      };
    },
  };
}

/** As if it had changed so many seconds ago. */
export function agedBy(seconds: number, order: Order): Order {
  order.updatedAtMs -= seconds * 1000;
  return order;
}

export function lineOf(variant: Variant, quantity: number): OrderLine {
  return {
    ...{ orderId: '1', lineId: '1', sku: null, listing: listingOf(variant), quantity },
    ...{ state: 'sale', updatedAt: new Date() },
  };
}
