import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

const IDS_PER_QUESTION = 2000;

/** The last run that read the stock of everything and committed, and which of the items that were asked for it read. */
export interface LastReading {
  runId: string;
  startedAt: string;
  /** Whether it brought the levels up to what it read. */
  ofLevels: boolean;
  itemIds: ReadonlySet<number>;
}

/**
 * An item that stays as it was is not written: the last run that read everything counts as its reading. Not of those that it missed, or
 * met in a state that cannot be used; nor of those that a run beside it brought in after it had begun, which it may not have known.
 */
export async function lastReading(
  session: Session,
  items: readonly { itemId: number }[],
): Promise<LastReading | undefined> {
  const [run] = await session.read<{ runId: string; startedAt: string; levelsRead: number }>(
    phrase('read_last_reading'),
    `SELECT run_id AS runId, started_at AS startedAt, levels_read AS levelsRead FROM sync_run
      WHERE committed_at IS NOT NULL AND COALESCE(stock_read, in_stock IS NOT NULL) ORDER BY started_at DESC LIMIT 1`,
  );
  if (run === undefined) return undefined;
  const itemIds = items.map(({ itemId }) => itemId);
  const unread = await unreadAmong(session, itemIds, run);
  return {
    runId: run.runId,
    startedAt: run.startedAt,
    ofLevels: run.levelsRead === 1,
    itemIds: new Set(itemIds.filter((id) => !unread.has(id))),
  };
}

async function unreadAmong(
  session: Session,
  itemIds: readonly number[],
  { runId, startedAt }: Pick<LastReading, 'runId' | 'startedAt'>,
): Promise<ReadonlySet<number>> {
  const unread = new Set<number>();
  for (const ids of chunks(itemIds, IDS_PER_QUESTION)) {
    const rows = await session.read<{ itemId: number | string }>(
      phrase('read_last_reading'),
      `SELECT item_id AS itemId FROM sync_missing WHERE item_id IN (?)
       UNION SELECT item_id FROM sync_quarantine WHERE settled_at IS NULL AND item_id IN (?)
       UNION SELECT l.item_id FROM stock_level l JOIN sync_run u ON u.run_id = l.read_run_id
              WHERE l.item_id IN (?) AND u.run_id <> ? AND u.committed_at >= ?`,
      [ids, ids, ids, runId, startedAt],
    );
    for (const { itemId } of rows) unread.add(Number(itemId));
  }
  return unread;
}
