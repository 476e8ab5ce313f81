import { Counter, Histogram, type Registry } from 'prom-client';

const RESULTS = ['accepted', 'repeated', 'refused', 'aborted', 'failed'] as const;
type Result = (typeof RESULTS)[number];

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];

/** What is counted of uploads as they come in. */
export class UploadMetrics {
  readonly #received;
  readonly #seconds;

  constructor(register: Registry) {
    const registers = [register];
    this.#received = new Counter({
      name: 'inventory_uploads_total',
      help: 'Uploads that came in, by what became of them.',
      labelNames: ['result'],
      registers,
    });
    for (const result of RESULTS) this.#received.inc({ result }, 0);
    this.#seconds = new Histogram({
      name: 'inventory_upload_seconds',
      help: 'From the beginning of an upload until it is stored and its task committed.',
      buckets,
      registers,
    });
  }

  received(result: Result, ms?: number): void {
    this.#received.inc({ result });
    if (ms !== undefined) this.#seconds.observe(ms / 1000);
  }
}
