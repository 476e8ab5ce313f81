import { chunks } from '../../mysql/chunks.ts';
import { quoted } from '../../mysql/identifiers.ts';
import type { Session } from '../../mysql/session.ts';
import type { PendingRule } from '../channel.ts';
import { phrase } from '../phrase.ts';

/** Each channel has rows of its own; the subjects of this one are items. */
export const CHANNEL = 'publications';
export const OURS = `channel = '${CHANNEL}'`;

const IDS_PER_QUESTION = 5000;

/** Whoever has it in hand. */
export async function countAllPending(session: Session): Promise<number> {
  const [row] = await session.read<{ n: number }>(
    phrase('count_pending'),
    `SELECT COUNT(*) AS n FROM channel_outbox WHERE ${OURS} AND dead_at IS NULL`,
  );
  return row?.n ?? 0;
}

/**
 * In the transaction of a change: the items that `from` names become pending, of which `i.id` is the id. A new change of an item
 * that is pending already replaces its key and resets its tries, but not when it was tried: one that is refused and changes in every
 * run would be tried before all others in every run. Nor since when it is pending: else a product that sells all day would hide that
 * its channel has known nothing since the morning. Nor who has it in hand: that one sends the new key as well. In order of id, as all
 * who send lock the rows: else they would undo each other.
 */
export async function addPending(
  session: Session,
  runId: string,
  { notify, publishedItemsTable }: PendingRule,
  from: string,
): Promise<void> {
  if (!notify) return;
  const published =
    publishedItemsTable === undefined
      ? ''
      : `WHERE EXISTS (SELECT 1 FROM ${quoted(publishedItemsTable)} p WHERE p.id = i.id AND p.meli_id IS NOT NULL)`;
  await session.write(
    phrase('write_outbox'),
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at)
     SELECT '${CHANNEL}', i.id, CONCAT(?, '-', i.id), UTC_TIMESTAMP(3) FROM ${from} i ${published} ORDER BY i.id
     ON DUPLICATE KEY UPDATE
       \`key\` = VALUES(\`key\`), attempts = 0, last_error = NULL, owed_at = IF(dead_at IS NULL, owed_at, VALUES(owed_at)),
       dead_at = NULL`,
    [runId],
  );
}

/** What would be pending if these items changed, with what is pending already. */
export async function forecastPending(
  session: Session,
  itemIds: readonly number[],
  rule: PendingRule,
): Promise<number> {
  let pending = await countAllPending(session);
  for (const ids of chunks(itemIds, IDS_PER_QUESTION)) {
    const published = await publishedAmong(session, ids, rule);
    if (published.length === 0) continue;
    const [row] = await session.read<{ n: number }>(
      phrase('count_pending'),
      `SELECT COUNT(*) AS n FROM channel_outbox WHERE ${OURS} AND dead_at IS NULL AND subject_id IN (?)`,
      [published],
    );
    pending += published.length - (row?.n ?? 0);
  }
  return pending;
}

async function publishedAmong(
  session: Session,
  ids: readonly number[],
  { publishedItemsTable }: PendingRule,
): Promise<number[]> {
  if (publishedItemsTable === undefined) return [...ids];
  const rows = await session.read<{ id: number | string }>(
    phrase('see_published'),
    `SELECT DISTINCT p.id FROM ${quoted(publishedItemsTable)} p WHERE p.id IN (?) AND p.meli_id IS NOT NULL`,
    [ids],
  );
  return rows.map(({ id }) => Number(id));
}
