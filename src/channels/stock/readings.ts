import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import { endMovements } from './endings.ts';
import { inLedger } from './levels.ts';
import { markOf } from './marks.ts';
import type { StockRules } from './rules.ts';

/** What a run has read, in a temporary table: `item_id`, `quantity`, `is_good`. */
const READINGS = 'stock_reading';

export interface Reading {
  itemId: number;
  quantity: number;
  /**
   * A stock row of the source that can be used. Otherwise it is what follows where there is none, such as for an item that left the
   * list: the level falls or rises to it, and nothing ends.
   */
  isGood: boolean;
}

interface LastLoad {
  runId: string;
  startedAt: string;
  isRead: boolean;
}

const ROWS_PER_STATEMENT = 5000;

/** Before the transaction of the load: an empty table, to be filled by `addReadings` and `addReadingsFrom`. */
export async function openReadings(session: Session): Promise<void> {
  await session.write(phrase('write_readings'), `DROP TEMPORARY TABLE IF EXISTS ${READINGS}`);
  await session.write(
    phrase('write_readings'),
    `CREATE TEMPORARY TABLE ${READINGS} (item_id BIGINT NOT NULL PRIMARY KEY, quantity BIGINT NOT NULL, is_good BOOLEAN NOT NULL,
       old_level BIGINT NULL) ENGINE = InnoDB`,
  );
}

export async function addReadings(session: Session, readings: Iterable<Reading>): Promise<void> {
  for (const part of chunks(readings, ROWS_PER_STATEMENT)) {
    const rows = part.map(({ itemId, quantity, isGood }) => [itemId, quantity, isGood ? 1 : 0]);
    await session.write(
      phrase('write_readings'),
      `INSERT INTO ${READINGS} (item_id, quantity, is_good) VALUES ?`,
      [rows],
    );
  }
}

/** The same, of rows that the database has: `select` gives item, quantity and whether the reading is good. */
export async function addReadingsFrom(session: Session, select: string): Promise<void> {
  await session.write(
    phrase('write_readings'),
    `INSERT INTO ${READINGS} (item_id, quantity, is_good) ${select}`,
  );
}

/**
 * Items whose reading a run hands in although it changes nothing: something is held of them, which it may end. Asked for at any time after
 * the run began: what is recorded later it cannot end.
 */
export async function heldItems(session: Session): Promise<ReadonlySet<number>> {
  const rows = await session.read<{ itemId: number | string }>(
    phrase('read_movements'),
    'SELECT DISTINCT item_id AS itemId FROM stock_movement WHERE ended_at IS NULL AND item_id IS NOT NULL',
  );
  return new Set(rows.map(({ itemId }) => Number(itemId)));
}

/**
 * First in the transaction of a load, so that nothing is read before the levels are locked: takes the readings of the table into the levels
 * of their items, and ends those items' movements that its list is sure to show.
 */
export async function takeReadings(session: Session, runId: string, rules: StockRules): Promise<void> {
  await lockRead(session);
  const run = await runOf(session, runId);
  // Its load is undone, and says so.
  if (run === undefined) return;
  const { startedAt, isBehind } = run;
  if (isBehind) {
    await addForgotten(session);
    await lockRead(session);
  }
  await dropOutdated(session, startedAt);
  await setBases(session, runId, startedAt);
  await endShown(session, runId, startedAt, rules);
  await markMoved(session);
  await noteRead(session, runId);
}

/**
 * Where the last load knew of no levels (the version before, or no marketplace on): brings them up to what it wrote, so that nothing older is
 * offered until the next run reads it. Ends nothing: that takes a reading.
 */
export async function catchUpLevels(session: Session, rules: StockRules): Promise<void> {
  const last = await forgottenLoad(session, rules);
  if (last === undefined) return;
  const prepare = (): Promise<void> => openReadings(session);
  await inLedger(session, phrase('write_readings'), prepare, async () => {
    await addForgotten(session);
    await lockRead(session);
    await setBases(session, last.runId, last.startedAt);
    await markMoved(session);
    await noteRead(session, last.runId);
  });
}

/** Whether the last load knew of no levels. */
export async function isBehind(session: Session, rules: StockRules): Promise<boolean> {
  return (await forgottenLoad(session, rules)) !== undefined;
}

async function forgottenLoad(session: Session, { hasSource }: StockRules): Promise<LastLoad | undefined> {
  const last = hasSource ? await lastLoad(session) : undefined;
  return last?.isRead === false ? last : undefined;
}

async function markMoved(session: Session): Promise<void> {
  await markOf(
    session,
    `(SELECT p.listing_id FROM ${READINGS} r
        STRAIGHT_JOIN stock_level l ON l.item_id = r.item_id AND l.location = ''
        STRAIGHT_JOIN channel_listing_part p ON p.item_id = r.item_id
       WHERE NOT (r.old_level <=> l.base + l.held))`,
  );
}

