import { chunks } from '../../mysql/chunks.ts';
import type { Session, Value } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import {
  changeHeld,
  type Difference,
  inLedger,
  ledgerTime,
  lockLevels,
  openLevels,
  type Spot,
} from './levels.ts';
import { type MappedPart, type Mapping, readMapping } from './mapping.ts';
import { isReturnOfSource, type Kind, signed, type StockRules } from './rules.ts';

/** One line of what moved the stock, as whoever saw it says. */
export interface Movement {
  /** With `line`, what makes it this one and no other, however often it comes. */
  sourceKey: string;
  /** Without a plus sign, which stands before the number of a kit's part. */
  line: string;
  kind: Exclude<Kind, 'count'>;
  /** Units, or pieces of the listing: above 0. */
  quantity: number;
  sku: string | null;
  /** Of an order: where it was made, its id, and the listing it is of, if that is known. */
  channel?: string;
  orderId?: string;
  listingId?: number;
  location: string;
}

export interface Recorded {
  recorded: number;
  /** Of these, those that nobody can say the item of yet. */
  unmapped: number;
  /** Recorded before. */
  known: number;
}

const ROWS_PER_STATEMENT = 1000;

/**
 * Records movements, each once, in one transaction, with what follows of them for levels and listings. `alongside` does what has to stand
 * or fall with them, after the levels are locked.
 */
export async function recordMovements(
  session: Session,
  rules: StockRules,
  movements: readonly Movement[],
  alongside: () => Promise<void> = () => Promise.resolve(),
): Promise<Recorded> {
  const prepare = async (): Promise<Prepared> => {
    const fresh = await unknownAmong(session, movements);
    const endReasonOf = ({ kind }: Movement): string | null =>
      isReturnOfSource(kind, rules) ? 'in_source' : null;
    const rows = rowsOf(fresh, await readMapping(session, fresh.map(asUnmapped)), endReasonOf);
    await openLevels(session, rows.flatMap(spotOf), rules);
    return { rows, fresh: fresh.length, now: await ledgerTime(session) };
  };
  const record = async ({ rows, now }: Prepared): Promise<void> => {
    await lockLevels(session, rows.flatMap(spotOf));
    await alongside();
    await insertMovements(session, rows, now);
    await changeHeld(session, rows.flatMap(differenceOf));
  };
  return inLedger(session, phrase('record_movements'), prepare, async (prepared) => {
    await record(prepared);
    return {
      recorded: prepared.fresh,
      unmapped: prepared.rows.filter(({ itemId }) => itemId === null).length,
      known: movements.length - prepared.fresh,
    };
  });
}

interface Prepared {
  rows: readonly MovementRow[];
  fresh: number;
  now: string;
}

/** A row of stock_movement that is to be. */
export interface MovementRow {
  sourceKey: string;
  line: string;
  kind: Kind;
  channel: string | null;
  orderId: string | null;
  listingId: number | null;
  sku: string | null;
  itemId: number | null;
  location: string;
  /** As its level counts it. */
  quantity: number;
  /** Why it has ended already, if it has. */
  endReason: string | null;
}

export function asUnmapped({ listingId, sku }: Pick<Movement, 'listingId' | 'sku'>) {
  return { listingId: listingId ?? null, sku };
}

/** One row, or one a part of the kit that was sold. */
export function rowsOf(
  movements: readonly Movement[],
  mapping: Mapping,
  endReasonOf: (movement: Movement) => string | null,
): MovementRow[] {
  return movements.flatMap((movement) => {
    const parts = mapping.partsOf(asUnmapped(movement));
    const row = {
      ...movement,
      channel: movement.channel ?? null,
      orderId: movement.orderId ?? null,
      listingId: movement.listingId ?? null,
      itemId: null,
      quantity: signed(movement.kind, movement.quantity),
      endReason: endReasonOf(movement),
    };
    return parts.length === 0 ? [row] : rowsOfParts(row, parts);
  });
}

/** An unmapped row as the rows of the parts that it turns out to be of. */
export function rowsOfParts<R extends Pick<MovementRow, 'line' | 'quantity'>>(
  row: R,
  parts: readonly MappedPart[],
): (R & { itemId: number })[] {
  return parts.map(({ itemId, units }, index) => ({
    ...row,
    line: lineOfPart(row.line, index),
    itemId,
    quantity: row.quantity * units,
  }));
}

/** The first part of a line has the line's own name: it stands for the whole line. */
function lineOfPart(line: string, index: number): string {
  return index === 0 ? line : `${line}+${index}`;
}

export function spotOf({ itemId, location }: { itemId: number | null; location: string }): Spot[] {
  return itemId === null ? [] : [{ itemId, location }];
}

function differenceOf(row: MovementRow): Difference[] {
  return row.endReason === null ? spotOf(row).map((spot) => ({ ...spot, quantity: row.quantity })) : [];
}

export async function insertMovements(
  session: Session,
  rows: readonly MovementRow[],
  now: string,
): Promise<void> {
  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    await session.write(
      phrase('write_movements'),
      `INSERT INTO stock_movement (source_key, line, kind, channel, order_id, listing_id, sku, item_id, location, quantity,
                                   received_at, ended_at, end_reason) VALUES ?`,
      [part.map((row): Value[] => valuesOf(row, now))],
    );
  }
}

function valuesOf(row: MovementRow, now: string): Value[] {
  return [
    ...[row.sourceKey, row.line, row.kind, row.channel, row.orderId, row.listingId, row.sku, row.itemId],
    ...[row.location, row.quantity, now, row.endReason === null ? null : now, row.endReason],
  ];
}

/** Those that were never recorded, each once. */
export async function unknownAmong(session: Session, movements: readonly Movement[]): Promise<Movement[]> {
  const unknown = new Map<string, Movement>();
  for (const movement of movements.toReversed()) unknown.set(keyOf(movement), movement);
  for (const keys of chunks(new Set(movements.map(({ sourceKey }) => sourceKey)), ROWS_PER_STATEMENT)) {
    const rows = await session.read<Pick<Movement, 'sourceKey' | 'line'>>(
      phrase('read_movements'),
      'SELECT source_key AS sourceKey, line FROM stock_movement WHERE source_key IN (?)',
      [keys],
    );
    for (const row of rows) unknown.delete(keyOf(row));
  }
  return [...unknown.values()].toReversed();
}

export function keyOf({ sourceKey, line }: Pick<Movement, 'sourceKey' | 'line'>): string {
  return `${sourceKey} ${line}`;
}

/** Of the line that a part belongs to. */
export function keyOfLine({ sourceKey, line }: Pick<Movement, 'sourceKey' | 'line'>): string {
  return keyOf({ sourceKey, line: line.replace(/\+\d+$/, '') });
}
