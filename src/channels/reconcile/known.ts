import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import type { Listing } from '../marketplace.ts';
import { offersOf } from '../stock.ts';
import { phrase } from './phrase.ts';

const IDS_PER_QUESTION = 1000;

export interface Known extends Listing {
  listingId: number;
}

/** A listing of which is known what it should show, while nobody has anything to do with it. */
export interface Calm extends Known {
  offered: number;
  /** Of its row in the outbox; another one later means that somebody had to do with it meanwhile. */
  trace: string;
}

export interface OfferRules {
  buffer: number;
  locations: readonly string[] | undefined;
}

/**
 * The listings that may be compared, those of one remote id together. Not those without a product, nor those that the marketplace does not
 * count.
 */
export async function knownListings(session: Session, channel: string): Promise<Known[]> {
  const rows = await session.read<Listing & { id: number | string }>(
    phrase('read_listings'),
    `SELECT c.id, c.remote_id AS remoteId, c.remote_variant AS remoteVariant FROM channel_listing c
      WHERE c.channel = ? AND COALESCE(c.status, '') NOT IN ('gone', 'untracked')
        AND EXISTS (SELECT 1 FROM channel_listing_part p WHERE p.listing_id = c.id)
      ORDER BY c.remote_id, c.remote_variant`,
    [channel],
  );
  return rows.map(({ id, remoteId, remoteVariant }) => ({ listingId: Number(id), remoteId, remoteVariant }));
}

/**
 * Of these, those with an offer. `calm` are those that nobody is about to write: no change of theirs is pending, none was given up, and
 * nobody has them in hand. One that waits for its second look alone shows what it should, or it is seen here.
 */
export async function* offeredAmong(
  session: Session,
  channel: string,
  listings: readonly Known[],
  rules: OfferRules,
): AsyncGenerator<{ offered: number; calm: readonly Calm[] }> {
  for (const part of chunks(listings, IDS_PER_QUESTION)) {
    const ids = part.map(({ listingId }) => listingId);
    const traces = await tracesOf(session, channel, ids);
    const offers = await offersOf(session, ids, rules);
    yield {
      offered: offers.size,
      calm: part.flatMap((listing) => {
        const offered = offers.get(listing.listingId);
        const trace = traces.get(listing.listingId) ?? '';
        return offered === undefined || trace === BUSY ? [] : [{ ...listing, offered, trace }];
      }),
    };
  }
}

const BUSY = 'busy';

async function tracesOf(
  session: Session,
  channel: string,
  listingIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await session.read<{ id: number | string; trace: string }>(
    phrase('read_outbox'),
    `SELECT subject_id AS id,
            IF(dead_at IS NULL AND accepted_key <=> \`key\` AND leased_by IS NULL,
               CONCAT_WS(' ', \`key\`, sent_at), '${BUSY}') AS trace
       FROM channel_outbox WHERE channel = ? AND subject_id IN (?)`,
    [channel, listingIds],
  );
  return new Map(rows.map(({ id, trace }) => [Number(id), trace]));
}
