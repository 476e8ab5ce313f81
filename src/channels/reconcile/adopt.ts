import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { type Count, recount } from '../stock.ts';
import type { Difference } from './compare.ts';
import { phrase } from './phrase.ts';

/** What becomes of a difference: the listing is corrected, or the stock is what it shows, or why nobody can say that. */
export type Outcome = 'corrected' | 'adopted' | 'too_many' | (typeof UNCLEAR)[number];

/** `differing`: listings of one product show different quantities. `sold`: it was sold a moment ago. */
const UNCLEAR = ['kit', 'differing', 'sold', 'locations', 'moved'] as const;

export interface Judged extends Difference {
  outcome: Outcome;
}

interface Rules {
  /** Whatever moved since then may have been seen too early, or too late. */
  verifyMs: number;
  locationsOf(channel: string): readonly string[] | undefined;
}

interface Product {
  itemId: number;
  sku: string;
  units: number;
  /** Where it is, if in one place alone. */
  location: string | undefined;
  believed: number;
  wasSold: boolean;
}

const IDS_PER_QUESTION = 1000;

/**
 * Without a source: what a listing of one product shows is how many there are. Where nobody can say that, the listing stays as it is, and
 * so do the others of its product. One that is oversold, or counted by nobody, is corrected.
 */
export async function judge(
  session: Session,
  differences: readonly Difference[],
  { verifyMs, locationsOf }: Rules,
): Promise<Adopting> {
  const products = await productsOf(session, differences, verifyMs);
  const levels = new Map<number, Set<number>>();
  for (const difference of differences) {
    const { listingId, shown } = difference;
    const product = products.get(listingId);
    if (product === undefined || !isTyped(difference) || shown === null) continue;
    levels.set(product.itemId, (levels.get(product.itemId) ?? new Set()).add(shown * product.units));
  }
  const counts = new Map<number, Count & { believed: number }>();
  const judged = differences.map((difference): Judged => {
    const { listingId, shown, channel } = difference;
    const product = products.get(listingId);
    if (!isTyped(difference) || shown === null) return { ...difference, outcome: 'corrected' };
    if (product === undefined) return { ...difference, outcome: 'kit' };
    const { itemId, sku, units, location, believed, wasSold } = product;
    if ((levels.get(itemId)?.size ?? 0) > 1) return { ...difference, outcome: 'differing' };
    if (wasSold) return { ...difference, outcome: 'sold' };
    if (location === undefined || locationsOf(channel)?.includes(location) === false)
      return { ...difference, outcome: 'locations' };
    counts.set(itemId, { itemId, sku, location, quantity: shown * units, believed });
    return { ...difference, outcome: 'adopted' };
  });
  return { judged, counts: [...counts.values()], itemOf: (id) => products.get(id)?.itemId };
}

/** Not what is oversold, nor the nothing that an inactive listing shows. */
function isTyped({ shown, isCounted }: Difference): boolean {
  return isCounted && shown !== null && shown >= 0;
}

interface Adopting {
  judged: readonly Judged[];
  counts: readonly (Count & { believed: number })[];
  itemOf(listingId: number): number | undefined;
}

/** All listings of these products are due with it. A level that moved meanwhile stays what it is. */
export async function adopt(
  session: Session,
  { judged, counts, itemOf }: Adopting,
): Promise<readonly Judged[]> {
  const wanted = new Set(
    judged.flatMap(({ outcome, listingId }) => (outcome === 'adopted' ? itemOf(listingId) : [])),
  );
  const recounted = await recount(
    session,
    counts.filter(({ itemId }) => wanted.has(itemId)),
  );
  const taken = new Set(recounted.map(({ itemId }) => itemId));
  return judged.map((each) => {
    if (each.outcome !== 'adopted' || taken.has(itemOf(each.listingId) as number)) return each;
    return { ...each, outcome: 'moved' };
  });
}

/** By listing; not those of several products. */
async function productsOf(
  session: Session,
  differences: readonly Difference[],
  verifyMs: number,
): Promise<ReadonlyMap<number, Product>> {
  const products = new Map<number, Product>();
  for (const part of chunks(differences, IDS_PER_QUESTION)) {
    const rows = await session.read<{
      listingId: number | string;
      itemId: number | string;
      sku: string | null;
      units: number;
      places: number;
      location: string;
      level: number | string;
      wasSold: number;
    }>(
      phrase('read_products'),
      `SELECT p.listing_id AS listingId, p.item_id AS itemId, i.sku, p.units, COUNT(*) AS places, MIN(l.location) AS location,
              SUM(COALESCE(l.base, 0) + l.held) AS level,
              EXISTS (SELECT 1 FROM stock_movement m
                       WHERE m.item_id = p.item_id AND m.kind <> 'count'
                         AND m.received_at > NOW(6) - INTERVAL ? MICROSECOND) AS wasSold
         FROM channel_listing_part p JOIN stock_level l ON l.item_id = p.item_id
         LEFT JOIN item i ON i.id = p.item_id
        WHERE p.listing_id IN (?)
          AND NOT EXISTS (SELECT 1 FROM channel_listing_part o WHERE o.listing_id = p.listing_id AND o.item_id <> p.item_id)
        GROUP BY p.listing_id, p.item_id, i.sku, p.units`,
      [verifyMs * 1000, part.map(({ listingId }) => listingId)],
    );
    for (const { listingId, itemId, sku, units, places, location, level, wasSold } of rows) {
      products.set(Number(listingId), {
        ...{ itemId: Number(itemId), sku: sku ?? '', units, believed: Number(level) },
        ...{ location: places === 1 ? location : undefined, wasSold: wasSold === 1 },
      });
    }
  }
  return products;
}
