import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import type { Big } from '../../runs/questions/listed.ts';

/** Changes of known products since the first flash in some days. */
export interface Found {
  byFlash: number;
  /** By the whole readings after it. */
  later: number;
}

/** Undefined where there was no flash. */
export async function readFound(session: Session, days: number): Promise<Found | undefined> {
  const [first] = await session.read<{ since: string | null }>(
    phrase('read_runs'),
    `SELECT MIN(started_at) AS since FROM sync_run
      WHERE mode = 'flash' AND committed_at IS NOT NULL AND started_at >= UTC_TIMESTAMP(3) - INTERVAL ? DAY`,
    [days],
  );
  if (typeof first?.since !== 'string') return undefined;
  const [found] = await session.read<Record<keyof Found, Big>>(
    phrase('read_changes'),
    `SELECT COALESCE(SUM(r.mode = 'flash'), 0) AS byFlash, COALESCE(SUM(r.mode <> 'flash'), 0) AS later
       FROM sync_run r JOIN sync_change c ON c.run_id = r.run_id AND c.kind = 'changed'
      WHERE r.committed_at IS NOT NULL AND r.started_at >= ?`,
    [first.since],
  );
  return { byFlash: Number(found?.byFlash ?? 0), later: Number(found?.later ?? 0) };
}
