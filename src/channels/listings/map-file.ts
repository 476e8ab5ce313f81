import { UsageError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import type { Session } from '../../mysql/session.ts';
import { chunks } from '../../mysql/chunks.ts';
import { type CsvRow, readCsv } from '../csv.ts';
import type { Listing } from '../marketplace.ts';
import { itemsOfSkus, MOST_UNITS, unitsIn } from '../stock.ts';
import { keyOf } from './key.ts';
import { phrase } from './phrase.ts';

/** A row of the file, of a listing and an item that are known. */
export interface PartRow {
  listingId: number;
  itemId: number;
  /** Of the item in one piece of the listing; 0: none. */
  units: number;
}

/** Gives the listing back: from now on it is what its SKU says. */
interface BackRow {
  listingId: number;
  itemId: null;
}

export type HandRow = PartRow | BackRow;

export interface WrongRow {
  line: number;
  why: Phrase;
}

const COLUMNS = ['channel', 'remote_id', 'remote_variant', 'item_id', 'sku', 'units'] as const;
type Row = CsvRow<(typeof COLUMNS)[number]>;

const KEYS_PER_QUESTION = 1000;

export function readMapFile(file: string): Promise<Row[]> {
  return readCsv(file, COLUMNS, ['channel', 'remote_id', ['item_id', 'sku'], 'units']);
}

/** The rows with what the database knows of them, and those that are wrong, in the order of the file. */
export async function resolve(
  session: Session,
  rows: readonly Row[],
  channels: readonly string[],
): Promise<{ rows: readonly HandRow[]; wrong: readonly WrongRow[] }> {
  const listings = await listingsOf(session, rows);
  const skus = await itemsOfSkus(session, new Set(rows.flatMap(({ cells: { sku } }) => sku || [])));
  const items = await itemsAmong(session, rows);
  const wrong: WrongRow[] = [];
  const lines = new Map<string, number>();
  const firsts = new Map<number, { line: number; isBack: boolean }>();

  const itemOf = ({ sku, item_id: id }: Row['cells']): number | Phrase => {
    if ((sku === '') === (id === '')) return phrase('item_or_sku');
    if (id !== '')
      return items.has(Number(id)) ? Number(id) : phrase('item_unknown', { item: printable(id, 40) });
    const name = printable(sku, 100);
    return (
      skus.get(sku) ??
      (skus.isAmbiguous(sku) ? phrase('sku_of_two', { sku: name }) : phrase('sku_unknown', { sku: name }))
    );
  };
  const rowOf = ({ line, cells }: Row): HandRow | Phrase => {
    const { channel } = cells;
    if (!channels.includes(channel)) {
      return phrase('channel_unknown', { channel: printable(channel, 40), channels });
    }
    if (cells.remote_id === '') return phrase('remote_id_absent');
    const listingId = listings.get(`${channel} ${keyOf(listingIn(cells))}`);
    if (listingId === undefined) {
      const listing = printable([cells.remote_id, cells.remote_variant].filter(Boolean).join(' / '), 140);
      return phrase('listing_unknown', { channel, listing });
    }
    const isBack = `${cells.item_id}${cells.sku}${cells.units}` === '';
    const first = firsts.get(listingId);
    if (first !== undefined && (isBack || first.isBack))
      return phrase('given_back_beside', { line: first.line });
    firsts.set(listingId, first ?? { line, isBack });
    if (isBack) return { listingId, itemId: null };
    const units = unitsIn(cells.units, 0);
    if (units === undefined) {
      return phrase('units_wrong', { units: printable(cells.units, 40), most: MOST_UNITS });
    }
    const itemId = itemOf(cells);
    if (typeof itemId !== 'number') return itemId;
    const key = `${listingId} ${itemId}`;
    const before = lines.get(key);
    if (before !== undefined) return phrase('row_repeated', { line: before });
    lines.set(key, line);
    return { listingId, itemId, units };
  };

  const resolved: HandRow[] = [];
  for (const row of rows) {
    const found = rowOf(row);
    if ('listingId' in found) resolved.push(found);
    else wrong.push({ line: row.line, why: found });
  }
  return { rows: resolved, wrong };
}

/** What is to be said of rows that cannot be used, a line each. */
export function refusalOf(wrong: readonly WrongRow[]): UsageError {
  const [first] = wrong;
  if (first !== undefined && wrong.length === 1) return new UsageError(phrase('row_wrong', { ...first }));
  return new UsageError(phrase('rows_wrong', { count: wrong.length }));
}

function listingIn({ remote_id: remoteId, remote_variant: remoteVariant }: Row['cells']): Listing {
  return { remoteId, remoteVariant };
}

/** By channel and name there. */
async function listingsOf(session: Session, rows: readonly Row[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const names = new Set(
    rows.map(({ cells }) => cells.remote_id).filter((name) => /^[!-~]{1,64}$/.test(name)),
  );
  for (const part of chunks(names, KEYS_PER_QUESTION)) {
    const found = await session.read<Listing & { channel: string; id: number | string }>(
      phrase('read_listings'),
      `SELECT id, channel, remote_id AS remoteId, remote_variant AS remoteVariant FROM channel_listing
        WHERE remote_id IN (?)`,
      [part],
    );
    for (const { id, channel, ...listing } of found) ids.set(`${channel} ${keyOf(listing)}`, Number(id));
  }
  return ids;
}

/** A product of the source, or what stands for one where there is none. */
async function itemsAmong(session: Session, rows: readonly Row[]): Promise<ReadonlySet<number>> {
  const known = new Set<number>();
  const asked = new Set(
    rows.flatMap(({ cells: { item_id: id } }) => (/^[1-9]\d{0,15}$/.test(id) ? [Number(id)] : [])),
  );
  for (const part of chunks(asked, KEYS_PER_QUESTION)) {
    const found = await session.read<{ id: number | string }>(
      phrase('read_skus'),
      `SELECT id FROM ${session.products} WHERE id IN (?) UNION SELECT id FROM item WHERE id IN (?)`,
      [part, part],
    );
    for (const { id } of found) known.add(Number(id));
  }
  return known;
}
