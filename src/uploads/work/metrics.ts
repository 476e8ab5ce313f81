import { Counter, Histogram, type Registry } from 'prom-client';
import type { Counts, Task } from '../task.ts';

const buckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const OUTCOMES = ['completed', 'failed', 'cancelled'] as const;
const ROW_OUTCOMES = ['created', 'updated', 'unchanged', 'failed'] as const;

/** What is counted while uploads are brought in. */
export class WorkMetrics {
  readonly #tasks;
  readonly #rows;
  readonly #seconds;

  constructor(register: Registry) {
    const registers = [register];
    const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Counter({ name: `inventory_${name}`, help, labelNames, registers });
    this.#tasks = counter('upload_tasks_ended_total', 'Uploads that ended here, by how they did.', [
      'outcome',
    ]);
    this.#rows = counter('upload_rows_total', 'Rows of spreadsheets, by what became of them.', ['outcome']);
    this.#seconds = new Histogram({
      name: 'inventory_upload_task_seconds',
      help: 'From the first claim of an upload until it ended.',
      buckets,
      registers,
    });
    for (const outcome of OUTCOMES) this.#tasks.inc({ outcome }, 0);
    for (const outcome of ROW_OUTCOMES) this.#rows.inc({ outcome }, 0);
  }

  /** Of one chunk, once it is committed. */
  committed(counts: Counts): void {
    for (const outcome of ROW_OUTCOMES) this.#rows.inc({ outcome }, counts[outcome]);
  }

  ended({ state, startedAt, endedAt }: Task): void {
    this.#tasks.inc({ outcome: state });
    if (startedAt !== null && endedAt !== null) {
      this.#seconds.observe((endedAt.getTime() - startedAt.getTime()) / 1000);
    }
  }
}
