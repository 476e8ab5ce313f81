import type { ShopifySimulator } from '../../dev/simulate/shopify/shopify.ts';
import type { Variant, VariantOptions } from '../../dev/simulate/shopify/shop.ts';
import type { Selling } from '../../src/channels/selling.ts';
import { markListingsById } from '../../src/channels/stock.ts';
import { type Books, LEARNS } from './ledger.ts';
import { listingOf } from './shopify.ts';

/** A shop whose source learns of what is sold. */
export function sellingOf(differing: Partial<Selling> = {}): Selling {
  return {
    marketplaces: {},
    rules: LEARNS,
    buffer: 0,
    locations: new Map(),
    attempts: 8,
    skuField: 'product_code',
    publishedItemsTable: undefined,
    verifyMs: 60_000,
    ordersPollMs: 15_000,
    ordersOverlapMs: 600_000,
    ...differing,
  };
}

/** A listing of an item of which so many are there, in the shop and in the books; it is due. */
export async function listIn(
  { schema, session }: Pick<Books, 'schema' | 'session'>,
  { shop }: Pick<ShopifySimulator, 'shop'>,
  {
    listingId,
    itemId,
    stock,
    ...options
  }: { listingId: number; itemId: number; stock: number } & VariantOptions,
): Promise<Variant> {
  const variant = shop.add({ available: 10, ...options });
  const { remoteId, remoteVariant } = listingOf(variant);
  await schema.query('INSERT IGNORE INTO stock_level (item_id, base) VALUES (?, ?)', [itemId, stock]);
  await schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id, remote_variant) VALUES (?, 'shopify', ?, ?)`,
    [listingId, remoteId, remoteVariant],
  );
  await schema.query('INSERT INTO channel_listing_part VALUES (?, ?, 1)', [listingId, itemId]);
  await markListingsById(session, [listingId]);
  return variant;
}
