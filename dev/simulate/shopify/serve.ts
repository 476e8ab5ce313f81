import type { Item } from '../item-list.ts';
import type { FaultRule } from './faults.ts';
import { LOCATION } from './shop.ts';
import { startShopify } from './shopify.ts';
import { Customers } from '../customers.ts';
import { stockUp } from './trade.ts';

export interface ShopifyFlags {
  readonly port: number;
  readonly token: string;
  readonly ordersPerMinute: number;
  /** Of the orders. */
  readonly cancelsPercent: number;
  /** Of the listings. */
  readonly oddPercent: number;
  readonly failsWhole: boolean;
  readonly pointsPerSecond: number;
  readonly scopes: readonly string[];
  readonly faults: readonly FaultRule[];
}

export interface ServedShopify {
  /** Lines for `.env`. */
  readonly environment: string;
  /** What was asked since it was last told. */
  tell(): string;
  close(): Promise<void>;
}

/** An empty bucket is full again after so long. */
const BUCKET_SECONDS = 20;

/** A shop in Shopify with these products, in which customers buy. */
export async function serveShopify(
  flags: ShopifyFlags,
  products: { priceList: readonly Item[]; stock: readonly Item[] },
  latencyMs: number,
): Promise<ServedShopify> {
  const { port, token, ordersPerMinute, cancelsPercent, oddPercent, failsWhole, scopes, faults } = flags;
  const restoreRate = flags.pointsPerSecond;
  const bucket = { restoreRate, maximumAvailable: restoreRate * BUCKET_SECONDS };
  const shopify = await startShopify({ port, token, latencyMs, failsWhole, scopes, bucket });
  stockUp(shopify.shop, products, oddPercent);
  shopify.fail(...faults);
  const customers = new Customers(shopify.shop);
  let orders = 0;
  const buy = (): void => {
    if (customers.buy() === undefined) return;
    orders += 1;
    if (Math.random() * 100 < cancelsPercent) customers.cancel();
  };
  const buying = ordersPerMinute > 0 ? setInterval(buy, 60_000 / ordersPerMinute) : undefined;
  return {
    environment:
      `SHOPIFY=on\n` +
      `SHOPIFY_URL=${shopify.url}\n` +
      `SHOPIFY_TOKEN=${token}\n` +
      `SHOPIFY_LOCATION_ID=${/\d+$/.exec(LOCATION)?.[0] ?? ''}\n`,
    tell() {
      const asked = shopify.requests.length;
      if (asked + orders === 0) return '';
      const writes = shopify.requests.filter(({ operation }) => operation === 'SetQuantities').length;
      const told = `Shopify: ${asked} requests, ${writes} of them writes, ${orders} orders`;
      shopify.forgetRequests();
      orders = 0;
      return told;
    },
    close() {
      clearInterval(buying);
      return shopify.close();
    },
  };
}
