import type { Session } from '../../mysql/session.ts';
import type { Listing } from '../marketplace.ts';
import { phrase } from '../phrase.ts';
import { keyOf } from './key.ts';

interface Ordered {
  listing: Listing | undefined;
  sku: string | null;
}

/**
 * Rows for the listings that were ordered before they were ever pulled, so that a movement knows its listing and is mapped with it.
 * Returns how each line's listing is known here; of one without a listing nothing is.
 */
export async function addListings(
  session: Session,
  channel: string,
  lines: readonly Ordered[],
): Promise<(line: Ordered) => { listingId?: number }> {
  const named = lines.flatMap(({ listing, sku }) => (listing === undefined ? [] : [{ ...listing, sku }]));
  const ids = await idsOf(session, channel, named);
  const unknown = new Map(
    named.filter((listing) => !ids.has(keyOf(listing))).map((each) => [keyOf(each), each]),
  );
  if (unknown.size > 0) {
    await session.write(
      phrase('add_listings'),
      'INSERT IGNORE INTO channel_listing (channel, remote_id, remote_variant, sku) VALUES ?',
      [
        [...unknown.values()].map(({ remoteId, remoteVariant, sku }) => [
          channel,
          remoteId,
          remoteVariant,
          sku,
        ]),
      ],
    );
    for (const [key, id] of await idsOf(session, channel, [...unknown.values()])) ids.set(key, id);
  }
  return ({ listing }) => {
    const listingId = listing && ids.get(keyOf(listing));
    return listingId === undefined ? {} : { listingId };
  };
}

async function idsOf(
  session: Session,
  channel: string,
  listings: readonly Listing[],
): Promise<Map<string, number>> {
  if (listings.length === 0) return new Map();
  const rows = await session.read<Listing & { id: number | string }>(
    phrase('find_listings'),
    `SELECT id, remote_id AS remoteId, remote_variant AS remoteVariant FROM channel_listing
      WHERE channel = ? AND remote_id IN (?)`,
    [channel, [...new Set(listings.map(({ remoteId }) => remoteId))]],
  );
  return new Map(rows.map((row) => [keyOf(row), Number(row.id)]));
}
