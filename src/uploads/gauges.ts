import { Gauge, type Registry } from 'prom-client';
import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { Waiting } from './queue/queue.ts';

const COUNT_TASKS = 'SELECT state, COUNT(*) AS count FROM upload_task GROUP BY state';

/** How many tasks there are, by state. */
export async function countTasks(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.read<{ state: string; count: number }>(phrase('read_tasks'), COUNT_TASKS);
  return new Map(rows.map(({ state, count }) => [state, count]));
}

/** What is asked of the database and the queue when somebody looks. All processes of a shop see the same. */
export class UploadGauges {
  readonly #tasks;
  readonly #waiting;
  readonly #oldestS;
  readonly #databaseUp;

  constructor(register: Registry) {
    const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Gauge({ name: `inventory_${name}`, help, labelNames, registers: [register] });
    this.#tasks = gauge('upload_tasks', 'Tasks of uploads that are kept, by state.', ['state']);
    this.#waiting = gauge('upload_queue_messages', 'Messages that no worker has in hand.');
    this.#oldestS = gauge('upload_queue_oldest_seconds', 'For how long the oldest of them has been due.');
    this.#databaseUp = gauge(
      'database_up',
      'Whether the database answered; of tasks nothing is known without it.',
    );
  }

  /** Undefined: the database, or the queue, did not answer. */
  set(tasks: ReadonlyMap<string, number> | undefined, queue: Waiting | undefined): void {
    this.#databaseUp.set(tasks === undefined ? 0 : 1);
    this.#tasks.reset();
    for (const [state, count] of tasks ?? []) this.#tasks.set({ state }, count);
    for (const each of [this.#waiting, this.#oldestS]) each.remove();
    if (queue === undefined) return;
    this.#waiting.set(queue.count);
    if (queue.oldestS !== null || queue.count === 0) this.#oldestS.set(queue.oldestS ?? 0);
  }
}
