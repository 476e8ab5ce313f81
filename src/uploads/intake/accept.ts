import { createHash } from 'node:crypto';
import { NamedLock } from '../../mysql/named-lock.ts';
import type { Pool } from '../../mysql/pool.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { UnavailableError } from '../../platform/errors.ts';
import { Refused } from '../../server/refused.ts';
import { phrase } from '../phrase.ts';
import type { UploadQueue } from '../queue/queue.ts';
import { findTask, insertTask, type NewTask, readTasks, type Task } from '../task.ts';

/** Whoever holds it is done within some milliseconds. */
const LOCK_WAIT_MS = 4_000;
/** Until one of them has ended, or so. */
const LATER = { 'Retry-After': '10' };

const COUNT_LIVE = `SELECT COUNT(*) AS count FROM upload_task WHERE proveedor_id = ? AND store_uuid = ?
  AND state IN ('pending', 'processing', 'cancelling')`;
const FIND_KEY = `SELECT task_id AS taskId, request_hash AS requestHash FROM upload_idempotency
  WHERE proveedor_id = ? AND idempotency_key = ?`;
const SAME_FILE = `WHERE proveedor_id = ? AND sha256 = ? AND dry_run = 0 AND task_id <> ?
  AND created_at <= (SELECT created_at FROM upload_task WHERE task_id = ?) ORDER BY created_at DESC, task_id DESC LIMIT 1`;
const KEEP_KEY = `INSERT INTO upload_idempotency (proveedor_id, idempotency_key, request_hash, task_id, created_at)
  VALUES (?, ?, ?, ?, NOW(6))
  ON DUPLICATE KEY UPDATE request_hash = VALUES(request_hash), task_id = VALUES(task_id), created_at = NOW(6)`;

export interface Acceptance {
  pool: Pool;
  queue: UploadQueue;
  /** What waits in another store, which nobody may have any more, takes no place. */
  storeUuid: string;
  maxLive: number;
  signal: AbortSignal;
}

export interface Accepted {
  task: Pick<NewTask, 'id' | 'proveedorId' | 'filename' | 'file'>;
  /** It was accepted before, under the same key. */
  isRepeated: boolean;
  /** The same file of the same supplier that came last before it, unless that was a dry run. */
  sameFile: Pick<Task, 'id' | 'createdAt' | 'state'> | undefined;
}

/** Throws `Refused` where this supplier has as many uploads at work as it may, unless this is one of them that is asked for again. */
export async function refuseIfBusy(
  acceptance: Acceptance,
  proveedorId: string,
  key: string | undefined,
): Promise<void> {
  await acceptance.pool.use(async (session) => {
    if (key !== undefined && (await findKey(session, proveedorId, key)) !== undefined) return;
    await refuseIfFull(session, proveedorId, acceptance);
  }, acceptance.signal);
}

/**
 * Makes the task and its message, or nothing. One upload of a supplier at a time: so none is beyond its limit, and of two with one key
 * the second finds the first. `doubt` says, where this throws, whether it may be there all the same.
 */
export async function accept(
  acceptance: Acceptance,
  task: NewTask,
  key: string | undefined,
  doubt: { isThere: boolean },
): Promise<Accepted> {
  const { pool, queue, signal } = acceptance;
  const { proveedorId } = task;
  const { accepted, sent } = await pool.use(async (session) => {
    const lock = new NamedLock(session, phrase('accept'), 'upload', proveedorId);
    if (!(await lock.wait(LOCK_WAIT_MS))) throw new UnavailableError(phrase('supplier_busy'));
    try {
      return await repeated({ signal, firstWaitMs: 50 }, () =>
        session.transaction(phrase('accept'), async () => {
          doubt.isThere = false;
          const before = key === undefined ? undefined : await acceptedBefore(session, task, key);
          if (before !== undefined) {
            const sameFile = await sameFileBefore(session, before);
            return { accepted: { task: before, isRepeated: true, sameFile }, sent: undefined };
          }
          await refuseIfFull(session, proveedorId, acceptance);
          await insertTask(session, task);
          if (key !== undefined) {
            await session.write(phrase('accept'), KEEP_KEY, [proveedorId, key, hashOf(task), task.id]);
          }
          const sameFile = await sameFileBefore(session, task);
          const sent = await queue.put(session, task.id);
          doubt.isThere = true;
          return { accepted: { task, isRepeated: false, sameFile }, sent };
        }),
      );
    } finally {
      await lock.giveBack();
    }
  }, signal);
  await sent?.();
  return accepted;
}

async function refuseIfFull(
  session: Session,
  proveedorId: string,
  { storeUuid, maxLive }: Pick<Acceptance, 'storeUuid' | 'maxLive'>,
): Promise<void> {
  const values = [proveedorId, storeUuid];
  const [row] = await session.read<{ count: number }>(phrase('read_tasks'), COUNT_LIVE, values);
  if ((row?.count ?? 0) < maxLive) return;
  throw new Refused(429, phrase('too_many_live', { most: maxLive }), { headers: LATER });
}

/** Throws `Refused` where it was another request. A task that was forgotten meanwhile was none. */
async function acceptedBefore(
  session: Session,
  task: NewTask,
  key: string,
): Promise<Accepted['task'] | undefined> {
  const found = await findKey(session, task.proveedorId, key);
  if (found === undefined) return undefined;
  const before = await findTask(session, found.taskId);
  if (before !== undefined && found.requestHash !== hashOf(task))
    throw new Refused(409, phrase('other_request'));
  return before;
}

async function sameFileBefore(
  session: Session,
  { id, proveedorId, file }: Accepted['task'],
): Promise<Task | undefined> {
  const [task] = await readTasks(session, SAME_FILE, [proveedorId, file.sha256, id, id]);
  return task;
}

async function findKey(session: Session, proveedorId: string, key: string) {
  const [found] = await session.read<{ taskId: string; requestHash: string }>(
    phrase('read_tasks'),
    FIND_KEY,
    [proveedorId, key],
  );
  return found;
}

/** Of what is asked for: the same file under another name is the same. */
function hashOf({ asked: { replaces, dryRun, sheet, encoding, decimal }, file }: NewTask): string {
  const request = JSON.stringify([file.sha256, file.sizeBytes, replaces, dryRun, sheet, encoding, decimal]);
  return createHash('sha256').update(request).digest('hex');
}
