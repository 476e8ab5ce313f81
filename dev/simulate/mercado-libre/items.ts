import { type Answer, json } from '../server.ts';
import type { Fault } from './faults.ts';
import { NOT_FOUND, refusal } from './http-answers.ts';
import { availableOf, type Item, type Store, type Variant } from './store.ts';

const MOST_IDS = 20;
const DEEPEST = 1000;

/** Several items at once, each with a code of its own. */
export function multiget(store: Store, query: URLSearchParams, fault: Fault | undefined): Answer {
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length === 0 || ids.length > MOST_IDS) {
    return refusal(400, 'bad_request', `ids must name between 1 and ${MOST_IDS} items`);
  }
  return json(
    200,
    ids.map((id, index) => {
      const item = fault === 'missing-item' && index === 0 ? undefined : store.items.get(id);
      if (item === undefined) {
        return { code: 404, body: { id, message: `Item with id ${id} not found`, error: 'not_found' } };
      }
      return { code: 200, body: selected(itemNode(store, item, query), query) };
    }),
  );
}

export function oneItem(store: Store, id: string, query: URLSearchParams): Answer {
  const item = store.items.get(id);
  return item === undefined ? NOT_FOUND : json(200, selected(itemNode(store, item, query), query));
}

function itemNode(store: Store, item: Item, query: URLSearchParams) {
  const [only] = item.variants as [Variant];
  const hasVariations = only.id !== undefined;
  const withAttributes = query.get('include_attributes') === 'all';
  return {
    id: item.id,
    site_id: store.siteId,
    seller_id: store.sellerId,
    title: item.title,
    price: item.price,
    status: item.status,
    sub_status: item.subStatus,
    catalog_listing: item.isCatalogue,
    available_quantity: item.variants.reduce((sum, variant) => sum + availableOf(variant), 0),
    seller_custom_field: hasVariations ? null : customFieldOf(only),
    attributes: hasVariations ? [] : attributesOf(only),
    user_product_id: hasVariations ? null : only.product.id,
    shipping: { logistic_type: item.logisticType },
    variations: hasVariations
      ? item.variants.map((variant) => ({
          id: variant.id,
          available_quantity: availableOf(variant),
          seller_custom_field: customFieldOf(variant),
          user_product_id: variant.product.id,
          ...(withAttributes ? { attributes: attributesOf(variant) } : {}),
        }))
      : [],
  };
}

function customFieldOf({ sku, skuIn }: Variant): string | null {
  return skuIn === 'custom_field' ? sku : null;
}

function attributesOf({ sku, skuIn }: Variant): readonly object[] {
  const brand = { id: 'BRAND', value_name: 'Genérica' };
  return skuIn === 'attribute' && sku !== null ? [brand, { id: 'SELLER_SKU', value_name: sku }] : [brand];
}

function selected(node: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const wanted = query.get('attributes')?.split(',');
  return wanted === undefined
    ? node
    : Object.fromEntries(Object.entries(node).filter(([name]) => wanted.includes(name)));
}

interface ItemChange {
  available_quantity?: unknown;
  variations?: readonly { id?: unknown; available_quantity?: unknown }[];
}

/** What `PUT /items/{id}` does. Where the seller's stock lies with his products it says 200 and does nothing. */
export function changeItem(store: Store, id: string, change: ItemChange, isIgnored: boolean): Answer {
  const item = store.items.get(id);
  if (item === undefined) return NOT_FOUND;
  if (item.status === 'closed' || item.status === 'under_review') {
    return refusal(
      400,
      'item.status.not_modifiable',
      `Item in status ${item.status} is not possible to update`,
    );
  }
  const { available_quantity: quantity, variations, ...other } = change;
  if (Object.keys(other).length > 0) return refusal(400, 'validation_error', 'nothing but stock is written');
  const hasVariations = item.variants[0]?.id !== undefined;
  if (hasVariations !== (variations !== undefined)) {
    return refusal(400, 'validation_error', 'item with variations: set available_quantity in each of them');
  }
  const changes = hasVariations
    ? (variations ?? []).map((each) => ({
        variant: variantOf(item, each.id),
        quantity: each.available_quantity,
      }))
    : [{ variant: item.variants[0], quantity }];
  const wrong = changes.find(
    (each) => each.variant === undefined || (each.quantity !== undefined && !isQuantity(each.quantity)),
  );
  if (wrong !== undefined) return refusal(400, 'validation_error', 'item.available_quantity.invalid');
  if (!isIgnored && !store.tags.has('warehouse_management')) apply(store, item, changes as readonly Change[]);
  return json(200, itemNode(store, item, new URLSearchParams()));
}

interface Change {
  variant: Variant;
  quantity: number | undefined;
}

function apply(store: Store, item: Item, changes: readonly Change[]): void {
  // A variation that is not named is deleted.
  const kept = item.variants.filter((variant) => changes.some((change) => change.variant === variant));
  item.variants.splice(0, item.variants.length, ...kept);
  for (const { variant, quantity } of changes) {
    const [place] = variant.product.places;
    if (quantity === undefined || place === undefined || place.type === 'meli_facility') continue;
    place.quantity = quantity;
    store.changed(variant.product);
  }
}

function variantOf(item: Item, id: unknown): Variant | undefined {
  return item.variants.find((variant) => variant.id === id);
}

export function isQuantity(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 99_999;
}

/** The ids of all items, past 1,000 of them only by scrolling, each page's id once. */
export class ItemSearch {
  readonly #store: Store;
  readonly #scrolls = new Map<string, readonly string[]>();
  #numbers = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  answer(query: URLSearchParams): Answer {
    const limit = Number(query.get('limit') ?? 50);
    const offset = Number(query.get('offset') ?? 0);
    if (limit < 1 || limit > 100) return refusal(400, 'bad_request', 'limit must be between 1 and 100');
    const sku = query.get('seller_sku');
    const all = [...this.#store.items.values()]
      .filter(({ variants }) => sku === null || variants.some((variant) => variant.sku === sku))
      .map(({ id }) => id);
    if (query.get('search_type') !== 'scan') {
      if (offset + limit > DEEPEST) return refusal(400, 'bad_request', 'use search_type=scan past 1000');
      return this.#page(all, all.slice(offset, offset + limit), null);
    }
    const scroll = query.get('scroll_id');
    const rest = scroll === null ? all : this.#scrolls.get(scroll);
    if (rest === undefined) return refusal(400, 'bad_request', 'scroll_id is not valid');
    if (scroll !== null) this.#scrolls.delete(scroll);
    this.#numbers += 1;
    const next = `scroll-${this.#numbers}=`;
    this.#scrolls.set(next, rest.slice(limit));
    return this.#page(all, rest.slice(0, limit), next);
  }

  #page(all: readonly string[], results: readonly string[], scroll: string | null): Answer {
    const paging = { limit: results.length, offset: 0, total: all.length };
    return json(200, { seller_id: String(this.#store.sellerId), results, paging, scroll_id: scroll });
  }
}
