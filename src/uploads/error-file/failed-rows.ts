import type { Pool } from '../../mysql/pool.ts';
import { inTime } from '../late.ts';
import { phrase } from '../phrase.ts';
import { errorsIn } from '../rows/errors.ts';
import type { RowError } from '../rows/product.ts';

export interface FailedRow {
  /** As the spreadsheet counts. */
  readonly number: number;
  readonly errors: readonly RowError[];
}

const AT_ONCE = 500;
const LIMIT_MS = 5_000;
const NEXT = `SELECT fila AS number, errors FROM upload_row_error WHERE task_id = ? AND fila > ? ORDER BY fila LIMIT ${AT_ONCE}`;

/** All rows of a task that failed, in order. No connection waits for whoever reads them. */
export async function* failedRows(pool: Pool, taskId: string): AsyncGenerator<FailedRow, void, undefined> {
  let after = 0;
  for (;;) {
    const page = await pageAfter(pool, taskId, after);
    for (const { number, errors } of page) yield { number, errors: errorsIn(errors) };
    if (page.length < AT_ONCE) return;
    after = page.at(-1)?.number ?? after;
  }
}

function pageAfter(pool: Pool, taskId: string, after: number) {
  return inTime(pool, LIMIT_MS, (session) =>
    session.read<{ number: number; errors: string }>(phrase('read_errors'), NEXT, [taskId, after]),
  );
}
