import type { Session } from '../../mysql/session.ts';
import { IS_FRESH } from './orders.ts';
import { phrase } from '../phrase.ts';

/** What is to be done now in a marketplace. */
export interface DueWork {
  /** Its orders were not read lately. */
  orders: boolean;
  /** A listing is to be looked at, and nobody paused the channel or asked to wait. */
  listings: boolean;
}

/** By one statement that reads little, for whoever asks several times a second. */
export async function dueWork(
  session: Session,
  channel: string,
  unlessReadWithinMs: number,
): Promise<DueWork> {
  const [row] = await session.read<{ isFresh: number; isHeld: number; hasListings: number }>(
    phrase('see_due'),
    `SELECT COALESCE(MAX(${IS_FRESH}), FALSE) AS isFresh,
            COALESCE(MAX(paused_at IS NOT NULL OR COALESCE(not_before > NOW(3), FALSE)), FALSE) AS isHeld,
            EXISTS (SELECT 1 FROM channel_outbox
                     WHERE channel = ? AND dead_at IS NULL AND (next_at IS NULL OR next_at <= NOW(3))) AS hasListings
       FROM channel WHERE channel = ?`,
    [unlessReadWithinMs * 1000, channel, channel],
  );
  const { isFresh = 0, isHeld = 0, hasListings = 0 } = row ?? {};
  return { orders: isFresh === 0, listings: isHeld === 0 && hasListings === 1 };
}
