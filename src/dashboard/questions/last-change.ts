import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { type Big, count, type Listed } from './listed.ts';
import { readRun, type RunFacts } from './runs.ts';

export interface ChangingRun {
  run: RunFacts;
  /** Of its changes; 0 where none were recorded. */
  recorded: number;
  priceMoves: Listed<ChangeRow>;
  soldOut: Listed<ChangeRow>;
}

export interface ChangeRow {
  itemId: Big;
  oldPrice: number | null;
  newPrice: number | null;
  oldStock: Big | null;
  newStock: Big | null;
}

const MOVED = `kind = 'changed' AND NOT (old_price <=> new_price)`;
/** A price that appears or vanishes is the largest of moves. */
const BY_MOVE = `(old_price IS NULL OR new_price IS NULL OR old_price = 0) DESC,
  ABS(new_price - old_price) / ABS(NULLIF(old_price, 0)) DESC, item_id`;
const SOLD_OUT = `kind <> 'new' AND old_stock > 0 AND COALESCE(new_stock, 0) <= 0`;

export async function readLastChange(session: Session, maxRows: number): Promise<ChangingRun | undefined> {
  const run = await readRun(session, 'committed_at IS NOT NULL AND inserted + updated + removed > 0');
  if (run === undefined) return undefined;
  const listed = async (condition: string, order: string): Promise<Listed<ChangeRow>> => ({
    count: await count(session, `sync_change WHERE run_id = ? AND ${condition}`, [run.runId]),
    rows: await session.read<ChangeRow>(
      phrase('read_changes'),
      `SELECT item_id AS itemId, old_price AS oldPrice, new_price AS newPrice, old_stock AS oldStock,
              new_stock AS newStock
         FROM sync_change WHERE run_id = ? AND ${condition} ORDER BY ${order} LIMIT ?`,
      [run.runId, maxRows],
    ),
  });
  return {
    run,
    recorded: await count(session, 'sync_change WHERE run_id = ?', [run.runId]),
    priceMoves: await listed(MOVED, BY_MOVE),
    soldOut: await listed(SOLD_OUT, 'old_stock DESC, item_id'),
  };
}
