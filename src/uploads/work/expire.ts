import { deleteInBatches } from '../../mysql/delete-in-batches.ts';
import type { Pool } from '../../mysql/pool.ts';
import { phrase } from '../phrase.ts';
import { ownPrefix } from '../store/own-keys.ts';
import type { ObjectStore } from '../store/store.ts';

export interface Expiry {
  readonly pool: Pool;
  readonly store: ObjectStore;
  readonly keepHours: number;
  readonly signal: AbortSignal;
}

const TASKS_AT_ONCE = 100;
const KEYS_AT_ONCE = 500;
const MS_PER_HOUR = 3_600_000;
/** An object is there before its task, and clocks differ. */
const MARGIN_MS = MS_PER_HOUR;

const HAS_EXPIRED = 'NOW(6) - INTERVAL ? HOUR';
/** What was given up stays until somebody tries it again or drops it. Those of other stores come first: this one may be away. */
const EXPIRED_SQL = `SELECT task_id AS id, object_key AS \`key\`, store_uuid = ? AS isHere FROM upload_task
  WHERE state IN ('completed', 'failed', 'cancelled') AND dead_at IS NULL AND ended_at < ${HAS_EXPIRED}
    ORDER BY isHere LIMIT ${TASKS_AT_ONCE}`;
const ERRORS_SQL = 'DELETE FROM upload_row_error WHERE task_id = ?';
const TASK_SQL = 'DELETE FROM upload_task WHERE task_id = ?';
const IDEMPOTENCY_SQL = `DELETE FROM upload_idempotency WHERE created_at < ${HAS_EXPIRED}
  AND NOT EXISTS (SELECT 1 FROM upload_task t WHERE t.task_id = upload_idempotency.task_id)`;
const KNOWN_SQL = 'SELECT object_key AS `key` FROM upload_task WHERE object_key IN (?)';

interface Expired {
  id: string;
  key: string;
  isHere: 0 | 1;
}

/** Forgets uploads that ended long ago, with their files in this store, and its files that no task has. What fails is done the next time. */
export async function expireUploads(expiry: Expiry): Promise<void> {
  const { pool, keepHours } = expiry;
  while ((await expireTasks(expiry)) === TASKS_AT_ONCE);
  await pool.use((session) => deleteInBatches(session, IDEMPOTENCY_SQL, [keepHours]));
  await deleteStray(expiry);
}

async function expireTasks({ pool, store, keepHours, signal }: Expiry): Promise<number> {
  const values = [store.uuid, keepHours];
  const expired = await pool.use((session) =>
    session.read<Expired>(phrase('expire_tasks'), EXPIRED_SQL, values),
  );
  for (const { id, key, isHere } of expired) {
    signal.throwIfAborted();
    // The task goes last: where something fails before it, it is found again.
    if (isHere === 1) await store.delete(key);
    await pool.use(async (session) => {
      await deleteInBatches(session, ERRORS_SQL, [id]);
      await session.write(phrase('expire_tasks'), TASK_SQL, [id]);
    });
  }
  return expired.length;
}

/** Of this shop's requests that broke off, and of a process that was killed in the middle of one. */
async function deleteStray({ pool, store, keepHours, signal }: Expiry): Promise<void> {
  const deleteUnknown = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const rows = await pool.use((session) =>
      session.read<{ key: string }>(phrase('expire_tasks'), KNOWN_SQL, [keys]),
    );
    const known = new Set(rows.map(({ key }) => key));
    for (const key of keys) if (!known.has(key)) await store.delete(key);
  };
  const prefix = await pool.use(ownPrefix);
  let keys: string[] = [];
  for await (const key of store.list(new Date(Date.now() - keepHours * MS_PER_HOUR - MARGIN_MS))) {
    signal.throwIfAborted();
    if (!key.startsWith(prefix)) continue;
    keys.push(key);
    if (keys.length < KEYS_AT_ONCE) continue;
    await deleteUnknown(keys);
    keys = [];
  }
  await deleteUnknown(keys);
}
