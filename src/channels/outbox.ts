import { chunks } from '../mysql/chunks.ts';
import { quoted } from '../mysql/identifiers.ts';
import type { Session, Values } from '../mysql/session.ts';
import { redact } from '../platform/redact.ts';
import type { Pending, PendingItems, PendingRule } from './channel.ts';
import { phrase } from './phrase.ts';

/** The rows of what is pending, over the connection of one run. */
export interface Outbox extends PendingItems {
  /** Neither dead nor delivered. */
  countPending(): Promise<number>;
  /** Dead ones are pending again, with their keys. Returns how many. */
  revive(): Promise<number>;
}

const ROWS_PER_STATEMENT = 500;
const IDS_PER_QUESTION = 5000;
const MAX_ERROR_CHARS = 255;

/** The ids by themselves lead to the rows: MariaDB reads the whole table to find pairs. */
const BY_ID_AND_KEY = 'item_id IN (?) AND (item_id, `key`) IN (?)';

function idsAndPairs(notifications: readonly Pending[]): Values {
  return [notifications.map(({ itemId }) => itemId), notifications.map(({ itemId, key }) => [itemId, key])];
}

export function createOutbox(session: Session): Outbox {
  return {
    countPending: () => countPending(session),
    async pendingAfter(itemId, limit) {
      const rows = await session.read<{ itemId: number | string; key: string }>(
        phrase('read_outbox'),
        'SELECT item_id AS itemId, `key` FROM sync_outbox WHERE item_id > ? AND dead_at IS NULL ORDER BY item_id LIMIT ?',
        [itemId, limit],
      );
      return rows.map(({ itemId: id, key }) => ({ itemId: Number(id), key }));
    },
    async delivered(notifications) {
      let taken = 0;
      for (const part of chunks(notifications, ROWS_PER_STATEMENT)) {
        // Also when the run is being stopped: what was delivered must not be sent again.
        const write = session.signal.aborted ? session.lastWrite : session.write;
        taken += await write(
          phrase('remove_delivered'),
          `DELETE FROM sync_outbox WHERE ${BY_ID_AND_KEY}`,
          idsAndPairs(part),
        );
      }
      return taken;
    },
    async refused(refusals, maxAttempts) {
      let died = 0;
      for (const part of chunks(refusals, ROWS_PER_STATEMENT)) {
        const reasons = part.map(() => 'WHEN ? THEN ?').join(' ');
        await session.write(
          phrase('count_refused'),
          `UPDATE sync_outbox SET attempts = attempts + 1, last_error = CASE item_id ${reasons} END
            WHERE ${BY_ID_AND_KEY}`,
          [
            ...part.flatMap(({ itemId, reason }) => [itemId, redact(reason).slice(0, MAX_ERROR_CHARS)]),
            ...idsAndPairs(part),
          ],
        );
        died += await session.write(
          phrase('give_up'),
          `UPDATE sync_outbox SET dead_at = UTC_TIMESTAMP(3)
            WHERE ${BY_ID_AND_KEY} AND attempts >= ? AND dead_at IS NULL`,
          [...idsAndPairs(part), maxAttempts],
        );
      }
      return died;
    },
    revive: () =>
      session.write(
        phrase('revive'),
        'UPDATE sync_outbox SET dead_at = NULL, attempts = 0 WHERE dead_at IS NOT NULL',
      ),
  };
}

export async function countPending(session: Session): Promise<number> {
  const [row] = await session.read<{ n: number }>(
    phrase('count_pending'),
    'SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NULL',
  );
  return row?.n ?? 0;
}

export async function countDead(session: Session): Promise<number> {
  const [row] = await session.read<{ n: number }>(
    phrase('count_dead'),
    'SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NOT NULL',
  );
  return row?.n ?? 0;
}

/**
 * In the transaction of a change: the items that `from` names become pending, of which `i.id` is the id. A new change of an item
 * that is pending already replaces its key and resets its tries.
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
    `INSERT INTO sync_outbox (item_id, \`key\`, owed_at)
     SELECT i.id, CONCAT(?, '-', i.id), UTC_TIMESTAMP(3) FROM ${from} i ${published}
     ON DUPLICATE KEY UPDATE
       \`key\` = VALUES(\`key\`), attempts = 0, last_error = NULL, owed_at = VALUES(owed_at), dead_at = NULL`,
    [runId],
  );
}

/** What would be pending if these items changed, with what is pending already. */
export async function forecastPending(
  session: Session,
  itemIds: readonly number[],
  rule: PendingRule,
): Promise<number> {
  let pending = await countPending(session);
  for (const ids of chunks(itemIds, IDS_PER_QUESTION)) {
    const published = await publishedAmong(session, ids, rule);
    if (published.length === 0) continue;
    const [row] = await session.read<{ n: number }>(
      phrase('count_pending'),
      'SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NULL AND item_id IN (?)',
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
