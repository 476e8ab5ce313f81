import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import { errorsIn } from './rows/errors.ts';
import type { Task } from './task.ts';

/** So many are shown with the status of a task. */
const MOST_SHOWN = 100;

const FIRST = `SELECT fila, errors FROM upload_row_error WHERE task_id = ? ORDER BY fila LIMIT ${MOST_SHOWN + 1}`;

export interface RowErrors {
  first: readonly { row: number; errors: ReturnType<typeof errorsIn> }[];
  /** There are more. */
  truncated: boolean;
}

/** The first rows of a task that failed, as the spreadsheet counts them, once it has ended. */
export async function errorsOf(session: Session, { id, failed, endedAt }: Task): Promise<RowErrors> {
  return failed > 0 && endedAt !== null ? firstErrors(session, id) : { first: [], truncated: false };
}

async function firstErrors(session: Session, taskId: string): Promise<RowErrors> {
  const rows = await session.read<{ fila: number; errors: string }>(phrase('read_errors'), FIRST, [taskId]);
  const first = rows
    .slice(0, MOST_SHOWN)
    .map(({ fila, errors }) => ({ row: fila, errors: errorsIn(errors) }));
  return { first, truncated: rows.length > MOST_SHOWN };
}
