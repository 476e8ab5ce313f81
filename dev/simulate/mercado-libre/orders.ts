import { type Answer, json } from '../server.ts';
import { refusal } from './http-answers.ts';
import type { Order, Store } from './store.ts';

const MOST_A_PAGE = 51;
const KNOWN = new Set(['seller', 'order.date_last_updated.from', 'sort', 'offset', 'limit']);

/** The seller's orders, newest first: a name of a filter that is not known is refused, where others would show everything. */
export function searchOrders(store: Store, query: URLSearchParams, lagMs: number): Answer {
  const unknown = [...query.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return refusal(400, 'bad_request', `no filter by ${unknown}`);
  if (query.get('seller') !== String(store.sellerId)) {
    return refusal(403, 'forbidden', 'Invalid caller.id');
  }
  const limit = Number(query.get('limit') ?? 50);
  const offset = Number(query.get('offset') ?? 0);
  if (!(limit >= 0 && limit <= MOST_A_PAGE)) return refusal(400, 'bad_request', 'limit must be at most 51');
  const from = query.get('order.date_last_updated.from');
  const fromMs = from === null ? -Infinity : Date.parse(from);
  if (Number.isNaN(fromMs)) return refusal(400, 'bad_request', 'no date');
  const meant = store.orders
    .filter(({ changedAtMs, updatedAtMs }) => changedAtMs + lagMs <= Date.now() && updatedAtMs >= fromMs)
    .sort((one, other) => other.number - one.number);
  if (query.get('sort') === 'date_asc') meant.reverse();
  return json(200, {
    query: '',
    results: meant.slice(offset, offset + limit).map(orderNode),
    sort: { id: query.get('sort') ?? 'date_asc' },
    paging: { total: meant.length, offset, limit },
  });
}

function orderNode({ id, packId, status, lines, createdAtMs, updatedAtMs }: Order) {
  return {
    id,
    pack_id: packId,
    status,
    date_created: asTime(createdAtMs),
    date_last_updated: asTime(updatedAtMs),
    last_updated: asTime(updatedAtMs),
    order_items: lines.map(({ variant, sku, quantity }) => ({
      item: {
        id: variant.item.id,
        title: variant.item.title,
        variation_id: variant.id ?? null,
        seller_sku: sku,
        seller_custom_field: null,
      },
      quantity,
      unit_price: variant.item.price,
    })),
  };
}

/** As its servers write it, four hours behind UTC. */
function asTime(ms: number): string {
  return new Date(ms - 4 * 3_600_000).toISOString().replace('Z', '-04:00');
}
