import { type Answer, json } from '../server.ts';
import { NOT_FOUND, refusal } from './http-answers.ts';
import { isQuantity } from './items.ts';
import type { Store, UserProduct } from './store.ts';

export function readStock(store: Store, id: string): Answer {
  const product = store.products.get(id);
  return product === undefined ? NOT_FOUND : stockNode(store, product);
}

function stockNode(store: Store, { id, version, places }: UserProduct): Answer {
  const locations = places.map(({ type, storeId, quantity }) =>
    type === 'seller_warehouse'
      ? { type, network_node_id: `ARP${storeId}`, store_id: storeId, quantity }
      : { type, quantity },
  );
  const body = JSON.stringify({ locations, user_id: store.sellerId, id });
  return { status: 200, headers: { 'x-version': String(version) }, body };
}

interface StockChange {
  quantity?: unknown;
  locations?: readonly { store_id?: unknown; quantity?: unknown }[];
}

/** Where the version is that of the last reading; whatever changes the stock makes a new one. */
export function writeStock(
  store: Store,
  id: string,
  type: string,
  version: string | undefined,
  change: StockChange,
): Answer {
  const product = store.products.get(id);
  if (product === undefined) return NOT_FOUND;
  if (version === undefined) return refusal(400, 'bad_request', 'x-version header is required');
  if (version !== String(product.version)) return refusal(409, 'conflict', 'version mismatch');
  if (type === 'meli_facility') return refusal(400, 'bad_request', 'meli_facility is read only');
  const wanted: readonly { store_id?: unknown; quantity?: unknown }[] =
    type === 'seller_warehouse' ? (change.locations ?? []) : [{ store_id: '', quantity: change.quantity }];
  const pairs = wanted.map(({ store_id: storeId, quantity }) => ({
    place: product.places.find((place) => place.type === type && place.storeId === storeId),
    quantity,
  }));
  if (
    pairs.length === 0 ||
    pairs.some(({ place, quantity }) => place === undefined || !isQuantity(quantity))
  ) {
    return json(400, { message: 'invalid location', error: 'bad_request', status: 400, cause: [] });
  }
  for (const { place, quantity } of pairs) if (place !== undefined) place.quantity = quantity as number;
  store.changed(product);
  return stockNode(store, product);
}
