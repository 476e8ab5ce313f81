import type { Session } from '../mysql/session.ts';
import { EXIT } from '../platform/errors.ts';
import { phrase } from './phrase.ts';

/** What one channel has not been told. */
export interface Backlog {
  channel: string;
  pending: number;
  /** Since when the one is pending that has been for longest. UTC; null where none is. */
  since: string | null;
  waitedMs: number;
  /** Whole runs that ended meanwhile and left it. */
  runs: number;
  dead: number;
}

/** A receiver that is down for less troubles nobody. */
const LATE_AFTER_MS = 30 * 60_000;

/**
 * Whether a channel knows too little of the stock, and for too long: what the dashboard shows in red and an alert tells. Flashes count
 * for nothing: rounds of five seconds are three runs in a quarter of a minute.
 */
export function isLate({ pending, runs, waitedMs }: Omit<Backlog, 'channel'>, afterRuns: number): boolean {
  return pending > 0 && (runs > afterRuns || waitedMs >= LATE_AFTER_MS);
}

/** A run that was stopped had no time to send anything. A day before is where a key finds those that had begun already. */
const BACKLOGS = `
  SELECT o.channel, o.pending, o.since, o.dead,
         TIMESTAMPDIFF(MICROSECOND, o.since, UTC_TIMESTAMP(3)) DIV 1000 AS waitedMs,
         (SELECT COUNT(*) FROM sync_run
           WHERE started_at >= o.since - INTERVAL 1 DAY AND finished_at >= o.since
             AND command = 'sync' AND COALESCE(mode, '') <> 'flash'
             AND exit_code NOT IN (${EXIT.sigint}, ${EXIT.sigterm})) AS runs
    FROM (SELECT channel, COUNT(*) - COUNT(dead_at) AS pending, COUNT(dead_at) AS dead,
                 MIN(IF(dead_at IS NULL, owed_at, NULL)) AS since
            FROM channel_outbox GROUP BY channel) o
   ORDER BY o.channel`;

/** Of each channel that has not been told everything. */
export async function readBacklogs(session: Session): Promise<Backlog[]> {
  const rows = await session.read<Omit<Backlog, 'waitedMs'> & { waitedMs: number | null }>(
    phrase('read_backlogs'),
    BACKLOGS,
  );
  return rows.map((row) => ({ ...row, waitedMs: row.waitedMs ?? 0 }));
}
