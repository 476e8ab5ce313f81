import { chunks } from '../../mysql/chunks.ts';
import { RepeatableError, RowLockedError } from '../../mysql/errors.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { SyncError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { phrase } from './phrase.ts';
import { markListings } from './marks.ts';
import { lastReading } from './last-reading.ts';
import type { StockRules } from './rules.ts';

const ROWS_PER_STATEMENT = 2000;
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 10;

/** Where an item is: beside a source there is one location, ''. */
export interface Spot {
  itemId: number;
  location: string;
}

export interface Level extends Spot {
  /** Null until something is known of it. */
  base: number | null;
  held: number;
  readAt: string | null;
  readRunId: string | null;
}

/**
 * Prepares outside a transaction, where what is read locks nothing, then works in one. Once more as a whole after a deadlock, and where
 * somebody else recorded the same meanwhile. What others have locked was waited for already.
 */
export function inLedger<P, T>(
  session: Session,
  attempt: Phrase,
  prepare: () => Promise<P>,
  work: (prepared: P) => Promise<T>,
): Promise<T> {
  const often = { signal: session.signal, attempts: ATTEMPTS, firstWaitMs: FIRST_WAIT_MS, isWorth: isFree };
  return repeated(often, async () => {
    const prepared = await prepare();
    try {
      return await session.transaction(attempt, () => work(prepared));
    } catch (error) {
      if (error instanceof SyncError && isDuplicate(error))
        throw new RepeatableError(error.phrase, { cause: error });
      throw error;
    }
  });
}

const isFree = (error: RepeatableError): boolean => !(error instanceof RowLockedError);

function isDuplicate({ cause }: SyncError): boolean {
  return (cause as { code?: string } | undefined)?.code === 'ER_DUP_ENTRY';
}

/** The database's own clock, the only one that counts. */
export async function ledgerTime(session: Session): Promise<string> {
  const [row] = await session.read<{ now: string }>(phrase('read_levels'), 'SELECT NOW(6) AS now');
  return row?.now ?? '';
}

/**
 * Rows for those that have none yet, before any transaction that locks them. Beside a source a level begins with the stock of the last
 * load; a load that is under way writes a row for whatever it changes, so none of it is missed.
 */
export async function openLevels(
  session: Session,
  spots: readonly Spot[],
  { hasSource }: StockRules,
): Promise<void> {
  const wanted = inOrder(spots);
  for (const part of chunks(wanted, ROWS_PER_STATEMENT)) {
    const known = await session.read<{ itemId: number | string; location: string }>(
      phrase('read_levels'),
      'SELECT item_id AS itemId, location FROM stock_level WHERE item_id IN (?)',
      [part.map(({ itemId }) => itemId)],
    );
    const keys = new Set(known.map(({ itemId, location }) => keyOf({ itemId: Number(itemId), location })));
    const lacking = part.filter((spot) => !keys.has(keyOf(spot)));
    if (lacking.length > 0) await beginLevels(session, lacking, hasSource);
  }
}

async function beginLevels(session: Session, spots: readonly Spot[], hasSource: boolean): Promise<void> {
  const stocks = new Map<number, number>();
  let reading: Awaited<ReturnType<typeof lastReading>>;
  if (hasSource) {
    reading = await lastReading(session, spots);
    const rows = await session.read<{ id: number | string; stock: number | string | null }>(
      phrase('read_levels'),
      `SELECT id, stock FROM ${session.products} WHERE id IN (?)`,
      [spots.map(({ itemId }) => itemId)],
    );
    for (const { id, stock } of rows) stocks.set(Number(id), Number(stock ?? 0));
  }
  const begun = spots.map(({ itemId, location }) => {
    const stock = location === '' ? stocks.get(itemId) : undefined;
    const readBy = stock !== undefined && reading?.itemIds.has(itemId) === true ? reading : undefined;
    return [itemId, location, stock ?? null, readBy?.startedAt ?? null, readBy?.runId ?? null];
  });
  await session.write(
    phrase('write_levels'),
    'INSERT IGNORE INTO stock_level (item_id, location, base, read_at, read_run_id) VALUES ?',
    [begun],
  );
}

/** In a transaction, before anything else: locks these rows, ids ascending, so that nobody waits for each other in a circle. */
export function lockLevels(session: Session, spots: readonly Spot[], waits = true): Promise<Levels> {
  return levelsOf(session, spots, waits ? 'FOR UPDATE' : 'FOR UPDATE NOWAIT');
}

export async function levelsOf(session: Session, spots: readonly Spot[], locking = ''): Promise<Levels> {
  const levels = new Map<string, Level>();
  for (const part of chunks(inOrder(spots), ROWS_PER_STATEMENT)) {
    const rows = await session.read<Record<keyof Level, never>>(
      phrase('read_levels'),
      `SELECT item_id AS itemId, location, base, held, read_at AS readAt, read_run_id AS readRunId
         FROM stock_level FORCE INDEX (PRIMARY)
        WHERE item_id IN (?) AND (item_id, location) IN (?) ORDER BY item_id, location ${locking}`,
      [part.map(({ itemId }) => itemId), part.map(({ itemId, location }) => [itemId, location])],
    );
    for (const row of rows) {
      const level = {
        itemId: Number(row.itemId),
        location: row.location as string,
        base: row.base === null ? null : Number(row.base),
        held: Number(row.held),
        readAt: row.readAt as string | null,
        readRunId: row.readRunId as string | null,
      };
      levels.set(keyOf(level), level);
    }
  }
  return { of: (spot) => levels.get(keyOf(spot)) };
}

export interface Levels {
  of(spot: Spot): Level | undefined;
}

export interface Difference extends Spot {
  quantity: number;
}

/** Adds to what is held, of rows that are locked. Returns the items whose level that changes. */
export async function addToHeld(session: Session, differences: readonly Difference[]): Promise<number[]> {
  const sums = new Map<string, Difference>();
  for (const { itemId, location, quantity } of differences) {
    const key = keyOf({ itemId, location });
    sums.set(key, { itemId, location, quantity: (sums.get(key)?.quantity ?? 0) + quantity });
  }
  const changed = inOrder([...sums.values()]).filter(({ quantity }) => quantity !== 0);
  for (const part of chunks(changed, ROWS_PER_STATEMENT)) {
    await session.write(
      phrase('write_levels'),
      `INSERT INTO stock_level (item_id, location, held) VALUES ?
       ON DUPLICATE KEY UPDATE held = held + VALUES(held), version = version + 1`,
      [part.map(({ itemId, location, quantity }) => [itemId, location, quantity])],
    );
  }
  return changed.map(({ itemId }) => itemId);
}

/** The same, and every listing of those items is to be looked at. */
export async function changeHeld(session: Session, differences: readonly Difference[]): Promise<void> {
  await markListings(session, await addToHeld(session, differences));
}

function keyOf({ itemId, location }: Spot): string {
  return `${itemId} ${location}`;
}

/** Each once, as the primary key orders them. */
function inOrder<S extends Spot>(spots: readonly S[]): S[] {
  const unique = new Map(spots.map((spot) => [keyOf(spot), spot]));
  return [...unique.values()].sort(
    (a, b) => a.itemId - b.itemId || (a.location < b.location ? -1 : Number(a.location > b.location)),
  );
}
