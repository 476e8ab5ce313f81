import type { Session } from '../../mysql/session.ts';
import { sqlOf } from '../../platform/zone.ts';
import { phrase } from '../phrase.ts';
import { type ChangeRow, count, type Listed } from './listed.ts';

const DAY_MS = 86_400_000;

/**
 * Changes since a moment. A run's id begins with its time and the key with the id, so that only these are read; the clocks of the
 * machines that gave the ids may differ from the database's.
 */
export const SINCE = 'run_id >= ? AND changed_at >= ?';

export function sinceValues(startMs: number): [firstId: string, moment: string] {
  const [date, time] = new Date(startMs - DAY_MS).toISOString().split('T') as [string, string];
  return [`${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`, sqlOf(startMs)];
}

/** A product, from how it was before the first change of a day to how it is after the last one. */
export interface DayMove extends ChangeRow {
  firstKind: string;
  /** Of the last change. */
  kind: string;
  changedAt: string;
}

/** One that is new is measured from what it came with. */
const MOVES_SQL = `
  SELECT f.item_id AS itemId, f.kind AS firstKind, l.kind, l.changed_at AS changedAt,
         IF(f.kind = 'new', f.new_price, f.old_price) AS oldPrice, l.new_price AS newPrice,
         IF(f.kind = 'new', f.new_stock, f.old_stock) AS oldStock, l.new_stock AS newStock
    FROM (SELECT item_id, MIN(run_id) AS first_run, MAX(run_id) AS last_run
            FROM sync_change WHERE ${SINCE} GROUP BY item_id) moved
    JOIN sync_change f ON f.run_id = moved.first_run AND f.item_id = moved.item_id
    JOIN sync_change l ON l.run_id = moved.last_run AND l.item_id = moved.item_id
  HAVING NOT (oldPrice <=> newPrice) OR kind IN ('gone', 'deleted')`;

/** Which products there are beside those whose price moved and those that left. */
const BESIDE = {
  /** Not one that sold a few pieces. */
  news: '(oldStock > 0) <> (newStock > 0)',
  all: `firstKind = 'new' OR NOT (oldStock <=> newStock)`,
} as const;

export async function readMoves(
  session: Session,
  startMs: number,
  beside: keyof typeof BESIDE,
): Promise<DayMove[]> {
  return session.read<DayMove>(phrase('read_day'), `${MOVES_SQL} OR ${BESIDE[beside]}`, sinceValues(startMs));
}

/** Without rows where there are more than `maxRows`: that is a first load. */
export async function readAdded(
  session: Session,
  startMs: number,
  maxRows: number,
): Promise<Listed<ChangeRow>> {
  const since = sinceValues(startMs);
  const added = `sync_change WHERE ${SINCE} AND kind = 'new'`;
  const inAll = await count(session, added, since);
  if (inAll > maxRows) return { count: inAll, rows: [] };
  const rows = await session.read<ChangeRow>(
    phrase('read_day'),
    `SELECT item_id AS itemId, old_price AS oldPrice, new_price AS newPrice, old_stock AS oldStock, new_stock AS newStock
       FROM ${added} ORDER BY run_id DESC, item_id LIMIT ?`,
    [...since, maxRows],
  );
  return { count: inAll, rows };
}
