import type { Pool } from '../../mysql/pool.ts';
import type { Session } from '../../mysql/session.ts';
import { asSyncError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import { Outage } from '../../server/outage.ts';
import { inTime } from '../late.ts';
import { phrase } from '../phrase.ts';
import { errorsOf, type RowErrors } from '../row-errors.ts';
import { readTasks, type Task } from '../task.ts';

/** A little more than half a second, so that nobody hears anything more than twice within one. */
const LOOK_EVERY_MS = 510;
const LIMIT_MS = 5_000;
const LONGEST_PAUSE_MS = 5_000;

const VERSIONS = 'SELECT task_id AS id, updated_at AS version FROM upload_task WHERE task_id IN (?)';

/** How a task is, with the first of its errors once it has ended. */
export interface Seen {
  readonly task: Task;
  readonly errors: RowErrors;
}

/** Undefined: the task was forgotten. */
type Listener = (seen: Seen | undefined) => void;

/** Looks at tasks while somebody listens: all of them in one question, and only those again that changed. */
export class TaskWatch {
  readonly #pool: Pool;
  readonly #outage: Outage;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #known = new Map<string, Seen & { version: string }>();
  #isLooking = false;

  constructor(pool: Pool, log: Log) {
    this.#pool = pool;
    this.#outage = new Outage(log, { longestPauseMs: LONGEST_PAUSE_MS });
  }

  /** Tells how it is about twice a second, changed or not, until what this returns is called. */
  listen(id: string, listener: Listener): () => void {
    const all = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, all.add(listener));
    if (!this.#isLooking) this.#lookIn(LOOK_EVERY_MS);
    return () => {
      all.delete(listener);
      if (all.size > 0 || this.#listeners.get(id) !== all) return;
      this.#listeners.delete(id);
      this.#known.delete(id);
    };
  }

  #lookIn(ms: number): void {
    this.#isLooking = true;
    setTimeout(() => void this.#look(), ms).unref();
  }

  async #look(): Promise<void> {
    const ids = [...this.#listeners.keys()];
    try {
      if (ids.length > 0) await inTime(this.#pool, LIMIT_MS, (session) => this.#refresh(session, ids));
      this.#outage.worked();
      for (const id of ids) for (const tell of this.#listeners.get(id) ?? []) tell(this.#known.get(id));
    } catch (error) {
      this.#outage.failed(asSyncError(error));
    }
    if (this.#listeners.size === 0) this.#isLooking = false;
    else this.#lookIn(LOOK_EVERY_MS + this.#outage.restMs);
  }

  async #refresh(session: Session, ids: readonly string[]): Promise<void> {
    const rows = await session.read<{ id: string; version: string }>(phrase('read_tasks'), VERSIONS, [ids]);
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    for (const id of ids) if (!versions.has(id)) this.#known.delete(id);
    const changed = rows.filter(({ id, version }) => this.#known.get(id)?.version !== version);
    if (changed.length === 0) return;
    const tasks = await readTasks(session, 'WHERE task_id IN (?)', [changed.map(({ id }) => id)]);
    for (const task of tasks) {
      const errors = await errorsOf(session, task);
      // Whoever listened may have gone meanwhile.
      if (!this.#listeners.has(task.id)) continue;
      // As it was asked for first: what changed in between is seen the next time.
      this.#known.set(task.id, { task, errors, version: versions.get(task.id) ?? '' });
    }
  }
}
