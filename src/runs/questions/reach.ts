import type { Session } from '../../mysql/session.ts';
import { isoOf, sqlOf } from '../../platform/zone.ts';
import { phrase } from '../phrase.ts';

/** How far back what is kept of runs and their changes says all that there was. Moments are the database's. */
export interface Reach {
  /** When the first run began that is kept; null where none is. */
  firstRunAt: string | null;
  /** The last load of which sync_change has nothing, although prices or stock moved with it. */
  unkept: { at: string; isFirstLoad: boolean } | undefined;
}

/**
 * A first load keeps nothing, and neither does a run with HISTORY_DAYS=0. Other data of a product are no change that is kept; a
 * report of an earlier version does not tell them apart.
 */
const UNKEPT_SQL = `
  SELECT committed_at AS at, unchanged + updated + removed = 0 AS isFirstLoad
    FROM sync_run r
   WHERE started_at >= ? AND committed_at IS NOT NULL
     AND inserted + COALESCE(JSON_VALUE(report, '$.price_changes') + JSON_VALUE(report, '$.stock_changes'), updated)
         + COALESCE(JSON_VALUE(report, '$.lowered'), 0) > 0
     AND NOT EXISTS (SELECT 1 FROM sync_change c WHERE c.run_id = r.run_id)
   ORDER BY started_at DESC LIMIT 1`;

export async function readReach(session: Session, fromMs: number): Promise<Reach> {
  const [first] = await session.read<{ at: string | null }>(
    phrase('read_runs'),
    'SELECT CAST(MIN(started_at) AS DATETIME(3)) AS at FROM sync_run',
  );
  const [unkept] = await session.read<{ at: string; isFirstLoad: number }>(phrase('read_runs'), UNKEPT_SQL, [
    sqlOf(fromMs),
  ]);
  return {
    firstRunAt: first?.at ?? null,
    unkept: unkept && { at: unkept.at, isFirstLoad: unkept.isFirstLoad === 1 },
  };
}

export interface Gap {
  until: string;
  why: 'first_load' | 'not_kept' | 'no_run';
}

/** Until when not everything is kept, where that moment is among those that are asked about. */
export function gapIn({ firstRunAt, unkept }: Reach, isAsked: (moment: string) => boolean): Gap | null {
  if (unkept !== undefined && isAsked(unkept.at)) {
    return { until: isoOf(unkept.at), why: unkept.isFirstLoad ? 'first_load' : 'not_kept' };
  }
  return firstRunAt !== null && isAsked(firstRunAt) ? { until: isoOf(firstRunAt), why: 'no_run' } : null;
}
