import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { type DayLists, dayLists, type DayMove } from '../model/day-lists.ts';
import { sqlOf } from '../model/zone.ts';
import type { ChangeRow } from './last-change.ts';
import { type Big, count, type Listed } from './listed.ts';

/** What a day changed, and what is out of stock since when. */
export interface TodayFacts {
  /** Changes that were kept. */
  kept: number;
  moves: DayLists;
  /** Without rows where there are more than a list has: that is a first load. */
  added: Listed<ChangeRow>;
  ranOut: Listed<RanOut>;
  ranOutBefore: Listed<RanOut>;
  /** In the price list, and without stock. */
  outOfStock: number;
}

export interface RanOut {
  itemId: Big;
  oldStock: Big;
  since: string;
}

const DAY_MS = 86_400_000;

/**
 * Changes since a moment. A run's id begins with its time and the key with the id, so that only these are read; the clocks of the
 * machines that gave the ids may differ from the database's.
 */
const SINCE = 'run_id >= ? AND changed_at >= ?';

function sinceValues(startMs: number): [firstId: string, moment: string] {
  const [date, time] = new Date(startMs - DAY_MS).toISOString().split('T') as [string, string];
  return [`${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`, sqlOf(startMs)];
}

/**
 * Only products of which something is to be told: one that sold a few pieces is not. One that is new today is measured from what it came
 * with.
 */
const MOVES_SQL = `
  SELECT f.item_id AS itemId, l.kind, l.changed_at AS changedAt, IF(f.kind = 'new', f.new_price, f.old_price) AS oldPrice,
         l.new_price AS newPrice, IF(f.kind = 'new', f.new_stock, f.old_stock) AS oldStock, l.new_stock AS newStock
    FROM (SELECT item_id, MIN(run_id) AS first_run, MAX(run_id) AS last_run
            FROM sync_change WHERE ${SINCE} GROUP BY item_id) moved
    JOIN sync_change f ON f.run_id = moved.first_run AND f.item_id = moved.item_id
    JOIN sync_change l ON l.run_id = moved.last_run AND l.item_id = moved.item_id
  HAVING NOT (oldPrice <=> newPrice) OR (oldStock > 0) <> (newStock > 0) OR kind IN ('gone', 'deleted')`;

/** What retired products lack is no news. */
const LISTED = 'NOT EXISTS (SELECT 1 FROM sync_missing m WHERE m.item_id = r.id)';

/** Out of stock now, by when that happened last. */
const RAN_OUT_SQL = `
  SELECT c.item_id AS itemId, c.old_stock AS oldStock, c.changed_at AS since, COUNT(*) OVER () AS inAll
    FROM (SELECT item_id, MAX(run_id) AS last_run
            FROM sync_change WHERE ${SINCE} AND kind = 'changed' AND old_stock > 0 AND new_stock <= 0
           GROUP BY item_id) ran
    JOIN sync_change c ON c.run_id = ran.last_run AND c.item_id = ran.item_id
    JOIN raw_item_data r ON r.id = ran.item_id AND r.stock <= 0
   WHERE c.changed_at < ? AND ${LISTED}
   ORDER BY c.changed_at DESC, c.old_stock DESC, c.item_id LIMIT ?`;

export interface TodayOptions {
  /** When the first of the days begins, and when this one does. */
  firstMs: number;
  startMs: number;
  maxRows: number;
}

export async function readToday(
  session: Session,
  { firstMs, startMs, maxRows }: TodayOptions,
): Promise<TodayFacts> {
  const since = sinceValues(startMs);
  const added = `sync_change WHERE ${SINCE} AND kind = 'new'`;
  const inAll = await count(session, added, since);
  return {
    kept: await count(session, `sync_change WHERE ${SINCE}`, since),
    moves: dayLists(await session.read<DayMove>(phrase('read_changes'), MOVES_SQL, since), maxRows),
    added: {
      count: inAll,
      rows:
        inAll > maxRows
          ? []
          : await session.read<ChangeRow>(
              phrase('read_changes'),
              `SELECT item_id AS itemId, old_price AS oldPrice, new_price AS newPrice, old_stock AS oldStock, new_stock AS newStock
           FROM ${added} ORDER BY run_id DESC, item_id LIMIT ?`,
              [...since, maxRows],
            ),
    },
    ranOut: await readRanOut(session, startMs, END_OF_TIME, maxRows),
    ranOutBefore: await readRanOut(session, firstMs, sqlOf(startMs), maxRows),
    outOfStock: await count(session, `raw_item_data r WHERE r.stock <= 0 AND ${LISTED}`),
  };
}

const END_OF_TIME = '9999-12-31';

async function readRanOut(
  session: Session,
  fromMs: number,
  before: string,
  maxRows: number,
): Promise<Listed<RanOut>> {
  const rows = await session.read<RanOut & { inAll: Big }>(phrase('read_changes'), RAN_OUT_SQL, [
    ...sinceValues(fromMs),
    before,
    maxRows,
  ]);
  return { count: Number(rows[0]?.inAll ?? 0), rows };
}
