import { chunks } from '../mysql/chunks.ts';
import { quoted } from '../mysql/identifiers.ts';
import type { Session, Values } from '../mysql/session.ts';
import { Column } from '../platform/column.ts';
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

/** Each channel has rows of its own; the subjects of this one are items. */
const CHANNEL = 'publications';
const OURS = `channel = '${CHANNEL}'`;

/** The ids by themselves lead to the rows: MariaDB reads the whole table to find pairs. */
const BY_ID_AND_KEY = `${OURS} AND subject_id IN (?) AND (subject_id, \`key\`) IN (?)`;

function idsAndPairs(notifications: readonly Pending[]): Values {
  return [idsOf(notifications), notifications.map(({ subjectId, key }) => [subjectId, key])];
}

function idsOf(notifications: readonly Pending[]): number[] {
  return notifications.map(({ subjectId }) => subjectId);
}

export function createOutbox(session: Session): Outbox {
  return {
    countPending: () => countPending(session),
    async *inTurn(limit) {
      const ids = await idsInTurn(session);
      for (let at = 0; at < ids.length; at += limit)
        yield await withKeys(session, ids.subarray(at, at + limit));
    },
    async tried(notifications) {
      for (const part of chunks(notifications, ROWS_PER_STATEMENT)) {
        await session.write(
          phrase('note_tried'),
          `UPDATE channel_outbox SET tried_at = UTC_TIMESTAMP(3) WHERE ${OURS} AND subject_id IN (?)`,
          [idsOf(part)],
        );
      }
    },
    async delivered(notifications) {
      let taken = 0;
      for (const part of chunks(notifications, ROWS_PER_STATEMENT)) {
        // Also when the run is being stopped: what was delivered must not be sent again.
        const write = session.signal.aborted ? session.lastWrite : session.write;
        taken += await write(
          phrase('remove_delivered'),
          `DELETE FROM channel_outbox WHERE ${BY_ID_AND_KEY}`,
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
          `UPDATE channel_outbox SET attempts = attempts + 1, last_error = CASE subject_id ${reasons} END
            WHERE ${BY_ID_AND_KEY}`,
          [
            ...part.flatMap(({ subjectId, reason }) => [subjectId, redact(reason).slice(0, MAX_ERROR_CHARS)]),
            ...idsAndPairs(part),
          ],
        );
        died += await session.write(
          phrase('give_up'),
          `UPDATE channel_outbox SET dead_at = UTC_TIMESTAMP(3)
            WHERE ${BY_ID_AND_KEY} AND attempts >= ? AND dead_at IS NULL`,
          [...idsAndPairs(part), maxAttempts],
        );
      }
      return died;
    },
    revive: () =>
      session.write(
        phrase('revive'),
        `UPDATE channel_outbox SET dead_at = NULL, attempts = 0 WHERE ${OURS} AND dead_at IS NOT NULL`,
      ),
  };
}

/**
 * Read once, eight bytes each: the order is of two tables, so that no index has it, and it changes with every try. Stock counts as it
 * is now; an item whose row was deleted has none.
 */
async function idsInTurn(session: Session): Promise<Float64Array> {
  const ids = new Column();
  await session.stream(
    phrase('read_outbox'),
    `SELECT o.subject_id FROM channel_outbox o LEFT JOIN raw_item_data r ON r.id = o.subject_id
      WHERE o.${OURS} AND o.dead_at IS NULL
      ORDER BY o.tried_at, COALESCE(r.stock, 0) > 0, o.subject_id`,
    ([id]) => ids.push(Number(id)),
  );
  return ids.view();
}

async function withKeys(session: Session, ids: Float64Array): Promise<Pending[]> {
  const rows = await session.read<{ id: number | string; key: string }>(
    phrase('read_outbox'),
    `SELECT subject_id AS id, \`key\` FROM channel_outbox WHERE ${OURS} AND subject_id IN (?) AND dead_at IS NULL`,
    [[...ids]],
  );
  const keys = new Map(rows.map(({ id, key }) => [Number(id), key]));
  return [...ids].flatMap((subjectId) => {
    const key = keys.get(subjectId);
    return key === undefined ? [] : [{ subjectId, key }];
  });
}

export async function countPending(session: Session): Promise<number> {
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
 * its channel has known nothing since the morning.
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
     SELECT '${CHANNEL}', i.id, CONCAT(?, '-', i.id), UTC_TIMESTAMP(3) FROM ${from} i ${published}
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
  let pending = await countPending(session);
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
