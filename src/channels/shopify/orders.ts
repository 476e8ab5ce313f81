import type { OrderLine } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { ORDER_LINES, ORDERS } from './documents.ts';
import { globalId, numberIn } from './ids.ts';
import { type Connection, errorOf, pagesOf } from './pages.ts';

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

type OrderOf<Lines> = Pick<OrderLine, 'orderId' | 'state' | 'updatedAt'> & { lines: Lines };

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
      client.query(
        ORDERS,
        { ...page, lines: LINES_WITH_ORDER },
        ({ orders: { nodes, pageInfo } }: { orders: Connection<OrderNode> }) => ({
          nodes: nodes.map(orderOf),
          pageInfo,
        }),
      ),
    {
      first: ORDERS_A_PAGE,
      filter: filterSince(updatedSince),
      filterBehind: ({ updatedAt }) => filterSince(updatedAt),
    },
  );
  for await (const orders of pages) {
    const lines: OrderLine[] = [];
    for (const { lines: first, ...order } of orders) {
      for await (const nodes of linesOf(client, order.orderId, first)) {
        lines.push(...nodes.flatMap((node) => lineOf(order, node)));
      }
    }
    yield lines;
  }
}

/** Shopify's times have whole seconds: a part of one would leave out what changed within it. */
function filterSince(time: Date): string {
  return `updated_at:>='${new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString()}'`;
}

function orderOf({ id, updatedAt, cancelledAt, lineItems }: OrderNode): OrderOf<Connection<LineNode>> {
  const changed = new Date(updatedAt);
  if (Number.isNaN(changed.getTime())) throw new Error('no time');
  return {
    orderId: numberIn(id, 'Order'),
    state: cancelledAt === null ? 'sale' : 'cancelled',
    updatedAt: changed,
    lines: lineItems,
  };
}

/** Those that came with the order, and the rest. */
async function* linesOf(
  client: ShopifyClient,
  orderId: string,
  { nodes, pageInfo }: Connection<LineNode>,
): AsyncGenerator<readonly LineNode[]> {
  yield nodes;
  let next = pageInfo;
  while (next.hasNextPage) {
    const found = await client.query(
      ORDER_LINES,
      { id: globalId('Order', orderId), first: LINES_A_PAGE, after: next.endCursor },
      // Null once it is deleted, which leaves nothing to be ordered.
      ({ order }: { order: Pick<OrderNode, 'lineItems'> | null }) => order?.lineItems,
    );
    if (found.kind !== 'found') throw errorOf(found);
    if (found.value === undefined) return;
    yield found.value.nodes;
    next = found.value.pageInfo;
  }
}

/** Nothing of what names neither a SKU nor a variant, such as a tip: it is no listing's. */
function lineOf(
  order: Omit<OrderOf<unknown>, 'lines'>,
  { id, sku, quantity, variant }: LineNode,
): OrderLine[] {
  if (variant === null && !sku?.trim()) return [];
  const listing =
    variant === null
      ? undefined
      : {
          remoteId: numberIn(variant.product.id, 'Product'),
          remoteVariant: numberIn(variant.id, 'ProductVariant'),
        };
  return [{ ...order, lineId: numberIn(id, 'LineItem'), sku: sku?.trim() || null, listing, quantity }];
}
