import {
  type MercadoLibreSimulator,
  startMercadoLibre,
} from '../../../dev/simulate/mercado-libre/mercado-libre.ts';
import { startShopify, type ShopifySimulator } from '../../../dev/simulate/shopify/shopify.ts';
import type { Marketplace } from '../../../src/channels/marketplace.ts';
import { type Books, openBooks } from '../ledger.ts';
import { connectMercadoLibre } from '../mercado-libre.ts';
import { connectShopify } from '../shopify.ts';
import { mercadoLibreStorefront, shopifyStorefront, type Shown, type Storefront } from './storefronts.ts';
import type { Till } from './till.ts';
import type { Parts } from './truth.ts';

/** Both over HTTP, by the job's own clients. Mercado Libre compares nothing: what is written stands, whatever was there, and whenever it arrives. */
export type Channel = 'shopify' | 'mercadolibre';
export const CHANNELS: readonly Channel[] = ['shopify', 'mercadolibre'];

/** A listing as the ledger knows it, and what stands in its marketplace. */
export interface Offered {
  id: number;
  channel: Channel;
  parts: Parts;
  buffer: number;
  shown: Shown;
}

/** A schema and two marketplaces, with items 1 and 2 in both of them. */
export interface Place {
  books: Books;
  simulators: Readonly<{ shopify: ShopifySimulator; mercadolibre: MercadoLibreSimulator }>;
  storefronts: Readonly<Record<Channel, Storefront>>;
  marketplaces: Readonly<Record<Channel, Marketplace>>;
  offered: readonly Offered[];
  /** Where there is one, sales of the till come by its queue. */
  till?: Till;
  close(): Promise<void>;
}

export const SKUS: Readonly<Record<number, string>> = { 1: 'A', 2: 'B' };
export const ITEMS = [1, 2];
/** More than the fastest test spends: nothing waits for a limit. */
const BUCKET = { maximumAvailable: 1_000_000, restoreRate: 100_000 };
const PER_SECOND = 100_000;

export async function openPlace(): Promise<Place> {
  const [books, shopify, mercadolibre] = await Promise.all([
    openBooks(),
    startShopify({ bucket: BUCKET }),
    startMercadoLibre({ perSecond: PER_SECOND }),
  ]);
  const storefronts = {
    shopify: shopifyStorefront(shopify.shop),
    mercadolibre: mercadoLibreStorefront(mercadolibre.store),
  };
  const marketplaces = {
    shopify: connectShopify(shopify.url),
    mercadolibre: connectMercadoLibre(mercadolibre.url, { perSecond: PER_SECOND }),
  };
  const offer = (id: number, channel: Channel, parts: Parts, buffer = 0): Offered => {
    const shown = storefronts[channel].add(SKUS[id] ?? null);
    return { id, channel, parts, buffer, shown };
  };
  const offered = [
    offer(11, 'shopify', { 1: 1 }),
    offer(12, 'mercadolibre', { 1: 1 }),
    offer(21, 'shopify', { 2: 1 }, 1),
    offer(22, 'mercadolibre', { 2: 1 }),
    offer(31, 'mercadolibre', { 1: 1, 2: 2 }),
    offer(41, 'shopify', { 1: 2 }),
  ];
  for (const [id, sku] of Object.entries(SKUS)) {
    await books.schema.query('INSERT INTO raw_item_data (id, stock) VALUES (?, 0)', [id]);
    await books.schema.query('INSERT INTO item (id, sku) VALUES (?, ?)', [id, sku]);
  }
  for (const each of offered) await addListing(books, each);
  return {
    ...{ books, simulators: { shopify, mercadolibre }, storefronts, offered, marketplaces },
    async close() {
      for (const channel of CHANNELS) await marketplaces[channel].close();
      await Promise.all([shopify.close(), mercadolibre.close(), books.close()]);
    },
  };
}

async function addListing(
  { schema }: Books,
  { id, channel, parts, buffer, shown: { listing } }: Offered,
): Promise<void> {
  await schema.query(
    'INSERT INTO channel_listing (id, channel, remote_id, remote_variant, buffer) VALUES (?, ?, ?, ?, ?)',
    [id, channel, listing.remoteId, listing.remoteVariant, buffer],
  );
  for (const [itemId, units] of Object.entries(parts)) {
    await schema.query('INSERT INTO channel_listing_part VALUES (?, ?, ?)', [id, itemId, units]);
  }
}

/** Nothing has happened yet: there is so much of each item, and each listing shows its offer. */
export async function reset(
  { books: { schema }, simulators, storefronts, offered }: Place,
  stock: Readonly<Record<number, number>>,
  offerOf: (parts: Parts, buffer: number) => number,
): Promise<void> {
  const tables = [
    ...['stock_movement', 'stock_level', 'sync_run', 'sync_quarantine', 'channel_outbox', 'channel'],
  ];
  for (const table of tables) await schema.query(`DELETE FROM ${table}`);
  for (const [id, units] of Object.entries(stock)) {
    await schema.query('UPDATE raw_item_data SET stock = ? WHERE id = ?', [units, id]);
  }
  for (const channel of CHANNELS) {
    simulators[channel].heal();
    storefronts[channel].forgetOrders();
  }
  for (const { shown, parts, buffer } of offered) shown.show(offerOf(parts, buffer));
}
