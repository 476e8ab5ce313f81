import type { OwedWebhook } from '../domain.ts';
import { redact } from '../platform/redact.ts';
import { chunks } from './chunks.ts';
import { countOwed } from './load.ts';
import type { Session, Values } from './session.ts';
import type { OutboxStore } from './store.ts';

const ROWS_PER_STATEMENT = 500;
const MAX_ERROR_CHARS = 255;

/** The ids by themselves lead to the rows: MariaDB reads the whole table to find pairs. */
const BY_ID_AND_KEY = 'item_id IN (?) AND (item_id, `key`) IN (?)';

function idsAndPairs(webhooks: readonly OwedWebhook[]): Values {
  return [webhooks.map(({ itemId }) => itemId), webhooks.map(({ itemId, key }) => [itemId, key])];
}

export function createOutbox(session: Session): OutboxStore {
  return {
    countOwed: () => countOwed(session),
    async owedAfter(itemId, limit) {
      const rows = await session.read<{ itemId: number | string; key: string }>(
        'read the outbox',
        'SELECT item_id AS itemId, `key` FROM sync_outbox WHERE item_id > ? AND dead_at IS NULL ORDER BY item_id LIMIT ?',
        [itemId, limit],
      );
      return rows.map(({ itemId: id, key }) => ({ itemId: Number(id), key }));
    },
    async delivered(webhooks) {
      let left = 0;
      for (const part of chunks(webhooks, ROWS_PER_STATEMENT)) {
        // Also when the run is being stopped: what was delivered must not be sent again.
        const write = session.signal.aborted ? session.lastWrite : session.write;
        left += await write(
          'take delivered webhooks out of the outbox',
          `DELETE FROM sync_outbox WHERE ${BY_ID_AND_KEY}`,
          idsAndPairs(part),
        );
      }
      return left;
    },
    async refused(refusals, maxAttempts) {
      let died = 0;
      for (const part of chunks(refusals, ROWS_PER_STATEMENT)) {
        const reasons = part.map(() => 'WHEN ? THEN ?').join(' ');
        await session.write(
          'count the refused webhooks',
          `UPDATE sync_outbox SET attempts = attempts + 1, last_error = CASE item_id ${reasons} END
            WHERE ${BY_ID_AND_KEY}`,
          [
            ...part.flatMap(({ itemId, reason }) => [itemId, redact(reason).slice(0, MAX_ERROR_CHARS)]),
            ...idsAndPairs(part),
          ],
        );
        died += await session.write(
          'give up on webhooks refused too often',
          `UPDATE sync_outbox SET dead_at = UTC_TIMESTAMP(3)
            WHERE ${BY_ID_AND_KEY} AND attempts >= ? AND dead_at IS NULL`,
          [...idsAndPairs(part), maxAttempts],
        );
      }
      return died;
    },
    revive: () =>
      session.write(
        'owe dead webhooks again',
        'UPDATE sync_outbox SET dead_at = NULL, attempts = 0 WHERE dead_at IS NOT NULL',
      ),
  };
}
