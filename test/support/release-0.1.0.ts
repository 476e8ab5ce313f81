import type { Session } from '../../src/mysql/session.ts';
import { DOING } from './words.ts';

/** What version 0.1.0 does with its outbox, in its own statements: it must go on doing so on a later schema. */
export function outboxOf010(session: Session) {
  const BY_ID_AND_KEY = 'item_id IN (?) AND (item_id, `key`) IN (?)';
  const STAGE = 'sync_stage_item';
  type Webhook = readonly [itemId: number, key: string];
  const idsAndPairs = (webhooks: readonly Webhook[]) =>
    [webhooks.map(([itemId]) => itemId), webhooks] as const;
  const count = async (sql: string, values: readonly (readonly number[])[] = []) => {
    const [row] = await session.read<{ n: number }>(DOING, sql, values);
    return row?.n ?? 0;
  };
  return {
    countPending: () => count('SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NULL'),
    countDead: () => count('SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NOT NULL'),
    countPendingAmong: (itemIds: readonly number[]) =>
      count('SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NULL AND item_id IN (?)', [itemIds]),
    async pendingAfter(itemId: number, limit: number): Promise<Webhook[]> {
      const rows = await session.read<{ itemId: number | string; key: string }>(
        DOING,
        'SELECT item_id AS itemId, `key` FROM sync_outbox WHERE item_id > ? AND dead_at IS NULL ORDER BY item_id LIMIT ?',
        [itemId, limit],
      );
      return rows.map(({ itemId: id, key }) => [Number(id), key]);
    },
    /** In the transaction of a load. */
    async add(runId: string, itemIds: readonly number[]): Promise<void> {
      await session.write(DOING, `DROP TEMPORARY TABLE IF EXISTS ${STAGE}`);
      await session.write(
        DOING,
        `CREATE TEMPORARY TABLE ${STAGE} (id BIGINT NOT NULL PRIMARY KEY) ENGINE = InnoDB`,
      );
      await session.write(DOING, `INSERT INTO ${STAGE} VALUES ?`, [itemIds.map((id) => [id])]);
      await session.transaction(DOING, () =>
        session.write(
          DOING,
          `INSERT INTO sync_outbox (item_id, \`key\`, owed_at)
     SELECT s.id, CONCAT(?, '-', s.id), UTC_TIMESTAMP(3) FROM ${STAGE} s${' '}
     
  ON DUPLICATE KEY UPDATE \`key\` = VALUES(\`key\`), attempts = 0, last_error = NULL, owed_at = VALUES(owed_at), dead_at = NULL`,
          [runId],
        ),
      );
    },
    delivered: (...webhooks: readonly Webhook[]) =>
      session.write(DOING, `DELETE FROM sync_outbox WHERE ${BY_ID_AND_KEY}`, idsAndPairs(webhooks)),
    async refused([itemId, key]: Webhook, maxAttempts: number): Promise<number> {
      await session.write(
        DOING,
        `UPDATE sync_outbox SET attempts = attempts + 1, last_error = CASE item_id WHEN ? THEN ? END
            WHERE ${BY_ID_AND_KEY}`,
        [itemId, 'HTTP 500', ...idsAndPairs([[itemId, key]])],
      );
      return session.write(
        DOING,
        `UPDATE sync_outbox SET dead_at = UTC_TIMESTAMP(3)
            WHERE ${BY_ID_AND_KEY} AND attempts >= ? AND dead_at IS NULL`,
        [...idsAndPairs([[itemId, key]]), maxAttempts],
      );
    },
    revive: () =>
      session.write(DOING, 'UPDATE sync_outbox SET dead_at = NULL, attempts = 0 WHERE dead_at IS NOT NULL'),
    /** What its page and its `doctor` ask. */
    listed: (condition: string, order: string) =>
      session.read(
        DOING,
        `SELECT item_id AS itemId, attempts, last_error AS lastError, owed_at AS owedAt, dead_at AS deadAt
         FROM sync_outbox WHERE ${condition} ORDER BY ${order}, item_id LIMIT ?`,
        [50],
      ),
    async checkRights(): Promise<void> {
      for (const sql of [
        `EXPLAIN INSERT INTO sync_outbox (item_id) VALUES (0)`,
        `EXPLAIN UPDATE sync_outbox SET item_id = 0 WHERE item_id = 0`,
        `EXPLAIN DELETE FROM sync_outbox WHERE item_id = 0`,
      ]) {
        await session.write(DOING, sql);
      }
    },
  };
}