async function noteRead(session: Session, runId: string): Promise<void> {
  await session.write(phrase('write_levels'), 'UPDATE sync_run SET levels_read = TRUE WHERE run_id = ?', [
    runId,
  ]);
}

/** When it began, and whether the run before it left the levels as they were. */
async function runOf(
  session: Session,
  runId: string,
): Promise<{ startedAt: string; isBehind: boolean } | undefined> {
  const attempt = phrase('read_last_reading');
  const [run] = await session.read<{ startedAt: string }>(
    attempt,
    'SELECT started_at AS startedAt FROM sync_run WHERE run_id = ?',
    [runId],
  );
  const before = await lastLoad(session);
  return run && { ...run, isBehind: before?.isRead !== true };
}

/** The run that committed last, and whether it brought the levels up to what it read. */
async function lastLoad(session: Session): Promise<LastLoad | undefined> {
  const [last] = await session.read<{ runId: string; startedAt: string; levelsRead: number }>(
    phrase('read_last_reading'),
    `SELECT run_id AS runId, started_at AS startedAt, levels_read AS levelsRead FROM sync_run
      WHERE committed_at IS NOT NULL ORDER BY started_at DESC LIMIT 1`,
  );
  return last && { runId: last.runId, startedAt: last.startedAt, isRead: last.levelsRead === 1 };
}

/** What runs that knew of no levels have loaded meanwhile: nothing of it would be read again while it stays as it is. */
async function addForgotten(session: Session): Promise<void> {
  await session.write(
    phrase('write_readings'),
    `INSERT IGNORE INTO ${READINGS} (item_id, quantity, is_good)
     SELECT l.item_id, COALESCE(r.stock, 0), FALSE FROM stock_level l LEFT JOIN ${session.products} r ON r.id = l.item_id
      WHERE l.location = '' AND NOT (l.base <=> COALESCE(r.stock, 0))`,
  );
}

/** Ids ascending, as everybody locks them. The order of the tables is given here and below: a server that began with the levels would lock them all. */
async function lockRead(session: Session): Promise<void> {
  await session.read(
    phrase('read_levels'),
    `SELECT COUNT(l.version) AS locked FROM ${READINGS} r
       STRAIGHT_JOIN stock_level l ON l.item_id = r.item_id AND l.location = '' FOR UPDATE`,
  );
  await session.write(
    phrase('write_readings'),
    `UPDATE ${READINGS} r STRAIGHT_JOIN stock_level l ON l.item_id = r.item_id AND l.location = ''
        SET r.old_level = l.base + l.held`,
  );
}

/** A run that began later has read the item already. */
async function dropOutdated(session: Session, startedAt: string): Promise<void> {
  await session.write(
    phrase('write_readings'),
    `DELETE r FROM ${READINGS} r STRAIGHT_JOIN stock_level l ON l.item_id = r.item_id AND l.location = ''
      WHERE l.read_at >= ?`,
    [startedAt],
  );
}

async function setBases(session: Session, runId: string, startedAt: string): Promise<void> {
  await session.write(
    phrase('write_levels'),
    `INSERT INTO stock_level (item_id, location, base, read_at, read_run_id)
     SELECT item_id, '', quantity, IF(is_good, ?, NULL), IF(is_good, ?, NULL) FROM ${READINGS} ORDER BY item_id
     ON DUPLICATE KEY UPDATE base = VALUES(base), read_at = COALESCE(VALUES(read_at), read_at),
       read_run_id = COALESCE(VALUES(read_run_id), read_run_id), version = version + 1`,
    [startedAt, runId],
  );
}

/** Read without locks, which would hold up whoever sells other items; of these items nobody records anything before the commit. */
async function endShown(
  session: Session,
  runId: string,
  startedAt: string,
  { absorbS }: StockRules,
): Promise<void> {
  const kinds = (['sale', 'order'] as const).flatMap((kind) => {
    const seconds = absorbS[kind];
    return seconds === undefined ? [] : [{ kind, seconds }];
  });
  if (kinds.length === 0) return;
  const isShown = kinds.map(() => '(m.kind = ? AND m.received_at + INTERVAL ? SECOND < ?)').join(' OR ');
  const shown = await session.read<{
    id: number | string;
    itemId: number | string;
    quantity: number | string;
  }>(
    phrase('read_movements'),
    `SELECT m.id, m.item_id AS itemId, m.quantity
       FROM stock_movement m STRAIGHT_JOIN ${READINGS} r ON r.item_id = m.item_id AND r.is_good
      WHERE m.ended_at IS NULL AND m.location = '' AND (${isShown})`,
    kinds.flatMap(({ kind, seconds }) => [kind, seconds, startedAt]),
  );
  await endMovements(
    session,
    shown.map(({ id, itemId, quantity }) => ({
      id: Number(id),
      itemId: Number(itemId),
      location: '',
      quantity: Number(quantity),
    })),
    { reason: 'reading', runId },
  );
}
