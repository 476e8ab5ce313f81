import type { Marketplace } from '../marketplace.ts';
import { checksOf } from './checks.ts';
import { type ClientOptions, createShopifyClient } from './client.ts';
import { readLevels } from './levels.ts';
import { readListings } from './listings.ts';
import { StockLocation } from './location.ts';
import { readOrders } from './orders.ts';
import { phrase } from './phrase.ts';
import { Writing } from './write.ts';

export interface ShopifyOptions extends ClientOptions {
  /** Its global id. */
  location: string;
}

/** The most that Shopify takes in a list. */
const LISTINGS_PER_CALL = 250;

export function createShopify(options: ShopifyOptions): Marketplace & { close(): Promise<void> } {
  const client = createShopifyClient(options);
  const location = new StockLocation(client, options.location);
  return {
    service: phrase('service'),
    listingsPerCall: LISTINGS_PER_CALL,
    writesWhole: false,
    listings: () => readListings(client, location),
    read: (listings) => readLevels(client, location, listings),
    write: (writes) => new Writing(client, location).write(writes),
    orders: (updatedSince) => readOrders(client, updatedSince),
    checks: checksOf(client, options),
    close: () => client.close(),
  };
}
