import { chunks } from '../../mysql/chunks.ts';
import { RepeatableError } from '../../mysql/errors.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import { addToHeld, inLedger, ledgerTime, lockLevels } from './levels.ts';
import { readMapping } from './mapping.ts';
import { markListings } from './marks.ts';
import {
  asUnmapped,
  insertMovements,
  keyOf,
  keyOfLine,
  type Movement,
  type MovementRow,
  rowsOf,
  spotOf,
  unknownAmong,
} from './movements.ts';

const ROWS_PER_STATEMENT = 1000;

/** A movement as it stands, locked. */
export interface Standing extends Omit<MovementRow, 'endReason' | 'ordered'> {
  id: number;
  receivedAt: string;
}

const STANDING = `
  SELECT id, source_key AS sourceKey, line, kind, channel, order_id AS orderId, listing_id AS listingId, sku, item_id AS itemId,
         location, quantity, received_at AS receivedAt
    FROM stock_movement WHERE ended_at IS NULL`;

/** As the driver has it: a number that is too large for one comes as a text. */
type Numbered = Omit<Standing, 'id' | 'listingId' | 'itemId' | 'quantity'> &
  Record<'id' | 'quantity', number | string> &
  Record<'listingId' | 'itemId', number | string | null>;

/** Those that have not ended and fit, as they stand at this moment; `values` are those of `where`. */
export async function standing(
  session: Session,
  where: string,
  values: Parameters<Session['read']>[2],
): Promise<Standing[]> {
  const rows = await session.read<Numbered>(phrase('read_movements'), `${STANDING} AND ${where}`, values);
  const numberOrNull = (value: number | string | null): number | null =>
    value === null ? null : Number(value);
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    listingId: numberOrNull(row.listingId),
    itemId: numberOrNull(row.itemId),
    quantity: Number(row.quantity),
  }));
}

/** In a transaction that has locked the levels of these movements: the same again, locked, without those that ended meanwhile. */
export async function lockStanding(session: Session, found: readonly Standing[]): Promise<Standing[]> {
  const items = new Map(found.map(({ id, itemId }) => [id, itemId]));
  const locked: Standing[] = [];
  for (const ids of chunks(
    [...items.keys()].toSorted((a, b) => a - b),
    ROWS_PER_STATEMENT,
  )) {
    locked.push(...(await standing(session, 'id IN (?) ORDER BY id FOR UPDATE', [ids])));
  }
  // Mapped meanwhile, to an item whose level is not locked.
  if (locked.some(({ id, itemId }) => items.get(id) !== itemId)) {
    throw new RepeatableError(phrase('mapped_meanwhile'));
  }
  return locked;
}

/** Ends movements whose levels are locked, and takes them out of what is held. Returns the items whose held quantity changed. */
export async function endMovements(
  session: Session,
  movements: readonly Pick<Standing, 'id' | 'itemId' | 'location' | 'quantity'>[],
  { reason, runId = null }: { reason: string; runId?: string | null },
): Promise<number[]> {
  for (const part of chunks(movements, ROWS_PER_STATEMENT)) {
    await session.write(
      phrase('write_movements'),
      'UPDATE stock_movement SET ended_at = NOW(6), ended_run_id = ?, end_reason = ? WHERE id IN (?)',
      [runId, reason, part.map(({ id }) => id)],
    );
  }
  return addToHeld(
    session,
    movements.flatMap((movement) =>
      spotOf(movement).map((spot) => ({ ...spot, quantity: -movement.quantity })),
    ),
  );
}

/**
 * Ends what these lines hold, and adds nothing: whatever of it the source knows, it takes back itself. A line that was never recorded
 * is written down as ended, so that an order that is read later changes nothing. Returns how many lines ended.
 */
export async function cancelOrderLines(
  session: Session,
  lines: readonly Movement[],
  alongside: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const prepare = async () => {
    const unknown = await unknownAmong(session, lines);
    const mapping = await readMapping(session, unknown.map(asUnmapped));
    return {
      found: await standingOf(session, lines),
      unknown: rowsOf(unknown, mapping, () => 'cancelled'),
      now: await ledgerTime(session),
    };
  };
  return inLedger(session, phrase('cancel_orders'), prepare, async ({ found, unknown, now }) => {
    await lockLevels(session, found.flatMap(spotOf));
    await alongside();
    await insertMovements(session, unknown, now);
    const ending = await lockStanding(session, found);
    // A line that grew before it was locked.
    if ((await standingOf(session, lines, 'FOR UPDATE')).length > ending.length) {
      throw new RepeatableError(phrase('changed_meanwhile'));
    }
    const ended = await endMovements(session, ending, { reason: 'cancelled' });
    // What was ordered and cancelled unseen may be missing in what the marketplace shows.
    await markListings(session, [...ended, ...unknown.flatMap(({ itemId }) => itemId ?? [])]);
    return new Set(ending.map(keyOfLine)).size;
  });
}

async function standingOf(session: Session, lines: readonly Movement[], locking = ''): Promise<Standing[]> {
  const keys = [...new Set(lines.map(({ sourceKey }) => sourceKey))];
  const wanted = new Set(lines.map(keyOf));
  const found: Standing[] = [];
  for (const part of chunks(keys, ROWS_PER_STATEMENT)) {
    found.push(...(await standing(session, `source_key IN (?) ${locking}`, [part])));
  }
  return found.filter((movement) => wanted.has(keyOfLine(movement)));
}
