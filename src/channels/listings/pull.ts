import { chunks } from '../../mysql/chunks.ts';
import { NamedLock } from '../../mysql/named-lock.ts';
import type { Session, Value } from '../../mysql/session.ts';
import { UnavailableError } from '../../platform/errors.ts';
import type { Failure, Level, Listing, Marketplace, RemoteListing } from '../marketplace.ts';
import { inLedger, ledgerTime, markListingsById } from '../stock.ts';
import { leaveGone } from './gone.ts';
import { asKept } from './kept.ts';
import { keyOf } from './key.ts';
import { phrase } from './phrase.ts';
import type { Pulled } from './results.ts';
import type { SeenListing } from './seen.ts';

interface Pulling {
  session: Session;
  channel: string;
  marketplace: Marketplace;
  /** Is told what each page shows. */
  onPage?(page: readonly SeenListing[]): void;
}

/**
 * Reads all listings and writes those that differ, page by page: where it breaks off, what is written is right. Only what a reading to the
 * end does not have, and its own name does not find, is gone. Throws a `SyncError` where it cannot be read to its end, and where the marketplace shows nothing at all
 * although listings are known.
 */
export async function pullListings(pulling: Pulling): Promise<Pulled> {
  const { session, channel } = pulling;
  // Of two at once, the one that began first would take what came back after its reading for gone.
  const lock = new NamedLock(session, phrase('wait_for_pull'), 'pull', channel);
  await lock.wait();
  try {
    return await pull(pulling);
  } finally {
    await lock.giveBack();
  }
}

async function pull(pulling: Pulling): Promise<Pulled> {
  const { session, channel, marketplace } = pulling;
  const pulled: Pulled = { read: 0, new: 0, changed: 0, gone: 0 };
  const standing = await readStanding(session, channel);
  for await (const { page, askedAt } of timed(session, marketplace.listings())) {
    const { fresh, changed } = await writePage(session, channel, page);
    pulled.new += fresh;
    pulled.changed += changed;
    for (const listing of page) standing.delete(keyOf(listing));
    pulled.read += page.length;
    pulling.onPage?.(
      page.map(({ remoteId, remoteVariant, quantity }) => ({ remoteId, remoteVariant, quantity, askedAt })),
    );
  }
  // A token of another shop, or an answer cut short: everything would fall silent.
  if (pulled.read === 0 && standing.size > 0) {
    throw new UnavailableError(phrase('none_shown', { service: marketplace.service, known: standing.size }));
  }
  const gone = await goneOf(pulling, standing);
  pulled.gone = gone.length;
  await leaveGone(session, channel, gone);
  return pulled;
}

/** Of the listings that the list lacks, those that are not there either where they are asked for by their names. */
async function goneOf({ marketplace }: Pulling, lacking: ReadonlyMap<string, Standing>): Promise<number[]> {
  const gone: number[] = [];
  for (const part of chunks(lacking.values(), marketplace.listingsPerCall)) {
    const levels = await marketplace.read(part);
    for (const [index, { id }] of part.entries()) {
      const level = levels[index] as Level | Failure;
      if ('reason' in level) {
        throw new UnavailableError(
          phrase('gone_unread', { service: marketplace.service, why: level.reason }),
        );
      }
      if (level.kind === 'gone') gone.push(id);
    }
  }
  return gone;
}

/** Each page with the database's time of before it was asked for. */
async function* timed(
  session: Session,
  pages: AsyncIterable<readonly RemoteListing[]>,
): AsyncGenerator<{ page: readonly RemoteListing[]; askedAt: string }> {
  let askedAt = await ledgerTime(session);
  for await (const page of pages) {
    yield { page, askedAt };
    askedAt = await ledgerTime(session);
  }
}

/** The channel's listings that are not gone, by their names there. What an order adds meanwhile is not among them. */
async function readStanding(session: Session, channel: string): Promise<Map<string, Standing>> {
  const rows = await session.read<Listing & { id: number | string }>(
    phrase('read_listings'),
    `SELECT id, remote_id AS remoteId, remote_variant AS remoteVariant FROM channel_listing
      WHERE channel = ? AND NOT (status <=> 'gone')`,
    [channel],
  );
  return new Map(rows.map((row) => [keyOf(row), { ...row, id: Number(row.id) }]));
}

interface Standing extends Listing {
  id: number;
}

interface Row {
  id: number;
  sku: string | null;
  title: string | null;
  status: string | null;
}

async function writePage(
  session: Session,
  channel: string,
  page: readonly RemoteListing[],
): Promise<{ fresh: number; changed: number }> {
  if (page.length === 0) return { fresh: 0, changed: 0 };
  const prepare = async () => {
    const known = await readRows(session, channel, page);
    const differing = page.filter((listing) => differs(listing, known.get(keyOf(listing))));
    // It could take no quantity before, or nobody knows: what it should show is sent again.
    const woken = differing.flatMap((listing) => {
      const row = known.get(keyOf(listing));
      return row !== undefined && takes(listing.status) && !takes(row.status) ? [row.id] : [];
    });
    return { known, differing, woken };
  };
  return inLedger(session, phrase('write_listings'), prepare, async ({ known, differing, woken }) => {
    const fresh = differing.filter((listing) => !known.has(keyOf(listing))).length;
    if (differing.length === 0) return { fresh, changed: 0 };
    await session.write(
      phrase('write_listings'),
      `INSERT INTO channel_listing (channel, remote_id, remote_variant, sku, title, status) VALUES ?
       ON DUPLICATE KEY UPDATE sku = VALUES(sku), title = VALUES(title), status = VALUES(status)`,
      [
        differing.map((listing): Value[] => [
          ...[channel, listing.remoteId, listing.remoteVariant],
          ...[asKept(listing.sku), asKept(listing.title), listing.status],
        ]),
      ],
    );
    await markListingsById(session, await mappedAmong(session, woken));
    return { fresh, changed: differing.length - fresh };
  });
}

async function readRows(
  session: Session,
  channel: string,
  page: readonly RemoteListing[],
): Promise<Map<string, Row>> {
  const rows = await session.read<
    Omit<Row, 'id'> & { id: number | string; remoteId: string; remoteVariant: string }
  >(
    phrase('read_listings'),
    `SELECT id, remote_id AS remoteId, remote_variant AS remoteVariant, sku, title, status FROM channel_listing
      WHERE channel = ? AND remote_id IN (?)`,
    [channel, [...new Set(page.map(({ remoteId }) => remoteId))]],
  );
  return new Map(rows.map((row) => [keyOf(row), { ...row, id: Number(row.id) }]));
}

function differs({ sku, title, status }: RemoteListing, row: Row | undefined): boolean {
  return row?.sku !== asKept(sku) || row?.title !== asKept(title) || row?.status !== status;
}

function takes(status: string | null): boolean {
  return status === 'active' || status === 'inactive' || status === 'paused';
}

/** Of these listings, those that have a product. */
async function mappedAmong(session: Session, listingIds: readonly number[]): Promise<number[]> {
  if (listingIds.length === 0) return [];
  const rows = await session.read<{ id: number | string }>(
    phrase('read_mapping'),
    'SELECT DISTINCT listing_id AS id FROM channel_listing_part WHERE listing_id IN (?) ORDER BY listing_id',
    [listingIds],
  );
  return rows.map(({ id }) => Number(id));
}
