import {
  availableOf,
  type Store,
  type Variant as MeliVariant,
} from '../../../dev/simulate/mercado-libre/store.ts';
import type { Shop, Variant as ShopifyVariant } from '../../../dev/simulate/shopify/shop.ts';
import type { Listing } from '../../../src/channels/marketplace.ts';
import { itemOf } from '../mercado-libre.ts';
import { listingOf } from '../shopify.ts';

/** What customers see of a listing. */
export interface Shown {
  readonly listing: Listing;
  readonly quantity: number | undefined;
  /** As if somebody had typed it in. */
  show(quantity: number): void;
  /** Undefined where so many are not offered. */
  buy(pieces: number): Bought | undefined;
}

/** An order of one listing. */
export interface Bought {
  /** As a movement of it is named. */
  readonly sourceKey: string;
  readonly isCancelled: boolean;
  /** Whether the marketplace's orders show it, as it is now. */
  isFindable: boolean;
  cancel(how: { restocks: boolean }): void;
}

/** A simulated marketplace as its customers and its seller have it. */
export interface Storefront {
  add(sku: string | null): Shown;
  forgetOrders(): void;
  /** How far its clock is ahead of this machine's, in milliseconds. */
  setClock(aheadMs: number): void;
}

export function shopifyStorefront(shop: Shop): Storefront {
  const shown = (variant: ShopifyVariant): Shown => ({
    listing: listingOf(variant),
    get quantity() {
      return variant.level?.available;
    },
    show(quantity) {
      variant.level = { isActive: true, available: quantity };
    },
    buy(pieces) {
      const order = shop.sell([{ variant, quantity: pieces }]);
      return (
        order &&
        bought(
          order,
          `shopify:${/\d+$/.exec(order.id)?.[0] ?? ''}`,
          shop,
          () => order.cancelledAtMs !== undefined,
        )
      );
    },
  });
  return storefront(shop, (sku) => shown(shop.add({ sku })));
}

export function mercadoLibreStorefront(store: Store): Storefront {
  const shown = (variant: MeliVariant): Shown => ({
    listing: itemOf(variant),
    get quantity() {
      return availableOf(variant);
    },
    show(quantity) {
      const [place] = variant.product.places;
      if (place !== undefined) place.quantity = quantity;
      store.changed(variant.product);
    },
    buy(pieces) {
      const order = store.sell([{ variant, quantity: pieces }]);
      return order && bought(order, `mercadolibre:${order.id}`, store, () => order.status === 'cancelled');
    },
  });
  return storefront(store, (sku) => shown(store.add({ sku })));
}

function storefront(
  simulated: { orders: unknown[]; clockAheadMs: number },
  add: Storefront['add'],
): Storefront {
  return {
    add,
    forgetOrders: () => void (simulated.orders.length = 0),
    setClock: (aheadMs) => void (simulated.clockAheadMs = aheadMs),
  };
}

/** What is not findable was changed at no time that comes; what is, long ago. */
function bought<O extends { changedAtMs: number }>(
  order: O,
  sourceKey: string,
  simulated: { cancel(order: O, how: { restocks: boolean }): void },
  isCancelled: () => boolean,
): Bought {
  return {
    sourceKey,
    get isCancelled() {
      return isCancelled();
    },
    get isFindable() {
      return order.changedAtMs <= Date.now();
    },
    set isFindable(is) {
      order.changedAtMs = is ? 0 : Infinity;
    },
    cancel: (how) => simulated.cancel(order, how),
  };
}
