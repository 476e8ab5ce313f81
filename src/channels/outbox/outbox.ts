import { chunks } from '../../mysql/chunks.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session, Values } from '../../mysql/session.ts';
import { Column } from '../../platform/column.ts';
import { redact } from '../../platform/redact.ts';
import type { Pending, PendingItems } from '../channel.ts';
import { reviveDead } from './dead.ts';
import { CHANNEL, OURS } from './changes.ts';
import { claim, release } from './leases.ts';
import { phrase } from '../phrase.ts';
import { noteWait, readState } from '../state.ts';

/** The rows of what is pending, over the connection of one run, which sends only what it has in hand. */
export interface Outbox extends PendingItems {
  /** Takes in hand all that is pending and in nobody's hands. Returns how many. */
  claim(): Promise<number>;
  /** Those in hand that are neither dead nor delivered. */
  countPending(): Promise<number>;
  /** How many were let go: they changed while they were on their way, or wait for the procedures of the run that changed them. */
  readonly letGo: number;
  /** What is still in hand is free for others from now on. */
  release(): Promise<void>;
  /** Dead ones are pending again, with their keys. Returns how many. */
  revive(): Promise<number>;
}

const ROWS_PER_STATEMENT = 500;
const MAX_ERROR_CHARS = 255;

/** A refusal's fact as the table has room for it. */
export function keptFact(fact: string): string {
  return redact(fact).slice(0, MAX_ERROR_CHARS);
}

/** Its load is committed and its post-load procedures are not called yet: the receiver would read what they are to rebuild. */
const IS_UNPREPARED = `EXISTS (SELECT 1 FROM sync_run r WHERE r.procedures_owed AND channel_outbox.\`key\` LIKE CONCAT(r.run_id, '-%'))`;

/** The ids by themselves lead to the rows: MariaDB reads the whole table to find pairs. */
const BY_ID_AND_KEY = `${OURS} AND subject_id IN (?) AND (subject_id, \`key\`) IN (?)`;

function idsAndPairs(notifications: readonly Pending[]): Values {
  return [idsOf(notifications), notifications.map(({ subjectId, key }) => [subjectId, key])];
}

function idsOf(notifications: readonly Pending[]): number[] {
  return notifications.map(({ subjectId }) => subjectId);
}

/** `holder`: the run, which has its lease. */
export function createOutbox(session: Session, holder: string): Outbox {
  const write: Session['write'] = (...statement) =>
    repeated({ signal: session.signal }, () => session.write(...statement));
  let letGo = 0;
  const letGoOf = async (ids: readonly number[]): Promise<void> => {
    if (ids.length === 0) return;
    const takeOut = session.signal.aborted ? session.lastWrite : write;
    letGo += await takeOut(
      phrase('release'),
      `UPDATE channel_outbox SET leased_by = NULL WHERE ${OURS} AND subject_id IN (?) AND leased_by = ?`,
      [ids, holder],
    );
  };
  return {
    get letGo() {
      return letGo;
    },
    claim: () => claim(session, CHANNEL, holder),
    release: () => release(session, CHANNEL, holder),
    state: () => readState(session, CHANNEL),
    noteWait: (waitMs) => noteWait(session, CHANNEL, waitMs),
    async countPending() {
      const [row] = await session.read<{ n: number }>(
        phrase('count_pending'),
        `SELECT COUNT(*) AS n FROM channel_outbox WHERE ${OURS} AND leased_by = ? AND dead_at IS NULL`,
        [holder],
      );
      return row?.n ?? 0;
    },
    async *inOrder(limit) {
      const ids = await idsInOrder(session, holder);
      for (let at = 0; at < ids.length; at += limit) {
        const part = [...ids.subarray(at, at + limit)];
        const pending = await withKeys(session, holder, part);
        const found = new Set(pending.map(({ subjectId }) => subjectId));
        await letGoOf(part.filter((id) => !found.has(id)));
        yield pending;
      }
    },
    async tried(notifications) {
      for (const part of chunks(notifications, ROWS_PER_STATEMENT)) {
        await write(
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
        const takeOut = session.signal.aborted ? session.lastWrite : write;
        const gone = await takeOut(
          phrase('remove_delivered'),
          `DELETE FROM channel_outbox WHERE ${BY_ID_AND_KEY}`,
          idsAndPairs(part),
        );
        taken += gone;
        if (gone === part.length) continue;
        await letGoOf(idsOf(part));
      }
      return taken;
    },
    async refused(refusals, maxAttempts) {
      let died = 0;
      for (const part of chunks(refusals, ROWS_PER_STATEMENT)) {
        const reasons = part.map(() => 'WHEN ? THEN ?').join(' ');
        await write(
          phrase('count_refused'),
          `UPDATE channel_outbox SET attempts = attempts + 1, last_error = CASE subject_id ${reasons} END
            WHERE ${BY_ID_AND_KEY}`,
          [...part.flatMap(({ subjectId, reason }) => [subjectId, keptFact(reason)]), ...idsAndPairs(part)],
        );
        died += await write(
          phrase('give_up'),
          `UPDATE channel_outbox SET dead_at = UTC_TIMESTAMP(3), leased_by = NULL
            WHERE ${BY_ID_AND_KEY} AND attempts >= ? AND dead_at IS NULL`,
          [...idsAndPairs(part), maxAttempts],
        );
      }
      return died;
    },
    revive: () => reviveDead(session, { channel: CHANNEL }),
  };
}

/**
 * Read once, eight bytes each: the order is of two tables, so that no index has it, and it changes with every try. Stock counts as it
 * is now; an item whose row was deleted has none.
 */
async function idsInOrder(session: Session, holder: string): Promise<Float64Array> {
  const ids = new Column();
  await session.stream(
    phrase('read_outbox'),
    `SELECT o.subject_id FROM channel_outbox o LEFT JOIN ${session.products} r ON r.id = o.subject_id
      WHERE o.${OURS} AND o.leased_by = ? AND o.dead_at IS NULL
      ORDER BY o.tried_at, COALESCE(r.stock, 0) > 0, o.subject_id`,
    ([id]) => ids.push(Number(id)),
    [holder],
  );
  return ids.view();
}

async function withKeys(session: Session, holder: string, ids: readonly number[]): Promise<Pending[]> {
  if (ids.length === 0) return [];
  const rows = await session.read<{ id: number | string; key: string }>(
    phrase('read_outbox'),
    `SELECT subject_id AS id, \`key\` FROM channel_outbox
      WHERE ${OURS} AND subject_id IN (?) AND leased_by = ? AND dead_at IS NULL AND NOT ${IS_UNPREPARED}`,
    [ids, holder],
  );
  const keys = new Map(rows.map(({ id, key }) => [Number(id), key]));
  return ids.flatMap((subjectId) => {
    const key = keys.get(subjectId);
    return key === undefined ? [] : [{ subjectId, key }];
  });
}
