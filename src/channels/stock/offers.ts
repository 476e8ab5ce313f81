import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import { offerOfParts, type Part } from './rules.ts';

const IDS_PER_QUESTION = 1000;

export interface OfferRules {
  /** Units that are never offered, of a listing that does not say it itself. */
  buffer: number;
  /** The locations that the channel sells from; undefined: all. */
  locations: readonly string[] | undefined;
}

/**
 * How much each of these listings offers now, by its id. One that is not mapped, or of whose items one is not known yet, is not
 * in it: nobody can say what it offers.
 */
export async function offersOf(
  session: Session,
  listingIds: readonly number[],
  { buffer, locations }: OfferRules,
): Promise<ReadonlyMap<number, number>> {
  const offers = new Map<number, number>();
  // What was sold from nobody knows where may be gone from its locations as well.
  const own = locations === undefined ? 'TRUE' : 'l.location IN (?)';
  const places = locations === undefined ? '' : "AND (l.location IN (?) OR l.location = '')";
  const there = 'COALESCE(l.base, 0) + l.held';
  for (const ids of chunks(listingIds, IDS_PER_QUESTION)) {
    const rows = await session.read<{
      id: number | string;
      buffer: number | null;
      units: number;
      level: string | null;
    }>(
      phrase('read_levels'),
      `SELECT c.id, c.buffer, p.units,
              IF(COUNT(IF(${own}, l.base, NULL)) = 0, NULL, SUM(IF(${own}, ${there}, LEAST(${there}, 0)))) AS level
         FROM channel_listing c JOIN channel_listing_part p ON p.listing_id = c.id
         LEFT JOIN stock_level l ON l.item_id = p.item_id ${places}
        WHERE c.id IN (?) GROUP BY c.id, c.buffer, p.item_id, p.units`,
      locations === undefined ? [ids] : [locations, locations, locations, ids],
    );
    const parts = Map.groupBy(rows, ({ id }) => Number(id));
    for (const [id, ofListing] of parts) {
      const offer = offerOfParts(ofListing.map(asPart), ofListing[0]?.buffer ?? buffer);
      if (offer !== undefined) offers.set(id, offer);
    }
  }
  return offers;
}

function asPart({ units, level }: { units: number; level: string | null }): Part {
  return { units, level: level === null ? null : Number(level) };
}
