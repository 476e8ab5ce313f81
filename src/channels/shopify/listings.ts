import type { RemoteListing } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { VARIANTS } from './documents.ts';
import { numberIn } from './ids.ts';
import { type ItemNode, levelIn } from './levels.ts';
import { type Connection, mapped, pagesOf } from './pages.ts';

interface VariantNode {
  id: string;
  sku: string | null;
  displayName: string;
  product: { id: string };
  inventoryItem: ItemNode;
}

const VARIANTS_A_PAGE = 250;

/** All variants by their numbers. */
export function readListings(
  client: ShopifyClient,
  location: string,
): AsyncIterable<readonly RemoteListing[]> {
  return pagesOf(
    (page) =>
      client.query(VARIANTS, { ...page, location }, (data: { productVariants: Connection<VariantNode> }) =>
        mapped(data.productVariants, listingOf),
      ),
    {
      first: VARIANTS_A_PAGE,
      filter: null,
      filterBehind: ({ remoteVariant }) => `id:>${remoteVariant}`,
    },
  );
}

function listingOf({ id, sku, displayName, product, inventoryItem }: VariantNode): RemoteListing {
  const level = levelIn(inventoryItem);
  return {
    remoteId: numberIn(product.id, 'Product'),
    remoteVariant: numberIn(id, 'ProductVariant'),
    // An empty SKU is none.
    sku: sku?.trim() || null,
    title: displayName,
    quantity: level.kind === 'active' ? level.quantity : null,
    status: level.kind,
  };
}
