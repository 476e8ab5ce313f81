import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';

/** A worker sees it before its next chunk; a task that no worker has ends here. */
const CANCEL = `UPDATE upload_task SET ended_at = IF(state = 'pending', NOW(6), NULL), stage = IF(state = 'pending', 'done', stage),
  next_attempt_at = NULL, error_code = NULL, error_params = NULL, updated_at = NOW(6), state = IF(state = 'pending', 'cancelled', 'cancelling')
  WHERE task_id = ? AND state IN ('pending', 'processing')`;

/** Changes nothing where it has ended, or is to be cancelled already. */
export async function cancelTask(session: Session, id: string): Promise<void> {
  await session.write(phrase('cancel_task'), CANCEL, [id]);
}
