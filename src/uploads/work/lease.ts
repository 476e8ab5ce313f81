import type { Session, Values } from '../../mysql/session.ts';
import { UnavailableError } from '../../platform/errors.ts';
import { phrase } from '../phrase.ts';
import type { Counts, Task } from '../task.ts';

/** Another worker has taken the task over, or somebody ended it: nothing more of it may be written here. */
export class LostLeaseError extends UnavailableError {}

/** A task that this worker has claimed, until another one claims it. */
export type Held = Pick<Task, 'id' | 'fence'>;

/** Where it stands, by its locked row; `now` is the database's. */
export interface Locked extends Counts, Pick<Task, 'state' | 'attempts' | 'checkpointRow'> {
  now: string;
}

const IS_HELD = "task_id = ? AND fence = ? AND state IN ('processing', 'cancelling')";
const LOCK_SQL = `SELECT state, attempts, checkpoint_row AS checkpointRow, created, updated, unchanged, failed, duplicates, NOW(6) AS now
  FROM upload_task WHERE ${IS_HELD} FOR UPDATE`;
const EXTEND_SQL = `UPDATE upload_task SET lease_until = NOW(6) + INTERVAL ? SECOND WHERE ${IS_HELD}`;
/** What is set of a task that ends. */
export const ENDED =
  "state = ?, stage = 'done', lease_until = NULL, next_attempt_at = NULL, ended_at = NOW(6)";

/** The same of one that is cancelled: what an earlier try met does not matter any more. */
export const CANCELLED = `${ENDED}, error_code = NULL, error_params = NULL`;

/** For the rest of the transaction. Throws a `LostLeaseError` where it is another worker's by now. */
export async function lockHeld(session: Session, { id, fence }: Held): Promise<Locked> {
  const [row] = await session.read<Locked>(phrase('lock_task'), LOCK_SQL, [id, fence]);
  if (row === undefined) throw new LostLeaseError(phrase('lease_lost'));
  return row;
}

/** Of a task that is locked, or that needs no lock for this. Throws a `LostLeaseError` where it is another worker's by now. */
export async function updateHeld(
  session: Session,
  { id, fence }: Held,
  set: string,
  values: Values,
): Promise<void> {
  const sql = `UPDATE upload_task SET ${set}, updated_at = NOW(6) WHERE ${IS_HELD}`;
  const found = await session.write(phrase('write_task'), sql, [...values, id, fence]);
  if (found !== 1) throw new LostLeaseError(phrase('lease_lost'));
}

/** Resolves to whether it is still held. */
export async function extendLease(session: Session, { id, fence }: Held, leaseS: number): Promise<boolean> {
  return (await session.write(phrase('extend_lease'), EXTEND_SQL, [leaseS, id, fence])) === 1;
}
