import { availableOf, type Variant as MeliVariant } from '../../dev/simulate/mercado-libre/store.ts';
import type { Variant } from '../../dev/simulate/shopify/shop.ts';
import { booksBeforeEach } from './ledger.ts';
import { itemOf, mercadoLibreBeforeEach, mercadoLibreEnv } from './mercado-libre.ts';
import { listingOf, shopifyBeforeEach, shopifyEnv } from './shopify.ts';

export interface Listed {
  variant: Variant;
  item: MeliVariant;
  /** What Shopify and Mercado Libre show. */
  readonly shown: readonly (number | undefined)[];
}

/** A shop that sells in both marketplaces, before each test: its books are empty. */
export function twoMarketsBeforeEach() {
  const shopify = shopifyBeforeEach();
  const meli = mercadoLibreBeforeEach();
  const books = booksBeforeEach();
  return {
    shopify,
    meli,
    books,
    env: (differing: Record<string, string> = {}): Record<string, string> => ({
      ...books.schema.env,
      ...shopifyEnv(shopify.simulator),
      ...mercadoLibreEnv(meli.simulator),
      ...{ SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no', ORDERS_POLL_S: '1' },
      ...differing,
    }),
    /** The items from 1 on, each with so many on the shelf and in both marketplaces, where nothing is to be done. */
    async list(count: number, stock = 10): Promise<Listed[]> {
      const listed: Listed[] = [];
      const items: [number, string][] = [];
      const levels: [number, number][] = [];
      const listings: (number | string)[][] = [];
      const parts: [number, number, number][] = [];
      for (let id = 1; id <= count; id += 1) {
        const sku = `SKU-${id}`;
        const variant = shopify.shop.add({ available: stock, sku });
        const item = meli.store.add({ available: stock, sku });
        items.push([id, sku]);
        levels.push([id, stock]);
        const inShopify = listingOf(variant);
        listings.push(
          [
            id * 10 + 1,
            'shopify',
            inShopify.remoteId,
            inShopify.remoteVariant,
            sku,
            `Product ${id}`,
            'active',
          ],
          [id * 10 + 2, 'mercadolibre', itemOf(item).remoteId, '', sku, item.item.title, 'active'],
        );
        parts.push([id * 10 + 1, id, 1], [id * 10 + 2, id, 1]);
        listed.push({
          variant,
          item,
          get shown() {
            return [variant.level?.available, availableOf(item)];
          },
        });
      }
      const { schema } = books;
      await schema.query('INSERT INTO item (id, sku) VALUES ?', [items]);
      await schema.query('INSERT INTO stock_level (item_id, base) VALUES ?', [levels]);
      await schema.query(
        'INSERT INTO channel_listing (id, channel, remote_id, remote_variant, sku, title, status) VALUES ?',
        [listings],
      );
      await schema.query('INSERT INTO channel_listing_part VALUES ?', [parts]);
      return listed;
    },
    /** What was asked of both since it was forgotten last. */
    get operations(): string[] {
      return [...shopify.simulator.requests, ...meli.simulator.requests].map(({ operation }) => operation);
    },
    forgetRequests(): void {
      shopify.simulator.forgetRequests();
      meli.simulator.forgetRequests();
    },
  };
}

/** Somebody types another quantity into the listing in Shopify. */
export function typeInShopify({ variant }: Listed, available: number): void {
  variant.level = { isActive: true, available };
}

/** The same in Mercado Libre. */
export function typeInMercadoLibre(
  { store }: ReturnType<typeof mercadoLibreBeforeEach>,
  { item }: Pick<Listed, 'item'>,
  available: number,
): void {
  const [place] = item.product.places;
  if (place !== undefined) place.quantity = available;
  store.changed(item.product);
}
