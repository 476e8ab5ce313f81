import { startShopify, type ShopifySimulator } from '../../../dev/simulate/shopify/shopify.ts';
import type { Variant } from '../../../dev/simulate/shopify/shop.ts';
import type { Listing, Marketplace } from '../../../src/channels/marketplace.ts';
import { type Books, openBooks } from '../ledger.ts';
import { connectShopify, listingOf as inShopify } from '../shopify.ts';
import { listingOf as inPlain, PlainMarketplace } from './plain-marketplace.ts';
import type { Parts } from './truth.ts';

/** `shopify`: the simulator, over HTTP. `plain`: one that compares nothing. */
export type Channel = 'shopify' | 'plain';
export const CHANNELS: readonly Channel[] = ['shopify', 'plain'];

/** A listing as the ledger knows it, and what stands in its marketplace. */
export interface Offered {
  id: number;
  channel: Channel;
  parts: Parts;
  buffer: number;
  variant: Variant;
}

/** A schema and two marketplaces, with items 1 and 2 in both of them. */
export interface Place {
  books: Books;
  simulator: ShopifySimulator;
  plain: PlainMarketplace;
  marketplaces: Readonly<Record<Channel, Marketplace>>;
  offered: readonly Offered[];
  close(): Promise<void>;
}

export const SKUS: Readonly<Record<number, string>> = { 1: 'A', 2: 'B' };
export const ITEMS = [1, 2];
/** More points than the fastest test spends: nothing waits for Shopify's limit. */
const BUCKET = { maximumAvailable: 1_000_000, restoreRate: 100_000 };

export async function openPlace(): Promise<Place> {
  const [books, simulator] = await Promise.all([openBooks(), startShopify({ bucket: BUCKET })]);
  const shopify = connectShopify(simulator.url);
  const plain = new PlainMarketplace();
  const shops = { shopify: simulator.shop, plain: plain.shop };
  const offer = (id: number, channel: Channel, parts: Parts, buffer = 0): Offered => {
    const variant = shops[channel].add({ sku: SKUS[id] ?? null });
    return { id, channel, parts, buffer, variant };
  };
  const offered = [
    offer(11, 'shopify', { 1: 1 }),
    offer(12, 'plain', { 1: 1 }),
    offer(21, 'shopify', { 2: 1 }, 1),
    offer(22, 'plain', { 2: 1 }),
    offer(31, 'plain', { 1: 1, 2: 2 }),
    offer(41, 'shopify', { 1: 2 }),
  ];
  for (const [id, sku] of Object.entries(SKUS)) {
    await books.schema.query('INSERT INTO raw_item_data (id, stock) VALUES (?, 0)', [id]);
    await books.schema.query('INSERT INTO item (id, sku) VALUES (?, ?)', [id, sku]);
  }
  for (const each of offered) await addListing(books, each);
  return {
    ...{ books, simulator, plain, offered, marketplaces: { shopify, plain } },
    async close() {
      await shopify.close();
      await simulator.close();
      await books.close();
    },
  };
}

async function addListing(
  { schema }: Books,
  { id, channel, parts, buffer, variant }: Offered,
): Promise<void> {
  const listing: Listing = channel === 'shopify' ? inShopify(variant) : inPlain(variant);
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
  { books: { schema }, simulator, plain, offered }: Place,
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
  plain.tellsOrders = true;
  simulator.heal();
  for (const { orders } of [simulator.shop, plain.shop]) orders.length = 0;
  for (const { variant, parts, buffer } of offered) {
    variant.level = { isActive: true, available: offerOf(parts, buffer) };
  }
}
