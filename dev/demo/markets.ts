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
  /** Whether somebody bought something. */
  buy(): boolean;
  /** Whether somebody cancelled an order. */
  cancel(): boolean;
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

/** None of its listings offers anything yet. */
export async function openShopify({ priceList }: RealCatalogue): Promise<Market> {
  const shopify = await startShopify({ bucket: BUCKET });
  const { shop } = shopify;
  listInShopify(shop, { priceList, stock: [] });
  const customers = new Customers(shop);
  return {
    env: {
      SHOPIFY: 'on',
      SHOPIFY_URL: shopify.url,
      SHOPIFY_TOKEN: shopify.token,
      SHOPIFY_LOCATION_ID: /\d+$/.exec(LOCATION)?.[0] ?? '',
    },
    buy: () => customers.buy() !== undefined,
    cancel: () => customers.cancel() !== undefined,
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

/** Each listing shows what the warehouse had on the first day. */
export async function openMercadoLibre(products: RealCatalogue): Promise<Market> {
  const meli = await startMercadoLibre({ perSecond: PER_SECOND });
  const { store } = meli;
  listInMercadoLibre(store, products);
  const customers = new Customers(store);
  return {
    env: { MELI: 'on', MELI_URL: meli.url, MELI_TOKEN: meli.token, MELI_RATE: String(PER_SECOND) },
    buy: () => customers.buy() !== undefined,
    cancel: () => customers.cancel() !== undefined,
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
