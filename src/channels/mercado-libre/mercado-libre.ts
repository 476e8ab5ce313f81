import type { Marketplace } from '../marketplace.ts';
import { Account } from './account.ts';
import { checksOf } from './checks.ts';
import { type ClientOptions, createMercadoLibreClient } from './client.ts';
import { FullListings } from './full.ts';
import { ITEMS_PER_REQUEST } from './items.ts';
import { readLevels } from './levels.ts';
import { readListings } from './listings.ts';
import { readOrders } from './orders.ts';
import { phrase } from './phrase.ts';
import { Writing } from './write.ts';

export interface MercadoLibreOptions extends ClientOptions {
  /** The only account that is worked with; undefined: that of the token. */
  userId: string | undefined;
}

/** What is read and written within this time, in seconds: an order that is made in between is written over. */
const WINDOW_S = 5;
/** Read by four rounds of requests. Each call costs the same few statements, however many listings it names. */
const MOST_PER_CALL = 640;

/** As many as the pace allows to write soon after they were read, in whole requests. */
function listingsPerCall(perSecond: number): number {
  const requests = Math.floor((perSecond * WINDOW_S) / ITEMS_PER_REQUEST);
  return Math.min(Math.max(requests, 1) * ITEMS_PER_REQUEST, MOST_PER_CALL);
}

export function createMercadoLibre(options: MercadoLibreOptions): Marketplace & { close(): Promise<void> } {
  const client = createMercadoLibreClient(options);
  const account = new Account(client, options.userId);
  const full = new FullListings(client);
  return {
    service: phrase('service'),
    listingsPerCall: listingsPerCall(options.perSecond),
    writesWhole: true,
    listings: () => readListings(client, account),
    read: (listings) => readLevels(client, account, listings),
    write: (writes) => new Writing(client, account).write(writes),
    orders: (updatedSince) => readOrders(client, account, full, updatedSince),
    checks: checksOf(client, account),
    close: () => client.close(),
  };
}
