import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { inLedger, mapLate, markListingsById, openLevels, type StockRules } from '../stock.ts';
import { mapBySku } from './by-sku.ts';
import type { HandRow, PartRow } from './map-file.ts';
import { phrase } from './phrase.ts';
import type { MappedByHand } from './results.ts';

type Parts = ReadonlyMap<number, number>;

const ROWS_PER_STATEMENT = 1000;

/**
 * All rows or none. What the rows of a listing say with units is all of it from now on; a row with none takes its part away and leaves the
 * others. One that is given back is what its SKU says, as if nobody had ever mapped it. What changes is to be looked at at once, and what
 * moved before is applied.
 */
export async function mapByHand(
  session: Session,
  rules: StockRules,
  rows: readonly HandRow[],
): Promise<MappedByHand> {
  const parts = rows.filter((row): row is PartRow => row.itemId !== null);
  const byListing = new Map(
    [...Map.groupBy(parts, ({ listingId }) => listingId)].toSorted(([one], [other]) => one - other),
  );
  const back = rows.flatMap(({ listingId, itemId }) => (itemId === null ? [listingId] : []));
  const prepare = (): Promise<void> =>
    openLevels(
      session,
      parts.filter(({ units }) => units > 0).map(({ itemId }) => ({ itemId, location: '' })),
      rules,
    );
  const counts = await inLedger(session, phrase('map_by_hand'), prepare, async () => {
    const before = await lockParts(
      session,
      [...byListing.keys(), ...back].toSorted((a, b) => a - b),
    );
    const changed = new Map<number, Parts>();
    for (const [listingId, said] of byListing) {
      const standing = before.get(listingId) ?? new Map<number, number>();
      const parts = partsAfter(standing, said);
      if (!isSame(standing, parts)) changed.set(listingId, parts);
    }
    await writeParts(session, changed);
    await markListingsById(
      session,
      [...changed].filter(([, parts]) => parts.size > 0).map(([listingId]) => listingId),
    );
    await setByHand(session, [...byListing.keys()], true);
    await forgetParts(session, back);
    await setByHand(session, back, false);
    const mapped = [...changed.values()].filter((parts) => parts.size > 0);
    return {
      mapped: mapped.length,
      kits: mapped.filter((parts) => parts.size > 1 || [...parts.values()].some((units) => units > 1)).length,
      unmapped: changed.size - mapped.length,
      same: byListing.size - changed.size,
      given_back: back.length,
    };
  });
  const { applied } = back.length > 0 ? await mapBySku(session, rules) : { applied: 0 };
  return { ...counts, applied: applied + (await mapLate(session, rules)) };
}

function partsAfter(standing: Parts, said: readonly PartRow[]): Parts {
  const given = said.filter(({ units }) => units > 0);
  if (given.length > 0) return new Map(given.map(({ itemId, units }) => [itemId, units]));
  const taken = new Set(said.map(({ itemId }) => itemId));
  return new Map([...standing].filter(([itemId]) => !taken.has(itemId)));
}

function isSame(one: Parts, other: Parts): boolean {
  return one.size === other.size && [...one].every(([itemId, units]) => other.get(itemId) === units);
}

/** What these listings are of, which nobody changes until the end. */
async function lockParts(
  session: Session,
  listingIds: readonly number[],
): Promise<Map<number, Map<number, number>>> {
  const parts = new Map<number, Map<number, number>>();
  for (const ids of chunks(listingIds, ROWS_PER_STATEMENT)) {
    await session.read(
      phrase('map_by_hand'),
      'SELECT id FROM channel_listing WHERE id IN (?) ORDER BY id FOR UPDATE',
      [ids],
    );
    const rows = await session.read<{ listingId: number | string; itemId: number | string; units: number }>(
      phrase('read_mapping'),
      'SELECT listing_id AS listingId, item_id AS itemId, units FROM channel_listing_part WHERE listing_id IN (?) FOR UPDATE',
      [ids],
    );
    for (const { listingId, itemId, units } of rows) {
      const known = parts.get(Number(listingId)) ?? new Map<number, number>();
      parts.set(Number(listingId), known.set(Number(itemId), units));
    }
  }
  return parts;
}

async function writeParts(session: Session, changed: ReadonlyMap<number, Parts>): Promise<void> {
  await forgetParts(session, changed.keys());
  const rows = [...changed].flatMap(([listingId, parts]) =>
    [...parts].map(([itemId, units]) => [listingId, itemId, units]),
  );
  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    await session.write(
      phrase('map_by_hand'),
      'INSERT INTO channel_listing_part (listing_id, item_id, units) VALUES ?',
      [part],
    );
  }
}

async function forgetParts(session: Session, listingIds: Iterable<number>): Promise<void> {
  for (const ids of chunks(listingIds, ROWS_PER_STATEMENT)) {
    const sql = 'DELETE FROM channel_listing_part WHERE listing_id IN (?)';
    await session.write(phrase('map_by_hand'), sql, [ids]);
  }
}

async function setByHand(session: Session, listingIds: readonly number[], isByHand: boolean): Promise<void> {
  for (const ids of chunks(listingIds, ROWS_PER_STATEMENT)) {
    const sql = 'UPDATE channel_listing SET by_hand = ? WHERE id IN (?)';
    await session.write(phrase('map_by_hand'), sql, [Number(isByHand), ids]);
  }
}
