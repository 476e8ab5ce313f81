import type { RemoteListing } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { VARIANTS } from './documents.ts';
import { numberIn } from './ids.ts';
import { type ItemNode, levelIn } from './levels.ts';
import type { StockLocation } from './location.ts';
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
  location: StockLocation,
): AsyncIterable<readonly RemoteListing[]> {
  return pagesOf(
    async (page) => {
      const found = await client.query(
        VARIANTS,
        { ...page, location: location.id },
        ({ productVariants }: { productVariants: Connection<VariantNode> }) => ({
          listings: mapped(productVariants, listingOf),
          items: productVariants.nodes.map(({ inventoryItem }) => inventoryItem),
        }),
      );
      if (found.kind !== 'found') return found;
      const failure = await location.failureOf(found.value.items);
      return failure ?? { kind: 'found', value: found.value.listings };
    },
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
    // An empty SKU counts as no SKU.
    sku: sku?.trim() || null,
    title: displayName,
    quantity: level.kind === 'active' ? level.quantity : null,
    status: level.kind,
  };
}
