import { Customers } from '../simulate/customers.ts';
import type { RealCatalogue } from '../simulate/catalogue.ts';
import { startMercadoLibre } from '../simulate/mercado-libre/mercado-libre.ts';
import { availableOf } from '../simulate/mercado-libre/store.ts';
import { stockUp as listInMercadoLibre } from '../simulate/mercado-libre/trade.ts';
import { LOCATION } from '../simulate/shopify/shop.ts';
import { startShopify } from '../simulate/shopify/shopify.ts';
import { stockUp as listInShopify } from '../simulate/shopify/trade.ts';

/** A marketplace with a listing for each product, as the demo looks at it. */
export interface Market {
  /** What the job needs to work with it. */
  readonly env: Readonly<Record<string, string>>;
  readonly name: string;
  /** The SKUs that somebody bought one of; none where nothing that was looked at is offered. */
  buy(): readonly string[];
  /** Whether somebody cancelled an order. */
  cancel(): boolean;
  /** Somebody types two more into so many of its listings. */
  type(count: number): void;
  /** What the first listing of this SKU shows now. */
  showsOf(sku: string): number;
  /** What each listing shows now. */
  shown(): readonly { sku: string; available: number }[];
  /** Of the orders that stand. */
  sold(): readonly { sku: string; quantity: number }[];
  /** Requests, and listings written by them, since it was asked last. */
  traffic(): { requests: number; written: number };
  close(): Promise<void>;
}

/** What a larger shop of Shopify has: 20,000 points, of which 1,000 come back a second. */
const BUCKET = { restoreRate: 1000, maximumAvailable: 20_000 };
const PER_SECOND = 1000;

/** Each listing shows what the catalogue has. */
export async function openShopify(products: RealCatalogue): Promise<Market> {
  const shopify = await startShopify({ bucket: BUCKET });
  const { shop } = shopify;
  listInShopify(shop, products);
  const customers = new Customers(shop);
  const bySku = new Map(shop.variants.map((variant) => [variant.sku, variant]));
  return {
    name: 'Shopify',
    env: {
      SHOPIFY: 'on',
      SHOPIFY_URL: shopify.url,
      SHOPIFY_TOKEN: shopify.token,
      SHOPIFY_LOCATION_ID: /\d+$/.exec(LOCATION)?.[0] ?? '',
    },
    buy: () => (customers.buy()?.lines ?? []).map(({ sku }) => sku ?? ''),
    cancel: () => customers.cancel() !== undefined,
    type(count) {
      for (const { level } of spread(shop.variants, count)) if (level !== undefined) level.available += 2;
    },
    showsOf: (sku) => bySku.get(sku)?.level?.available ?? NaN,
    shown: () =>
      shop.variants.map(({ sku, level }) => ({ sku: sku ?? '', available: level?.available ?? NaN })),
    sold: () =>
      shop.orders
        .filter(({ cancelledAtMs }) => cancelledAtMs === undefined)
        .flatMap(({ lines }) => lines.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity }))),
    traffic() {
      const requests = shopify.requests.splice(0);
      const writes = requests.filter(({ operation }) => operation === 'SetQuantities');
      const quantities = writes.map(
        ({ variables }) => (variables as { input: { quantities: object[] } }).input.quantities,
      );
      return { requests: requests.length, written: quantities.flat().length };
    },
    close: () => shopify.close(),
  };
}

/** Each listing shows what the catalogue has. */
export async function openMercadoLibre(products: RealCatalogue): Promise<Market> {
  const meli = await startMercadoLibre({ perSecond: PER_SECOND });
  const { store } = meli;
  listInMercadoLibre(store, products);
  const customers = new Customers(store);
  const bySku = new Map(store.variants.map((variant) => [variant.sku, variant]));
  return {
    name: 'Mercado Libre',
    env: { MELI: 'on', MELI_URL: meli.url, MELI_TOKEN: meli.token, MELI_RATE: String(PER_SECOND) },
    buy: () => (customers.buy()?.lines ?? []).map(({ sku }) => sku ?? ''),
    cancel: () => customers.cancel() !== undefined,
    type(count) {
      for (const { product } of spread(store.variants, count)) {
        const [place] = product.places;
        if (place !== undefined) place.quantity += 2;
        store.changed(product);
      }
    },
    showsOf(sku) {
      const variant = bySku.get(sku);
      return variant === undefined ? NaN : availableOf(variant);
    },
    shown: () =>
      store.variants.map((variant) => ({ sku: variant.sku ?? '', available: availableOf(variant) })),
    sold: () =>
      store.orders
        .filter(({ status }) => status !== 'cancelled' && status !== 'invalid')
        .flatMap(({ lines }) => lines.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity }))),
    traffic() {
      const requests = meli.requests.splice(0);
      return {
        requests: requests.length,
        written: requests.filter(({ operation }) => operation.startsWith('put-')).length,
      };
    },
    close: () => meli.close(),
  };
}

/** So many of them, from the first one on, with the others in between. */
function spread<T>(all: readonly T[], count: number): T[] {
  const every = Math.floor(all.length / count);
  return all.filter((_, index) => index % every === 0).slice(0, count);
}
