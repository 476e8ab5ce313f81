import { chunks } from '../../mysql/chunks.ts';
import { RepeatableError } from '../../mysql/errors.ts';
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
  /** Without a plus sign, which stands before the number of a kit's part, and without an equals sign, before what it has grown to. */
  line: string;
  kind: Exclude<Kind, 'count'>;
  /** Units, or pieces of the listing: above 0. A line of an order that comes again with more of them has grown by the difference. */
  quantity: number;
  sku: string | null;
  /** Of an order: where it was made, its id, and the listing it is of, if that is known. */
  channel?: string;
  orderId?: string;
  listingId?: number;
  location: string;
}

export interface Recorded {
  /** Those that were new, and those that had grown. */
  recorded: number;
  /** Of these, those that nobody can say the item of yet. */
  unmapped: number;
  /** Recorded before. */
  known: number;
}

const ROWS_PER_STATEMENT = 1000;

interface Recording {
  /** What has to stand or fall with them, after the levels are locked. */
  alongside?: () => Promise<void>;
  /** Whether levels that others have locked are waited for. Otherwise, and after the time that a statement waits, a `RowLockedError`. */
  waits?: boolean;
}

/** Records movements, each once, in one transaction, with what follows of them for levels and listings. */
export async function recordMovements(
  session: Session,
  rules: StockRules,
  movements: readonly Movement[],
  { alongside = () => Promise.resolve(), waits = true }: Recording = {},
): Promise<Recorded> {
  const prepare = async (): Promise<Prepared> => {
    const fresh = await freshAmong(session, movements);
    const endReasonOf = ({ kind }: Movement): string | null =>
      isReturnOfSource(kind, rules) ? 'in_source' : null;
    const rows = rowsOf(fresh, await readMapping(session, fresh.map(asUnmapped)), endReasonOf);
    await openLevels(session, rows.flatMap(spotOf), rules);
    return { rows, fresh: fresh.length, now: await ledgerTime(session) };
  };
  const record = async ({ rows, fresh, now }: Prepared): Promise<void> => {
    await lockLevels(session, rows.flatMap(spotOf), waits);
    // A line that was cancelled before it was locked no longer grows.
    const grows = rows.some(({ line }) => line.includes(GROWN));
    if (grows && (await freshAmong(session, movements, 'FOR UPDATE')).length !== fresh) {
      throw new RepeatableError(phrase('changed_meanwhile'));
    }
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
  /** Of a line of an order: pieces that it has in all. */
  ordered: number | null;
  /** Why it has ended already, if it has. */
  endReason: string | null;
}

export function asUnmapped({ listingId, sku }: Pick<Movement, 'listingId' | 'sku'>) {
  return { listingId: listingId ?? null, sku };
}

/** One row, or one a part of the kit that was sold. */
export function rowsOf(
  movements: readonly Fresh[],
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
      ordered: movement.kind === 'order' ? (movement.ordered ?? movement.quantity) : null,
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
                                   ordered, received_at, ended_at, end_reason) VALUES ?`,
      [part.map((row): Value[] => valuesOf(row, now))],
    );
  }
}

function valuesOf(row: MovementRow, now: string): Value[] {
  return [
    ...[row.sourceKey, row.line, row.kind, row.channel, row.orderId, row.listingId, row.sku, row.itemId],
    ...[row.location, row.quantity, row.ordered, now, row.endReason === null ? null : now, row.endReason],
  ];
}

/** A movement that is to be recorded: all of its line, or what that has grown by. */
export interface Fresh extends Movement {
  /** Pieces of a line that has grown, in all. */
  ordered?: number;
}

/**
 * Those that were never recorded, each once, and of the lines of orders what is more than was recorded: somebody added to the order. What
 * is less changes nothing, since nobody knows here where those units are.
 */
async function freshAmong(session: Session, movements: readonly Movement[], locking = ''): Promise<Fresh[]> {
  const known = await knownOf(session, movements, locking);
  return distinct(movements).flatMap((movement) => {
    const before = known.get(keyOf(movement));
    if (before === undefined) return [movement];
    const { kind, line, quantity: ordered } = movement;
    if (kind !== 'order' || ordered <= before) return [];
    return [{ ...movement, line: `${line}${GROWN}${ordered}`, quantity: ordered - before, ordered }];
  });
}

/** Those that were never recorded, each once. */
export async function unknownAmong(session: Session, movements: readonly Movement[]): Promise<Movement[]> {
  const known = await knownOf(session, movements);
  return distinct(movements).filter((movement) => !known.has(keyOf(movement)));
}

/** Each once; of a line of an order that comes with different pieces the one with most. */
function distinct(movements: readonly Movement[]): Movement[] {
  const kept = new Map<string, Movement>();
  for (const movement of movements) {
    const other = kept.get(keyOf(movement));
    const isMore = movement.kind === 'order' && movement.quantity > (other?.quantity ?? 0);
    if (other === undefined || isMore) kept.set(keyOf(movement), movement);
  }
  return [...kept.values()];
}

/** How many pieces each line of these had in all when it was recorded last; one that was cancelled no longer grows. */
async function knownOf(
  session: Session,
  movements: readonly Movement[],
  locking = '',
): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  for (const keys of chunks(new Set(movements.map(({ sourceKey }) => sourceKey)), ROWS_PER_STATEMENT)) {
    const rows = await session.read<
      Pick<Movement, 'sourceKey' | 'line'> & { ordered: number | string | null; cancelled: number | null }
    >(
      phrase('read_movements'),
      `SELECT source_key AS sourceKey, line, ordered, end_reason = 'cancelled' AS cancelled FROM stock_movement
        WHERE source_key IN (?) ${locking}`,
      [keys],
    );
    for (const row of rows) {
      const key = keyOfLine(row);
      const pieces = row.cancelled === 1 ? Infinity : Number(row.ordered ?? 0);
      known.set(key, Math.max(known.get(key) ?? 0, pieces));
    }
  }
  return known;
}

/** Stands between a line and the pieces that it has grown to. */
const GROWN = '=';

export function keyOf({ sourceKey, line }: Pick<Movement, 'sourceKey' | 'line'>): string {
  return `${sourceKey} ${line}`;
}

/** Of the line that a part, or what it has grown by, belongs to. */
export function keyOfLine({ sourceKey, line }: Pick<Movement, 'sourceKey' | 'line'>): string {
  return keyOf({ sourceKey, line: line.replace(/(=\d+)?(\+\d+)?$/, '') });
}
