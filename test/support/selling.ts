import type { Variant as MeliVariant } from '../../dev/simulate/mercado-libre/store.ts';
import type { MercadoLibreSimulator } from '../../dev/simulate/mercado-libre/mercado-libre.ts';
import type { ShopifySimulator } from '../../dev/simulate/shopify/shopify.ts';
import type { Variant, VariantOptions } from '../../dev/simulate/shopify/shop.ts';
import type { Selling } from '../../src/channels/selling.ts';
import { markListingsById } from '../../src/channels/stock.ts';
import { type Books, LEARNS } from './ledger.ts';
import { itemOf } from './mercado-libre.ts';
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

/** The same in Mercado Libre, of an item that has a level already. */
export async function listInMercadoLibre(
  { schema, session }: Pick<Books, 'schema' | 'session'>,
  { store }: Pick<MercadoLibreSimulator, 'store'>,
  { listingId, itemId }: { listingId: number; itemId: number },
): Promise<MeliVariant> {
  const item = store.add({ available: 10 });
  const { remoteId } = itemOf(item);
  await schema.query(`INSERT INTO channel_listing (id, channel, remote_id) VALUES (?, 'mercadolibre', ?)`, [
    listingId,
    remoteId,
  ]);
  await schema.query('INSERT INTO channel_listing_part VALUES (?, ?, 1)', [listingId, itemId]);
  await markListingsById(session, [listingId]);
  return item;
}

/** All marketplaces were compared with the stock a moment ago: a worker does not do it soon. */
export async function comparedJustNow({ schema }: Pick<Books, 'schema'>): Promise<void> {
  await schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at, finished_at)
     VALUES ('compared', 'reconcile', 'succeeded', NOW(6), NOW(3), NOW(3))`,
  );
}
