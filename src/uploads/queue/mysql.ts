import { randomUUID } from 'node:crypto';
import type { Pool } from '../../mysql/pool.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { sleep } from '../../platform/lifecycle.ts';
import { phrase } from '../phrase.ts';
import type { Message, UploadQueue, Waiting } from './queue.ts';

/** An idle worker looks so often; what it asks then reads one entry of an index. */
const LOOK_EVERY_MS = 200;

const PUT = `INSERT INTO upload_message (task_id, available_at) VALUES (?, NOW(6) + INTERVAL ? SECOND)`;
const IS_DUE = 'SELECT id FROM upload_message WHERE available_at <= NOW(6) ORDER BY available_at, id LIMIT 1';
/** Through `by_due` each worker locks the one message that it takes; a plan that reads the table would lock them all. */
export const CLAIM_SQL = `SELECT id, task_id AS taskId, receives + 1 AS receives FROM upload_message FORCE INDEX (by_due)
  WHERE available_at <= NOW(6) ORDER BY available_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
const HIDE = `UPDATE upload_message SET receipt = ?, receives = receives + 1, available_at = NOW(6) + INTERVAL ? SECOND
  WHERE id = ?`;
const HOLD = `UPDATE upload_message SET available_at = NOW(6) + INTERVAL ? SECOND WHERE id = ? AND receipt = ?`;
const DONE = 'DELETE FROM upload_message WHERE id = ? AND receipt = ?';
const LOOK = `SELECT COUNT(*) AS count, TIMESTAMPDIFF(MICROSECOND, MIN(available_at), NOW(6)) / 1e6 AS oldestS FROM upload_message
  WHERE available_at <= NOW(6)`;

/**
 * The queue in the shop's own database: a message is committed with its task. Whoever took one has it until `available_at`; a receipt is
 * good until the next one takes it.
 */
export class MysqlQueue implements UploadQueue {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async put(session: Session, taskId: string, delayS = 0): Promise<undefined> {
    await session.write(phrase('put_message'), PUT, [taskId, delayS]);
  }

  async take(holdS: number, waitMs: number, signal: AbortSignal): Promise<Message | undefined> {
    const endsAtMs = performance.now() + waitMs;
    while (!signal.aborted) {
      const message = await this.#pool.use(async (session) => {
        const due = await session.read(phrase('take_message'), IS_DUE);
        return due.length === 0 ? undefined : repeated({ signal }, () => claim(session, holdS));
      });
      const restMs = endsAtMs - performance.now();
      if (message !== undefined || restMs <= 0) return message;
      await sleep(Math.min(LOOK_EVERY_MS, restMs), signal).catch(() => undefined);
    }
    return undefined;
  }

  hold({ id, receipt }: Message, holdS: number): Promise<void> {
    return this.#change(HOLD, [holdS, id, receipt]);
  }

  done({ id, receipt }: Message): Promise<void> {
    return this.#change(DONE, [id, receipt]);
  }

  back(message: Message, delayS: number): Promise<void> {
    return this.hold(message, delayS);
  }

  look(signal?: AbortSignal): Promise<Waiting> {
    return this.#pool.use(async (session) => {
      const [row] = await session.read<Waiting>(phrase('look_at_queue'), LOOK);
      return row ?? { count: 0, oldestS: null };
    }, signal);
  }

  async #change(sql: string, values: readonly (string | number)[]): Promise<void> {
    await this.#pool.use((session) => session.write(phrase('change_message'), sql, values));
  }
}

function claim(session: Session, holdS: number): Promise<Message | undefined> {
  return session.transaction(phrase('take_message'), async () => {
    const [found] = await session.read<{ id: number; taskId: string; receives: number }>(
      phrase('take_message'),
      CLAIM_SQL,
    );
    if (found === undefined) return undefined;
    const receipt = randomUUID();
    await session.write(phrase('take_message'), HIDE, [receipt, holdS, found.id]);
    return { ...found, id: String(found.id), receipt };
  });
}
