import type { Log } from '../../platform/log.ts';
import { phrase } from '../phrase.ts';
import type { Task } from '../task.ts';

const MS_PER_SECOND = 1000;

/** One line for a task that has ended, however it did. */
export function logEnd(log: Log, task: Task): void {
  const { id, state, filename, created, updated, unchanged, failed, duplicates, error } = task;
  if (task.endedAt === null) return;
  const rows = created + updated + unchanged + failed;
  const startedMs = (task.startedAt ?? task.endedAt).getTime();
  const seconds = (task.endedAt.getTime() - startedMs) / MS_PER_SECOND;
  const perSecond = seconds > 0 ? Math.round(rows / seconds) : rows;
  const counts = { created, updated, unchanged, failed };
  const fields = {
    ...{ task_id: id, event: 'upload.ended', outcome: state, rows, ...counts, duplicates },
    ...{ seconds, rows_per_second: perSecond, dry_run: task.asked.dryRun },
  };
  if (state !== 'failed' || error === null) {
    const name = state === 'cancelled' ? 'upload_cancelled' : 'upload_completed';
    log.info({ ...fields, phrase: phrase(name, { filename, rows, seconds, perSecond, ...counts }) });
    return;
  }
  log.warn({
    ...fields,
    error_code: error.code,
    phrase: phrase('upload_failed', { filename, rows, why: error }),
  });
}
