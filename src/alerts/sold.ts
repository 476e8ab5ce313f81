import type { Session } from '../mysql/session.ts';
import { countUnmappedUnits } from '../runs/questions/unmapped.ts';
import { phrase } from './phrase.ts';

/** What was sold in marketplaces and moves no stock, or may have been. */
export interface SoldUnseen {
  /** Units of SKUs that no product has. */
  unmapped: number;
  /** Marketplaces whose orders were not read for long: what they sold is offered still. */
  unread: readonly { channel: string; unreadMs: number }[];
}

/**
 * As long as a channel may be told nothing. A run that ends has just read them, and so has a worker: what is older than this could not be
 * read, or was read by nobody. One that was never read has failed the run that tried.
 */
const UNREAD_AFTER_MIN = 30;

/** Of the marketplaces that are on; also of one that is paused, whose orders are read all the same. */
export async function readSoldUnseen(session: Session, marketplaces: readonly string[]): Promise<SoldUnseen> {
  if (marketplaces.length === 0) return { unmapped: 0, unread: [] };
  const unread = await session.read<{ channel: string; unreadMs: number | string }>(
    phrase('read_orders'),
    `SELECT channel, TIMESTAMPDIFF(MICROSECOND, orders_read_at, NOW(3)) DIV 1000 AS unreadMs FROM channel
      WHERE channel IN (?) AND orders_read_at < NOW(3) - INTERVAL ? MINUTE ORDER BY orders_read_at`,
    [marketplaces, UNREAD_AFTER_MIN],
  );
  return {
    unmapped: await countUnmappedUnits(session),
    unread: unread.map(({ channel, unreadMs }) => ({ channel, unreadMs: Number(unreadMs) })),
  };
}
