import { RowLockedError } from '../../mysql/errors.ts';
import type { Session, Value } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { findTask, type Task } from '../task.ts';
import { CANCELLED, ENDED } from './lease.ts';

export interface ClaimRules {
  /** Of the store that this worker has. */
  readonly storeUuid: string;
  readonly leaseS: number;
  /** A task that was claimed so often and has not ended is given up. */
  readonly attempts: number;
}

/** `ended`: by this claim, without any work. `none`: there is nothing to do about it. `later`: in so many seconds, or somewhere else. */
export type Claim =
  | { readonly kind: 'claimed'; readonly task: Task }
  | { readonly kind: 'ended' | 'none' }
  | { readonly kind: 'later'; readonly inS: number };

/** What somebody else has is asked for again after so long. */
const ASK_AGAIN_S = 5;

/** One that is only to be cancelled needs no file. */
const IS_FOR_US = "(store_uuid = ? OR state = 'cancelling')";
export const IS_DUE = `((state = 'pending' AND (next_attempt_at IS NULL OR next_attempt_at <= NOW(6)))
  OR (state IN ('processing', 'cancelling') AND lease_until <= NOW(6)))`;
const DUE_SQL = `SELECT task_id AS id FROM upload_task WHERE ${IS_FOR_US} AND ${IS_DUE} ORDER BY created_at, task_id LIMIT 10`;
/** NOWAIT: a worker that stands still in the middle of a chunk has the row locked. */
const LOOK_SQL = `SELECT state, attempts, ${IS_FOR_US} AS isForUs, ${IS_DUE} AS isDue, dry_run AS isDryRun,
  GREATEST(1, CEIL(TIMESTAMPDIFF(MICROSECOND, NOW(6), IF(state = 'pending', next_attempt_at, lease_until)) / 1e6)) AS dueInS
  FROM upload_task WHERE task_id = ? FOR UPDATE NOWAIT`;
const CLAIM = `state = 'processing', stage = 'reading', fence = fence + 1, attempts = attempts + 1, next_attempt_at = NULL,
  lease_until = NOW(6) + INTERVAL ? SECOND, started_at = COALESCE(started_at, NOW(6))`;
/** What a dry run foretold went with its connection. */
const FROM_THE_START =
  'checkpoint_row = 0, created = 0, updated = 0, unchanged = 0, failed = 0, duplicates = 0, result = NULL';

interface Looked {
  state: Task['state'];
  attempts: number;
  isForUs: 0 | 1;
  isDue: 0 | 1 | null;
  isDryRun: 0 | 1;
  dueInS: number | null;
}

/** Tasks that a worker with this store can claim now, the oldest first. */
export async function dueTasks(session: Session, storeUuid: string): Promise<readonly string[]> {
  const rows = await session.read<{ id: string }>(phrase('look_for_tasks'), DUE_SQL, [storeUuid]);
  return rows.map(({ id }) => id);
}

/** Claims a task, by the database's clock: from here on whoever had it writes nothing more. */
export async function claimTask(session: Session, id: string, rules: ClaimRules): Promise<Claim> {
  try {
    return await session.transaction(phrase('claim_task'), () => claim(session, id, rules));
  } catch (error) {
    if (error instanceof RowLockedError) return { kind: 'later', inS: ASK_AGAIN_S };
    throw error;
  }
}

async function claim(session: Session, id: string, rules: ClaimRules): Promise<Claim> {
  const { storeUuid } = rules;
  const [found] = await session.read<Looked>(phrase('claim_task'), LOOK_SQL, [storeUuid, id]);
  if (found === undefined || !['pending', 'processing', 'cancelling'].includes(found.state))
    return { kind: 'none' };
  if (found.isForUs !== 1) return { kind: 'later', inS: ASK_AGAIN_S };
  if (found.isDue !== 1) return { kind: 'later', inS: found.dueInS ?? ASK_AGAIN_S };
  const set = async (assignments: string, values: readonly Value[]): Promise<Task> => {
    const sql = `UPDATE upload_task SET ${assignments}, updated_at = NOW(6) WHERE task_id = ?`;
    await session.write(phrase('claim_task'), sql, [...values, id]);
    return (await findTask(session, id)) as Task;
  };
  // Its worker is gone: there is nobody left to see it.
  if (found.state === 'cancelling') {
    await set(CANCELLED, ['cancelled']);
    return { kind: 'ended' };
  }
  if (found.attempts >= rules.attempts) {
    const { code, params } = phrase('gave_up', { tries: found.attempts, why: phrase('worker_killed') });
    const dead = `${ENDED}, error_code = ?, error_params = ?, dead_at = NOW(6)`;
    await set(dead, ['failed', code, JSON.stringify(params)]);
    return { kind: 'ended' };
  }
  if (found.isDryRun === 0) return { kind: 'claimed', task: await set(CLAIM, [rules.leaseS]) };
  await session.write(phrase('claim_task'), 'DELETE FROM upload_row_error WHERE task_id = ?', [id]);
  return { kind: 'claimed', task: await set(`${CLAIM}, ${FROM_THE_START}`, [rules.leaseS]) };
}
