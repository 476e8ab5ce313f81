import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { LARGEST_FIRST_SQL, type ProductChange } from '../../runs/product-change.ts';
import { phrase } from '../phrase.ts';
import type { Big, ChangeRow, Listed } from '../../runs/questions/listed.ts';
import { changesIn } from '../../runs/telling.ts';
import type { RunFacts } from './runs.ts';

/** Of each run; the command `runs show` has all. */
const ROWS_OF_A_RUN = 10;
/** Of all runs together. */
const MAX_ROWS = 1500;
const RUNS_PER_QUESTION = 25;

const LARGEST_SQL = `
  SELECT runId, itemId, kind, oldPrice, newPrice, oldStock, newStock, inAll
    FROM (SELECT run_id AS runId, item_id AS itemId, kind, old_price AS oldPrice, new_price AS newPrice,
                 old_stock AS oldStock, new_stock AS newStock, COUNT(*) OVER (PARTITION BY run_id) AS inAll,
                 ROW_NUMBER() OVER (PARTITION BY run_id ORDER BY ${LARGEST_FIRST_SQL}) AS nth
            FROM sync_change WHERE run_id IN (?)) ranked
   WHERE nth <= ${ROWS_OF_A_RUN} ORDER BY runId DESC, nth`;

/** By run, the largest of its changes. The newest runs come first; what is not asked for any more is not in it. */
export type ProductsOfRuns = ReadonlyMap<string, Listed<RunChange>>;

export interface RunChange extends ChangeRow {
  kind: ProductChange['kind'];
}

export async function readRunProducts(session: Session, runs: readonly RunFacts[]): Promise<ProductsOfRuns> {
  const changing = runs.filter((run) => run.committedAt !== null && changesIn(run) > 0);
  const products = new Map<string, Listed<RunChange>>();
  let left = MAX_ROWS;
  for (const part of chunks(changing, RUNS_PER_QUESTION)) {
    if (left < RUNS_PER_QUESTION * ROWS_OF_A_RUN) break;
    const ids = part.map(({ runId }) => runId);
    for (const id of ids) products.set(id, { count: 0, rows: [] });
    const found = await session.read<RunChange & { runId: string; inAll: Big }>(
      phrase('read_changes'),
      LARGEST_SQL,
      [ids],
    );
    left -= found.length;
    for (const { runId, inAll, ...row } of found) {
      const ofRun = products.get(runId);
      ofRun?.rows.push(row);
      if (ofRun !== undefined) ofRun.count = Number(inAll);
    }
  }
  return products;
}
