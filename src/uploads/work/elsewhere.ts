import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { IS_DUE } from './claim.ts';
import { ENDED } from './lease.ts';

const COUNT_SQL = `SELECT COUNT(*) AS count FROM upload_task WHERE store_uuid <> ? AND state <> 'cancelling' AND ${IS_DUE}`;
const IS_LEFT = `store_uuid <> ? AND state IN ('pending', 'processing')
  AND COALESCE(lease_until, next_attempt_at, updated_at) < NOW(6) - INTERVAL ? HOUR`;
const LEFT_SQL = `SELECT task_id AS id FROM upload_task WHERE ${IS_LEFT} LIMIT 100`;
const GIVE_UP_SQL = `UPDATE upload_task SET ${ENDED}, error_code = ?, error_params = ?, dead_at = NOW(6), updated_at = NOW(6)
  WHERE task_id = ? AND ${IS_LEFT}`;

/** How many uploads wait for a worker that has another store than this one: their files lie there. */
export async function countElsewhere(session: Session, storeUuid: string): Promise<number> {
  const [row] = await session.read<{ count: number }>(phrase('read_tasks'), COUNT_SQL, [storeUuid]);
  return row?.count ?? 0;
}

/** Gives up those for which no such worker came within the hours: their store may be no more. Resolves to their ids. */
export async function giveUpElsewhere(session: Session, storeUuid: string, hours: number): Promise<string[]> {
  const left = [storeUuid, hours];
  const { code, params } = phrase('left_elsewhere', { hours });
  const found = await session.read<{ id: string }>(phrase('expire_tasks'), LEFT_SQL, left);
  const ids: string[] = [];
  for (const { id } of found) {
    const values = ['failed', code, JSON.stringify(params), id, ...left];
    if ((await session.write(phrase('expire_tasks'), GIVE_UP_SQL, values)) === 1) ids.push(id);
  }
  return ids;
}
