import type { Session } from '../../mysql/session.ts';
import { sqlOf } from '../../platform/zone.ts';
import { phrase } from '../phrase.ts';
import { SELLS_OUT_SQL } from '../product-change.ts';
import { SINCE, sinceValues } from './day-changes.ts';
import { type Big, count, type Listed } from './listed.ts';

export interface RanOut {
  itemId: Big;
  /** Null: it may have been anything. */
  oldStock: Big | null;
  newStock: Big | null;
  since: string;
}

/** `since` is null where nothing is kept of how it happened. */
export type OutOfStock = Omit<RanOut, 'since'> & { since: string | null };

/** What is missing from the price list is no news. */
const OUT_OF_STOCK = `r.stock <= 0 AND NOT EXISTS (SELECT 1 FROM sync_missing m WHERE m.item_id = r.id)`;

/** Out of stock now, by when that happened last. */
const outOfStockSql = (products: string, join: 'JOIN' | 'LEFT JOIN'): string => `
  SELECT r.id AS itemId, c.old_stock AS oldStock, c.new_stock AS newStock, c.changed_at AS since, COUNT(*) OVER () AS inAll
    FROM ${products} r
    ${join} (SELECT item_id, MAX(run_id) AS last_run
            FROM sync_change WHERE ${SINCE} AND kind = 'changed' AND ${SELLS_OUT_SQL}
           GROUP BY item_id) ran ON ran.item_id = r.id
    ${join} sync_change c ON c.run_id = ran.last_run AND c.item_id = ran.item_id
   WHERE ${OUT_OF_STOCK} AND (c.changed_at < ? OR c.changed_at IS NULL)
   ORDER BY c.changed_at IS NULL, c.changed_at DESC, c.old_stock DESC, r.id LIMIT ?`;

const END_OF_TIME = '9999-12-31';

/** What ran out between two moments and is out of stock still, the newest first. */
export async function readRanOut(
  session: Session,
  fromMs: number,
  beforeMs: number | undefined,
  maxRows: number,
): Promise<Listed<RanOut>> {
  const before = beforeMs === undefined ? END_OF_TIME : sqlOf(beforeMs);
  return readListed<RanOut>(session, 'JOIN', [...sinceValues(fromMs), before, maxRows]);
}

/** All that is out of stock, what ran out last first. */
export async function readOutOfStock(session: Session, maxRows: number): Promise<Listed<OutOfStock>> {
  return readListed<OutOfStock>(session, 'LEFT JOIN', [...sinceValues(0), END_OF_TIME, maxRows]);
}

async function readListed<Row extends OutOfStock>(
  session: Session,
  join: 'JOIN' | 'LEFT JOIN',
  values: readonly (string | number)[],
): Promise<Listed<Row>> {
  const rows = await session.read<Row & { inAll: Big }>(
    phrase('read_out_of_stock'),
    outOfStockSql(session.products, join),
    values,
  );
  return { count: Number(rows[0]?.inAll ?? 0), rows };
}

export function countOutOfStock(session: Session): Promise<number> {
  return count(session, `${session.products} r WHERE ${OUT_OF_STOCK}`);
}
