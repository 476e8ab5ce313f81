import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

const KEYS_PER_QUESTION = 2000;

/** Which items a movement is of: those of its listing, else the one whose SKU it has. None: not mapped yet. */
export interface Mapping {
  partsOf(movement: { listingId: number | null; sku: string | null }): readonly MappedPart[];
}

export interface MappedPart {
  itemId: number;
  units: number;
}

interface Unmapped {
  listingId: number | null;
  sku: string | null;
}

export async function readMapping(session: Session, movements: readonly Unmapped[]): Promise<Mapping> {
  const listings = new Set(movements.flatMap(({ listingId }) => listingId ?? []));
  const skus = new Set(movements.flatMap(({ listingId, sku }) => (listingId === null && sku ? [sku] : [])));
  const [parts, items] = [await partsOfListings(session, listings), await itemsOfSkus(session, skus)];
  return {
    partsOf({ listingId, sku }) {
      if (listingId !== null) return parts.get(listingId) ?? [];
      const itemId = items.get(keyOf(sku ?? ''));
      return itemId === undefined ? [] : [{ itemId, units: 1 }];
    },
  };
}

async function partsOfListings(session: Session, ids: Iterable<number>): Promise<Map<number, MappedPart[]>> {
  const parts = new Map<number, MappedPart[]>();
  for (const part of chunks(ids, KEYS_PER_QUESTION)) {
    const rows = await session.read<{ listingId: number | string; itemId: number | string; units: number }>(
      phrase('read_listings'),
      `SELECT listing_id AS listingId, item_id AS itemId, units FROM channel_listing_part
        WHERE listing_id IN (?) ORDER BY listing_id, item_id`,
      [part],
    );
    for (const { listingId, itemId, units } of rows) {
      const known = parts.get(Number(listingId)) ?? [];
      parts.set(Number(listingId), [...known, { itemId: Number(itemId), units }]);
    }
  }
  return parts;
}

/** A SKU of two items maps to neither. */
export async function itemsOfSkus(session: Session, skus: Iterable<string>): Promise<ItemsBySku> {
  const items = new Map<string, number>();
  for (const part of chunks(skus, KEYS_PER_QUESTION)) {
    const rows = await session.read<{ sku: string; itemId: number | string; n: number }>(
      phrase('read_listings'),
      'SELECT sku, MIN(id) AS itemId, COUNT(*) AS n FROM item WHERE sku IN (?) GROUP BY sku',
      [part],
    );
    for (const { sku, itemId, n } of rows) items.set(keyOf(sku), n === 1 ? Number(itemId) : AMBIGUOUS);
  }
  return {
    get: (sku) => {
      const found = items.get(keyOf(sku));
      return found === AMBIGUOUS ? undefined : found;
    },
    isAmbiguous: (sku) => items.get(keyOf(sku)) === AMBIGUOUS,
  };
}

interface ItemsBySku {
  get(sku: string): number | undefined;
  isAmbiguous(sku: string): boolean;
}

const AMBIGUOUS = -1;

/** The database ignores spaces at the end. */
function keyOf(sku: string): string {
  return sku.replace(/ +$/, '');
}
