import { isMarketplace } from '../channels/index.ts';
import type { ChannelsOn } from '../channels/switches.ts';
import type { Session } from '../mysql/session.ts';
import { EXIT } from '../platform/errors.ts';
import { PENDING_SQL } from '../runs/questions/pending.ts';
import { WHOLE_SQL } from '../runs/questions/whole.ts';
import { phrase } from './phrase.ts';

/** What one channel has not been told. */
export interface Backlog {
  channel: string;
  pending: number;
  /** Since when the one is pending that has been for longest. UTC; null where none is. */
  since: string | null;
  waitedMs: number;
  /** A few that are pending since before `mostSince`, where half an hour or more lies between: one that is stuck dates no outage. */
  earlier: number;
  /** Since when all but those are pending. UTC; null where there are none of them. */
  mostSince: string | null;
  /** How long most of what is pending waits. */
  mostWaitedMs: number;
  /** Whole runs that ended meanwhile and left it. */
  runs: number;
  dead: number;
  /** In a marketplace, the code of what keeps everything from being sent; null where nothing does. */
  reason: string | null;
  /** Since when somebody has it paused. UTC; null where nobody has. */
  pausedAt: string | null;
}

/** A receiver that is down for less troubles nobody. */
const LATE_AFTER_MS = 30 * 60_000;

/**
 * Whether a channel knows too little of the stock, and for too long: what the dashboard shows in red and an alert tells. Flashes count
 * for nothing: rounds of five seconds are three runs in a quarter of a minute. One that is paused is not late: whoever paused it knows.
 */
export function isLate(
  { pending, runs, waitedMs, pausedAt }: Pick<Backlog, 'pending' | 'runs' | 'waitedMs' | 'pausedAt'>,
  afterRuns: number,
): boolean {
  return pausedAt === null && pending > 0 && (runs > afterRuns || waitedMs >= LATE_AFTER_MS);
}

/** Whether it is told anything: where not, nothing in it is late. */
export function isOn(channel: string, { webhooks, marketplaces: on }: ChannelsOn): boolean {
  return isMarketplace(channel) ? on.includes(channel) : webhooks;
}

/** A tenth of what is pending, or fewer, is a few. */
const MOST = `
  SELECT channel, MAX(at) AS mostSince, MAX(IF(at IS NULL, 0, before_it)) AS earlier
    FROM (SELECT channel, before_it,
                 IF(before_it * 10 <= pending AND owed_at >= previous + INTERVAL 30 MINUTE, owed_at, NULL) AS at
            FROM (SELECT channel, owed_at, COUNT(*) OVER (PARTITION BY channel) AS pending,
                         ROW_NUMBER() OVER by_age - 1 AS before_it, LAG(owed_at) OVER by_age AS previous
                    FROM channel_outbox WHERE ${PENDING_SQL}
                  WINDOW by_age AS (PARTITION BY channel ORDER BY owed_at)) each_one) gaps
   GROUP BY channel`;

/** A run that was stopped had no time to send anything. A day before is where a key finds those that had begun already. */
const BACKLOGS = `
  SELECT o.channel, o.pending, o.since, o.dead, c.reason, c.paused_at AS pausedAt,
         TIMESTAMPDIFF(MICROSECOND, o.since, UTC_TIMESTAMP(3)) DIV 1000 AS waitedMs,
         most.mostSince, COALESCE(most.earlier, 0) AS earlier,
         TIMESTAMPDIFF(MICROSECOND, COALESCE(most.mostSince, o.since), UTC_TIMESTAMP(3)) DIV 1000 AS mostWaitedMs,
         (SELECT COUNT(*) FROM sync_run
           WHERE started_at >= o.since - INTERVAL 1 DAY AND finished_at >= o.since
             AND ${WHOLE_SQL}
             AND exit_code NOT IN (${EXIT.sigint}, ${EXIT.sigterm})) AS runs
    FROM (SELECT channel, COUNT(IF(${PENDING_SQL}, 1, NULL)) AS pending, COUNT(dead_at) AS dead,
                 MIN(IF(${PENDING_SQL}, owed_at, NULL)) AS since
            FROM channel_outbox GROUP BY channel
          UNION ALL
          SELECT channel, 0, 0, NULL FROM channel p
           WHERE paused_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM channel_outbox w WHERE w.channel = p.channel)) o
    LEFT JOIN channel c ON c.channel = o.channel
    LEFT JOIN (${MOST}) most ON most.channel = o.channel
   ORDER BY o.channel`;

interface Row extends Omit<Backlog, 'waitedMs' | 'mostWaitedMs' | 'earlier'> {
  waitedMs: number | null;
  mostWaitedMs: number | null;
  /** MySQL writes it as text. */
  earlier: number | string;
}

/** Of each channel that is paused or has not been told everything. */
export async function readBacklogs(session: Session): Promise<Backlog[]> {
  const rows = await session.read<Row>(phrase('read_backlogs'), BACKLOGS);
  return rows.map((row) => ({
    ...row,
    waitedMs: row.waitedMs ?? 0,
    mostWaitedMs: row.mostWaitedMs ?? 0,
    earlier: Number(row.earlier),
  }));
}
