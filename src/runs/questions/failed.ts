import type { Session } from '../../mysql/session.ts';
import { type Likened, kindOfCause } from '../alike.ts';
import { ALIVE_SQL, GOOD_STATUSES, STATUS_SQL } from '../outcome.ts';
import { phrase } from '../phrase.ts';
import { conditionOf, type RunFilter } from '../store.ts';
import { COMMAND_SQL, WHOLE_SQL } from './whole.ts';

export interface FailedRun extends Likened {
  startedAt: string;
}

const MAX_CAUSE_CHARS = 400;

const RUN = `
  SELECT run_id AS runId, ${COMMAND_SQL} AS command, ${STATUS_SQL} AS status,
         IF(status = 'succeeded', NULL, LEFT(COALESCE(error, reason), ${MAX_CAUSE_CHARS})) AS cause,
         CAST(started_at AS DATETIME(3)) AS startedAt, ${ALIVE_SQL} AS aliveAt, committed_at AS committedAt,
         inserted, updated, removed, COALESCE(JSON_VALUE(report, '$.lowered') + 0, 0) AS lowered, quarantined, missing, pending, dead
    FROM sync_run`;

/** Those that went wrong, newest first, and the whole syncs that went well, which divide them. */
export async function readFailed(session: Session, filter: RunFilter): Promise<FailedRun[]> {
  const { where, values } = conditionOf({ ...filter, failed: false });
  const runs = await session.read<FailedRun>(
    phrase('read_runs'),
    `${RUN} ${where === '' ? 'WHERE' : `${where} AND`} (${STATUS_SQL} NOT IN (?) OR status = 'succeeded' AND ${WHOLE_SQL})
      ORDER BY started_at DESC, run_id DESC`,
    [...values, GOOD_STATUSES],
  );
  return runs.map((run) => ({ ...run, cause: run.cause === null ? null : kindOfCause(run.cause) }));
}
