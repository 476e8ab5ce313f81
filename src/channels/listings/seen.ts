import { chunks } from '../../mysql/chunks.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session, Value } from '../../mysql/session.ts';
import type { Listing } from '../marketplace.ts';
import type { Selling } from '../selling.ts';
import { beginStock, type Beginning } from '../stock.ts';
import { keyOf } from './key.ts';
import { phrase } from './phrase.ts';

/** What a listing showed. */
export interface SeenListing extends Listing {
  /** Null where it counts nothing. */
  quantity: number | null;
  /** By the database's clock, before it was asked. */
  askedAt: string;
}

const LISTINGS_PER_STATEMENT = 500;
const ITEMS_AT_ONCE = 1000;

/**
 * A listing that tells how many of an item there are: one piece of it is one unit, and nobody knows the item's level. `c` is the listing,
 * `p` its only part.
 */
const TELLING = `
  channel_listing c JOIN channel_listing_part p ON p.listing_id = c.id AND p.units = 1
    AND NOT EXISTS (SELECT 1 FROM channel_listing_part o WHERE o.listing_id = c.id AND o.item_id <> p.item_id)
    AND NOT EXISTS (SELECT 1 FROM stock_level l WHERE l.item_id = p.item_id AND (l.base IS NOT NULL OR l.location <> ''))`;

/** Whether it was ordered, in any channel, less than so many microseconds before it was asked or at any time since. */
const IS_DISTURBED = `
  EXISTS (SELECT 1 FROM stock_movement m
           WHERE m.item_id = p.item_id AND m.kind = 'order' AND m.received_at > c.seen_at - INTERVAL ? MICROSECOND)`;

/**
 * Without a source: notes what listings show whose items have no level yet. A reading that still holds stays, so that its time can come.
 * Returns which of them it is about; nobody waits for the others.
 */
export async function noteSeen(
  session: Session,
  channel: string,
  seen: readonly SeenListing[],
  verifyMs: number,
): Promise<ReadonlySet<number>> {
  const telling = new Set<number>();
  for (const part of chunks(seen, LISTINGS_PER_STATEMENT)) {
    const rows = await session.read<
      Listing & { id: number | string; quantity: number | string | null; holds: number }
    >(
      phrase('read_seen'),
      `SELECT c.id, c.remote_id AS remoteId, c.remote_variant AS remoteVariant, c.seen_quantity AS quantity,
              c.seen_at IS NOT NULL AND NOT ${IS_DISTURBED} AS holds
         FROM ${TELLING} WHERE c.channel = ? AND c.remote_id IN (?) ORDER BY c.id`,
      [verifyMs * 1000, channel, [...new Set(part.map(({ remoteId }) => remoteId))]],
    );
    const shown = new Map(part.map((listing) => [keyOf(listing), listing]));
    const news = rows.flatMap((row) => {
      const now = shown.get(keyOf(row));
      if (now === undefined) return [];
      telling.add(Number(row.id));
      const before = row.quantity === null ? null : Number(row.quantity);
      return row.holds === 1 && before === now.quantity ? [] : [{ ...now, id: Number(row.id) }];
    });
    await write(session, news);
  }
  return telling;
}

async function write(session: Session, seen: readonly (SeenListing & { id: number })[]): Promise<void> {
  if (seen.length === 0) return;
  const casesOf = (valueOf: (listing: SeenListing) => Value): [sql: string, values: Value[]] => [
    `CASE c.id ${seen.map(() => 'WHEN ? THEN ?').join(' ')} END`,
    seen.flatMap((listing) => [listing.id, valueOf(listing)]),
  ];
  const [quantities, ofQuantities] = casesOf(({ quantity }) => quantity);
  const [times, ofTimes] = casesOf(({ askedAt }) => askedAt);
  await repeated({ signal: session.signal }, () =>
    session.write(
      phrase('note_seen'),
      `UPDATE channel_listing c SET c.seen_quantity = ${quantities}, c.seen_at = ${times} WHERE c.id IN (?)`,
      [...ofQuantities, ...ofTimes, seen.map(({ id }) => id)],
    ),
  );
}

