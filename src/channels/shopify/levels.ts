import type { Failure, Level, Listing } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { LEVELS } from './documents.ts';
import { globalId, numberIn } from './ids.ts';
import type { StockLocation } from './location.ts';

export interface LevelNode {
  isActive: boolean;
  quantities: readonly { quantity: number }[];
}

export interface ItemNode {
  id: string;
  tracked: boolean;
  /** Null where it was never stocked at the location. */
  inventoryLevel: LevelNode | null;
}

export async function readLevels(
  client: ShopifyClient,
  location: StockLocation,
  listings: readonly Listing[],
): Promise<readonly (Level | Failure)[]> {
  const ids = listings.map(({ remoteVariant }) => globalId('ProductVariant', remoteVariant));
  // One that was mistyped would be an error of the whole call.
  const asked = ids.filter((_, index) => /^\d{1,19}$/.test(listings[index]?.remoteVariant ?? ''));
  const found = await client.query(
    LEVELS,
    { ids: asked, location: location.id },
    ({ nodes }: { nodes: readonly ({ id: string; inventoryItem: ItemNode } | null)[] }) => {
      const there = nodes.filter((node) => node !== null);
      return {
        items: there.map(({ inventoryItem }) => inventoryItem),
        levels: new Map(there.map(({ id, inventoryItem }) => [id, levelIn(inventoryItem)])),
      };
    },
  );
  if (found.kind !== 'found') return listings.map(() => found);
  const { items, levels } = found.value;
  const failure = await location.failureOf(items);
  return ids.map((id) => failure ?? levels.get(id) ?? { kind: 'gone' });
}

/** Its handle is the number of its inventory item, which two variants may share. */
export function levelIn({ id, tracked, inventoryLevel }: ItemNode): Exclude<Level, { kind: 'gone' }> {
  if (!tracked) return { kind: 'untracked' };
  const handle = numberIn(id, 'InventoryItem');
  if (inventoryLevel === null || !inventoryLevel.isActive) return { kind: 'inactive', handle };
  return { kind: 'active', quantity: availableIn(inventoryLevel), handle };
}

/** Throws where there is no number: nobody may compare with a guess. */
export function availableIn({ quantities }: LevelNode): number {
  const quantity = quantities[0]?.quantity;
  if (!Number.isSafeInteger(quantity)) throw new Error('no quantity');
  return quantity as number;
}
