import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { PRICE_MOVE_SQL, SELLS_OUT_SQL } from '../../runs/product-change.ts';
import { type ChangeRow, count, type Listed } from '../../runs/questions/listed.ts';
import { readRun, type RunFacts } from './runs.ts';

export interface ChangingRun {
  run: RunFacts;
  /** Of its changes; 0 where none were recorded. */
  recorded: number;
  priceMoves: Listed<ChangeRow>;
  soldOut: Listed<ChangeRow>;
}

const MOVED = `kind = 'changed' AND NOT (old_price <=> new_price)`;
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
    priceMoves: await listed(MOVED, `${PRICE_MOVE_SQL} DESC, item_id`),
    soldOut: await listed(SELLS_OUT_SQL, 'old_stock DESC, item_id'),
  };
}
