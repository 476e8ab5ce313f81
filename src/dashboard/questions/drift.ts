import type { Session } from '../../mysql/session.ts';
import type { DriftReport } from '../../runs/drift.ts';
import { RECONCILE } from '../../runs/questions/whole.ts';
import { phrase } from '../phrase.ts';

/** What the last comparison of a marketplace with the stock found. */
export interface DriftFacts extends Pick<
  DriftReport,
  'listings' | 'drifted' | 'corrected' | 'adopted' | 'left' | 'stopped'
> {
  channel: string;
  startedAt: string;
  /** Of the listings, those whose answer was compared; the others had something under way, or no answer. */
  compared: number;
  /** Listings that comparisons corrected in the last 24 hours. */
  correctedInDay: number;
}

/** Some days of hourly ones of several marketplaces. */
const MOST_RUNS = 500;
const DAYS = 8;

/** By marketplace, newest first. One that could not be compared says nothing. */
export async function readDrift(session: Session): Promise<DriftFacts[]> {
  const rows = await session.read<{ startedAt: string; isOfDay: number; report: string | null }>(
    phrase('read_drift'),
    `SELECT CAST(started_at AS DATETIME(3)) AS startedAt, started_at >= UTC_TIMESTAMP(3) - INTERVAL 1 DAY AS isOfDay, report
       FROM sync_run WHERE command = ? AND started_at >= UTC_TIMESTAMP(3) - INTERVAL ${DAYS} DAY AND finished_at IS NOT NULL
      ORDER BY started_at DESC LIMIT ${MOST_RUNS}`,
    [RECONCILE],
  );
  const found = new Map<string, DriftFacts>();
  for (const { startedAt, isOfDay, report } of rows) {
    const { drift = {} } = JSON.parse(report ?? '{}') as { drift?: Record<string, DriftReport> };
    for (const [channel, each] of Object.entries(drift)) {
      const { listings, read, unread, drifted, corrected, adopted, left, stopped, ended } = each;
      if (ended !== null) continue;
      const last = found.get(channel) ?? {
        ...{ channel, startedAt, listings, compared: read - unread },
        ...{ drifted, corrected, adopted, left, stopped },
        correctedInDay: 0,
      };
      found.set(channel, { ...last, correctedInDay: last.correctedInDay + (isOfDay === 1 ? corrected : 0) });
    }
  }
  return [...found.values()];
}
