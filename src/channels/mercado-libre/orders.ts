import type { Listing, OrderLine } from '../marketplace.ts';
import type { Account } from './account.ts';
import type { MercadoLibreClient } from './client.ts';
import { valueOf } from '../asking.ts';
import type { FullListings } from './full.ts';
import { phrase } from './phrase.ts';

interface LineNode {
  item: {
    id: string;
    variation_id: number | null;
    seller_sku?: string | null;
    seller_custom_field?: string | null;
  };
  quantity: number;
}

interface OrderNode {
  id: number;
  status: string;
  date_last_updated?: string;
  last_updated?: string;
  order_items: readonly LineNode[];
}

interface Page {
  results: readonly OrderNode[];
  paging: { total: number };
}

/** Mercado Libre always names the listing. */
type Line = OrderLine & { listing: Listing };
type Order = Pick<OrderLine, 'orderId' | 'state' | 'updatedAt'> & { lines: readonly Line[] };

/** The most that Mercado Libre gives at once. */
const ORDERS_A_PAGE = 51;

/**
 * Its pages come by when orders were made, and what changes meanwhile comes in between: so all are read, newest first, where nothing can
 * slip out of sight, and given on by when they changed.
 */
export async function* readOrders(
  client: MercadoLibreClient,
  account: Account,
  full: FullListings,
  updatedSince: Date,
): AsyncGenerator<readonly OrderLine[]> {
  const seller = valueOf(await account.seller());
  const orders = new Map<string, Order>();
  for (let offset = 0; ;) {
    const request = {
      what: phrase('read_orders'),
      path: '/orders/search',
      query: {
        seller: seller.id,
        'order.date_last_updated.from': updatedSince.toISOString(),
        ...{ sort: 'date_desc', limit: String(ORDERS_A_PAGE), offset: String(offset) },
      },
    };
    const { found, total } = valueOf(
      await client.get(request, ({ results, paging }: Page) => ({
        found: results.map(orderOf),
        total: paging.total,
      })),
    );
    for (const order of found) orders.set(order.orderId, order);
    offset += found.length;
    if (found.length === 0 || offset >= total) break;
  }
  const sorted = [...orders.values()]
    .reverse()
    .sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime());
  for (let at = 0; at < sorted.length; at += ORDERS_A_PAGE) {
    const lines = sorted.slice(at, at + ORDERS_A_PAGE).flatMap((order) => order.lines);
    const sold = lines.filter(({ state }) => state === 'sale');
    const inFull = await full.among(sold.map(({ listing }) => listing.remoteId));
    // What Mercado Libre sends was not in the shop; it may have been there when an order was made that is cancelled now.
    yield lines.filter(({ state, listing }) => state !== 'sale' || !inFull.has(listing.remoteId));
  }
}

function orderOf({ id, status, order_items: items, ...times }: OrderNode): Order {
  const updatedAt = new Date(times.date_last_updated ?? times.last_updated ?? '');
  if (Number.isNaN(updatedAt.getTime()) || !Number.isSafeInteger(id)) throw new Error('no order');
  const state = status === 'cancelled' || status === 'invalid' ? status : 'sale';
  const order = { orderId: String(id), state, updatedAt } as const;
  const seen = new Map<string, number>();
  const lines = items.map(({ item, quantity }): Line => {
    if (!Number.isSafeInteger(quantity)) throw new Error('no quantity');
    const remoteVariant = item.variation_id === null ? '' : String(item.variation_id);
    const named = [item.id, remoteVariant].filter(Boolean).join(':');
    const before = seen.get(named) ?? 0;
    seen.set(named, before + 1);
    return {
      ...order,
      // Lines have no number of their own.
      lineId: before === 0 ? named : `${named}:${before + 1}`,
      sku: item.seller_sku?.trim() || item.seller_custom_field?.trim() || null,
      listing: { remoteId: item.id, remoteVariant },
      quantity,
    };
  });
  return { ...order, lines };
}
