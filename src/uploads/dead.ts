import type { Session, Value } from '../mysql/session.ts';
import type { Context } from '../platform/command.ts';
import { UsageError } from '../platform/errors.ts';
import type { Language } from '../platform/language.ts';
import { localTime } from '../platform/local-time.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';
import { openQueue, type StorageJob } from './storage.ts';
import { readTasks, type Task } from './task.ts';
import type { DeadText } from './words/dead.en.ts';

/** What was given up, for a script and for a person. */
interface DeadUploads {
  readonly entries: readonly object[];
  readonly told: readonly string[];
  /** What is to be said below. */
  readonly below: readonly string[];
}

const MOST_OF_NAME = 100;
const MOST_OF_REASON = 255;
const IS_DEAD = "state = 'failed' AND dead_at IS NOT NULL";

export async function deadTextIn(language: Language): Promise<DeadText> {
  return language === 'es'
    ? (await import('./words/dead.es.ts')).es
    : (await import('./words/dead.en.ts')).en;
}

/** The uploads that were given up, the newest first. `limit` 0 is all of them. */
export async function listDeadUploads(
  { language, inWords, inEnglish }: Pick<Context, 'language' | 'inWords' | 'inEnglish'>,
  session: Session,
  limit: number,
): Promise<DeadUploads> {
  const text = await deadTextIn(language);
  const found = await readTasks(session, `WHERE ${IS_DEAD} ORDER BY dead_at DESC, task_id`, []);
  const shown = limit === 0 ? found : found.slice(0, limit);
  const reasonOf = ({ error }: Task, describe: typeof inWords): string =>
    error === null ? '' : printable(describe(error).message, MOST_OF_REASON);
  const more = found.length - shown.length;
  const [first] = shown;
  return {
    entries: shown.map((task) => ({
      ...{ channel: 'uploads', product_id: null, name: null, listing: null, attempts: task.attempts },
      ...{ last_error: reasonOf(task, inEnglish), dead_at: task.deadAt?.toISOString() ?? null },
      upload: { task_id: task.id, filename: task.filename, proveedor_id: task.proveedorId },
    })),
    told: shown.map((task) =>
      text.deadUpload({
        ...{ id: task.id, filename: printable(task.filename, MOST_OF_NAME) },
        proveedorId: printable(task.proveedorId, MOST_OF_NAME),
        at: localTime((task.deadAt ?? task.updatedAt).toISOString()),
        reason: reasonOf(task, inWords),
      }),
    ),
    below: first === undefined ? [] : [...(more > 0 ? [text.moreDead(more)] : []), text.deadNext(first.id)],
  };
}

export async function countDeadUploads(session: Session): Promise<number> {
  const sql = `SELECT COUNT(*) AS count FROM upload_task WHERE ${IS_DEAD}`;
  const [row] = await session.read<{ count: number }>(phrase('read_tasks'), sql);
  return row?.count ?? 0;
}

/** Pending again, with all their tries, from their checkpoint on. `ids` undefined: all. Returns how many. */
export async function retryDeadUploads(
  session: Session,
  ids: readonly string[] | undefined,
  job: StorageJob,
): Promise<number> {
  const queue = await openQueue(job, { use: (work) => work(session) });
  return change(session, ids, 'retry_dead', RETRIED, (id) => queue.put(session, id));
}

/** They end as any that failed: shown until they are forgotten. Returns how many. */
export function dropDeadUploads(session: Session, ids: readonly string[] | undefined): Promise<number> {
  return change(session, ids, 'drop_dead', 'dead_at = NULL', () => Promise.resolve(undefined));
}

const RETRIED = `state = 'pending', stage = 'queued', attempts = 0, next_attempt_at = NULL, ended_at = NULL, dead_at = NULL,
  error_code = NULL, error_params = NULL`;

/** Throws a `UsageError` where one that is named is not dead, and changes none. */
async function change(
  session: Session,
  ids: readonly string[] | undefined,
  doing: 'retry_dead' | 'drop_dead',
  set: string,
  each: (id: string) => Promise<(() => Promise<void>) | undefined>,
): Promise<number> {
  const which = ids === undefined ? { tail: '', values: [] } : { tail: ' AND task_id IN (?)', values: [ids] };
  const afterwards: (() => Promise<void>)[] = [];
  const changed = await session.transaction(phrase(doing), async () => {
    const sql = `WHERE ${IS_DEAD}${which.tail} ORDER BY task_id FOR UPDATE`;
    const found = (await readTasks(session, sql, which.values)).map(({ id }) => id);
    const others = (ids ?? []).filter((id) => !found.includes(id));
    if (others.length > 0) throw new UsageError(phrase('not_dead', { ids: others }));
    for (const id of found) {
      const values: Value[] = [id];
      await session.write(
        phrase(doing),
        `UPDATE upload_task SET ${set}, updated_at = NOW(6) WHERE task_id = ?`,
        values,
      );
      const after = await each(id);
      if (after !== undefined) afterwards.push(after);
    }
    return found.length;
  });
  for (const after of afterwards) await after();
  return changed;
}
