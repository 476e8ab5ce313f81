import type { Session } from '../../mysql/session.ts';
import { readState } from '../state.ts';
import { phrase } from './phrase.ts';

/** After one that could not be done. */
const AGAIN_MS = 600_000;

/**
 * In how many milliseconds a channel is to be compared again, whichever process did it last; 0: now. One that was killed or interrupted
 * has compared nothing, and neither has one that met a pause. Undefined while it is paused or asks to wait.
 */
export async function dueInMs(
  session: Session,
  channel: string,
  everyMs: number,
): Promise<number | undefined> {
  const { pausedAt, waitMs } = await readState(session, channel);
  if (pausedAt !== null || waitMs > 0) return undefined;
  const [last] = await session.read<{ status: string; msAgo: number | string }>(
    phrase('read_last'),
    `SELECT status, TIMESTAMPDIFF(MICROSECOND, started_at, NOW(6)) DIV 1000 AS msAgo FROM sync_run
      WHERE started_at > NOW(6) - INTERVAL ? MICROSECOND AND command = 'reconcile' AND (mode IS NULL OR mode = ?)
        AND status NOT IN ('running', 'lost', 'interrupted')
        AND NOT (JSON_UNQUOTE(JSON_EXTRACT(report, CONCAT('$.drift.', ?, '.ended'))) <=> 'paused')
      ORDER BY started_at DESC LIMIT 1`,
    [everyMs * 1000, channel, channel],
  );
  if (last === undefined) return 0;
  const isDone = last.status === 'succeeded' || last.status === 'stopped';
  return Math.max((isDone ? everyMs : Math.min(everyMs, AGAIN_MS)) - Number(last.msAgo), 0);
}
