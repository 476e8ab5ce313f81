import { valueOf } from '../asking.ts';
import type { OrderLine } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { ORDER_LINES, ORDERS } from './documents.ts';
import { globalId, numberIn } from './ids.ts';
import { type Connection, mapped, pagesOf } from './pages.ts';

interface LineNode {
  id: string;
  sku: string | null;
  /** Ordered, refunded and removed ones included. */
  quantity: number;
  variant: { id: string; product: { id: string } } | null;
}

interface OrderNode {
  id: string;
  updatedAt: string;
  cancelledAt: string | null;
  lineItems: Connection<LineNode>;
}

type Order = Pick<OrderLine, 'orderId' | 'state' | 'updatedAt'>;
type Line = Omit<OrderLine, keyof Order>;

/** Their cost multiplies: more of both at once could be more than one request may cost. */
const ORDERS_A_PAGE = 20;
const LINES_WITH_ORDER = 15;
const LINES_A_PAGE = 250;

export async function* readOrders(
  client: ShopifyClient,
  updatedSince: Date,
): AsyncGenerator<readonly OrderLine[]> {
  const pages = pagesOf(
    (page) =>
      client.query(ORDERS, { ...page, lines: LINES_WITH_ORDER }, (data: { orders: Connection<OrderNode> }) =>
        mapped(data.orders, orderOf),
      ),
    {
      first: ORDERS_A_PAGE,
      filter: filterSince(updatedSince),
      filterBehind: ({ order }) => filterSince(order.updatedAt),
    },
  );
  for await (const orders of pages) {
    const all: OrderLine[] = [];
    for (const { order, lines } of orders) {
      for await (const some of linesOf(client, order, lines)) {
        all.push(...some.filter(isListed).map((line) => ({ ...order, ...line })));
      }
    }
    yield all;
  }
}

/** Shopify's times have whole seconds: a part of one would leave out what changed within it. */
function filterSince(time: Date): string {
  return `updated_at:>='${new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString()}'`;
}

function orderOf({ id, updatedAt, cancelledAt, lineItems }: OrderNode): {
  order: Order;
  lines: Connection<Line>;
} {
  const changed = new Date(updatedAt);
  if (Number.isNaN(changed.getTime())) throw new Error('no time');
  const state = cancelledAt === null ? 'sale' : 'cancelled';
  const order: Order = { orderId: numberIn(id, 'Order'), state, updatedAt: changed };
  return { order, lines: mapped(lineItems, lineOf) };
}

/** Those that came with the order, and the rest. */
async function* linesOf(
  client: ShopifyClient,
  { orderId }: Order,
  { nodes, pageInfo }: Connection<Line>,
): AsyncGenerator<readonly Line[]> {
  yield nodes;
  let next = pageInfo;
  while (next.hasNextPage) {
    const answer = await client.query(
      ORDER_LINES,
      { id: globalId('Order', orderId), first: LINES_A_PAGE, after: next.endCursor },
      // Null once it is deleted, which leaves nothing to be ordered.
      ({ order }: { order: Pick<OrderNode, 'lineItems'> | null }) => order && mapped(order.lineItems, lineOf),
    );
    const more = valueOf(answer);
    if (more === null) return;
    yield more.nodes;
    next = more.pageInfo;
  }
}

function lineOf({ id, sku, quantity, variant }: LineNode): Line {
  if (!Number.isSafeInteger(quantity)) throw new Error('no quantity');
  const listing = variant
    ? {
        remoteId: numberIn(variant.product.id, 'Product'),
        remoteVariant: numberIn(variant.id, 'ProductVariant'),
      }
    : undefined;
  return { lineId: numberIn(id, 'LineItem'), sku: sku?.trim() || null, listing, quantity };
}

/** What names neither a SKU nor a variant, such as a tip, is no listing's. */
function isListed({ sku, listing }: Line): boolean {
  return sku !== null || listing !== undefined;
}