/**
 * Whether a first level may come from what listings show: where nobody else says how many there are, and all of them are in one place.
 */
export function beginsByListings({ rules, locations }: Pick<Selling, 'rules' | 'locations'>): boolean {
  return !rules.hasSource && locations.size === 0;
}

/**
 * Without a source: gives the items that nobody counted their first level, by what their listings in the channels that are on show: the
 * smallest. Each of them was read, `verifyMs` have passed since and the orders were read after it, and nobody ordered the item from so
 * long before it on. A listing shows its own orders already, and they are held: they are added. Returns how many items have a level now.
 */
export async function beginLevelsByListings(
  session: Session,
  selling: Pick<Selling, 'rules' | 'locations' | 'marketplaces' | 'verifyMs'>,
): Promise<number> {
  if (!beginsByListings(selling)) return 0;
  const rows = await session.read<{ itemId: number | string }>(
    phrase('read_seen'),
    `SELECT DISTINCT p.item_id AS itemId
       FROM channel_listing c JOIN channel_listing_part p ON p.listing_id = c.id
      WHERE c.seen_at < NOW(6) - INTERVAL ? MICROSECOND ORDER BY p.item_id`,
    [selling.verifyMs * 1000],
  );
  let begun = 0;
  for (const part of chunks(rows, ITEMS_AT_ONCE)) {
    const itemIds = part.map(({ itemId }) => Number(itemId));
    const ready = await firstLevels(session, itemIds, selling);
    // Asked again when nobody can record anything of them any more.
    begun += await beginStock(session, ready, () => firstLevels(session, itemIds, selling));
    await forgetSeen(session, itemIds);
  }
  return begun;
}

async function firstLevels(
  session: Session,
  itemIds: readonly number[],
  { marketplaces, verifyMs }: Pick<Selling, 'marketplaces' | 'verifyMs'>,
): Promise<Beginning[]> {
  const rows = await session.read<{ itemId: number | string; quantity: number | string }>(
    phrase('read_seen'),
    `SELECT itemId, MIN(quantity) AS quantity
       FROM (SELECT p.item_id AS itemId,
                    c.seen_quantity - COALESCE((SELECT SUM(m.quantity) FROM stock_movement m
                                                 WHERE m.item_id = p.item_id AND m.listing_id = c.id AND m.ended_at IS NULL), 0)
                      AS quantity,
                    COALESCE(c.seen_at < LEAST(NOW(6), h.orders_read_at) - INTERVAL ? MICROSECOND, FALSE)
                      AND NOT ${IS_DISTURBED} AS isSure
               FROM ${TELLING} LEFT JOIN channel h ON h.channel = c.channel
              WHERE p.item_id IN (?) AND c.channel IN (?) AND NOT (c.status <=> 'gone')) AS listing
      GROUP BY itemId HAVING MIN(isSure) = 1 AND MIN(quantity) IS NOT NULL ORDER BY itemId`,
    [verifyMs * 1000, verifyMs * 1000, itemIds, Object.keys(marketplaces)],
  );
  return rows.map(({ itemId, quantity }) => ({
    itemId: Number(itemId),
    location: '',
    quantity: Number(quantity),
  }));
}

/** Of items that have a level, whoever gave it to them. */
async function forgetSeen(session: Session, itemIds: readonly number[]): Promise<void> {
  await repeated({ signal: session.signal }, () =>
    session.write(
      phrase('note_seen'),
      `UPDATE channel_listing c JOIN channel_listing_part p ON p.listing_id = c.id
          SET c.seen_quantity = NULL, c.seen_at = NULL
        WHERE p.item_id IN (?) AND c.seen_at IS NOT NULL
          AND EXISTS (SELECT 1 FROM stock_level l WHERE l.item_id = p.item_id AND l.base IS NOT NULL)`,
      [itemIds],
    ),
  );
}
