import { type DatabaseJob, openDatabase } from '../../mysql/open.ts';
import type { Pool } from '../../mysql/pool.ts';
import type { Session } from '../../mysql/session.ts';
import { asSyncError, BugError, SyncError, UnavailableError } from '../../platform/errors.ts';
import { firstOf } from '../../platform/lifecycle.ts';
import { type Log, logError } from '../../platform/log.ts';
import { printable } from '../../platform/text.ts';
import { SpreadsheetError } from '../../spreadsheets/index.ts';
import type { WorkConfig } from '../config.ts';
import { phrase } from '../phrase.ts';
import type { Message, UploadQueue } from '../queue/queue.ts';
import { UploadError } from '../refused.ts';
import type { ObjectStore } from '../store/store.ts';
import { findTask, type Task } from '../task.ts';
import { logEnd } from './ended.ts';
import { failTask, giveBack, tryLater } from './give-back.ts';
import { importTask } from './import.ts';
import { extendLease, LostLeaseError } from './lease.ts';
import type { Monitor } from './monitor.ts';

/** Of a lease, so that one late sign of life loses nothing. */
const SIGNS_PER_LEASE = 3;
/** They would end in the same way each time. */
const FINAL = [SpreadsheetError, UploadError, BugError] as const;

/** What a worker that is connected works with. */
export interface Hands {
  readonly pool: Pool;
  readonly queue: UploadQueue;
  readonly store: ObjectStore;
  readonly monitor: Monitor | undefined;
  readonly log: Log;
  readonly rules: WorkConfig;
  /** Ends what is in hand after the chunk that is being written. */
  readonly stop: AbortSignal;
}

/** Brings a claimed task in, over a connection of its own, which ends with the lease of a worker that stands still. As `importTask`. */
export async function bringIn(
  job: DatabaseJob,
  { queue, store, monitor, rules }: Hands,
  task: Task,
  message: Message | undefined,
  stop: AbortSignal,
): Promise<void> {
  await using scope = new AsyncDisposableStack();
  const { leaseS, mostRows } = rules;
  const session = await openDatabase({ ...job, scope });
  await session.write(phrase('extend_lease'), `SET SESSION wait_timeout = ${leaseS}`);
  const lost = new AbortController();
  const sign = async (): Promise<void> => {
    // A chunk extends the lease, and no message; a queue that is away takes no lease.
    if (message !== undefined) queue.hold(message, leaseS).catch(() => undefined);
    if (session.inTransaction) return;
    const isHeld = await extendLease(session, task, leaseS);
    if (!isHeld) lost.abort(new LostLeaseError(phrase('lease_lost')));
  };
  // Whatever it meets, the next chunk meets it as well.
  const timer = setInterval(() => void sign().catch(() => undefined), (leaseS * 1000) / SIGNS_PER_LEASE);
  scope.defer(() => clearInterval(timer));
  const signal = firstOf(stop, lost.signal, session.signal);
  const onCommitted = monitor?.metrics.committed.bind(monitor.metrics);
  await importTask({ session, store, rules: { leaseS, mostRows }, signal, onCommitted }, task);
}

/** A file that cannot be read, or a disk that is full, is no fault of the upload. */
export function asFailure(error: unknown): SyncError {
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (error instanceof SyncError || syscall === undefined) return asSyncError(error);
  return new UnavailableError(phrase('file_unread', { why: printable(message) }), { cause: error });
}

/** Gives a task out of hand in which something failed; a stop is no failure. */
export async function leave(
  { pool, queue, log, rules, stop, ...hands }: Hands,
  task: Task,
  failure: SyncError,
) {
  const { id, filename } = task;
  const ofTask = log.child({ task_id: id });
  const outOfHand = async (session: Session): Promise<void> => {
    if (failure instanceof LostLeaseError) throw failure;
    if (FINAL.some((kind) => failure instanceof kind)) return failTask(session, task, failure);
    if (stop.aborted) {
      const became = await giveBack(session, queue, task);
      if (became === 'pending') ofTask.info({ phrase: phrase('upload_left', { filename }) });
      return;
    }
    const became = await tryLater(session, queue, task, failure, rules.attempts);
    if (became === 'pending')
      ofTask.warn({ phrase: phrase('upload_later', { filename, why: failure.phrase }) });
  };
  try {
    await pool.use(outOfHand);
  } catch (error) {
    if (!(error instanceof LostLeaseError)) throw error;
    ofTask.warn({ phrase: error.phrase });
    return;
  }
  if (failure instanceof BugError) logError(ofTask, failure);
  await tellEnd({ pool, queue, log, rules, stop, ...hands }, id);
}

/** Says how a task ended, where it has. */
export async function tellEnd({ pool, log, monitor }: Hands, id: string): Promise<void> {
  const task = await pool.use((session) => findTask(session, id));
  if (task === undefined || task.endedAt === null) return;
  monitor?.metrics.ended(task);
  logEnd(log, task);
}
