import type { Log } from '../platform/log.ts';
import type { Progress } from '../platform/progress.ts';

/** The phases by their names in log and report, with what a person reads. */
const TITLES = {
  locate: 'Find the checkout',
  extract: 'Read and compare the price list and the stock',
  guard: 'Look for what must not happen',
  forecast: 'Count what a run would do',
  load: 'Load the changes',
  procedures: 'Call the post-load procedures',
  webhooks: 'Send the webhooks',
};

type PhaseName = keyof typeof TITLES;

/** The phases of a run in order, with how long each took. */
export class Phases {
  readonly durationsMs: Record<string, number> = {};
  readonly #log: Log;
  readonly #progress: Progress;

  constructor(log: Log, progress: Progress) {
    this.#log = log;
    this.#progress = progress;
  }

  /** Runs a phase; its time counts whether it succeeds or not. */
  async run<T>(name: PhaseName, work: (log: Log) => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    this.#progress.phase(TITLES[name]);
    try {
      return await work(this.#log.child({ phase: name }));
    } finally {
      const took = Math.round(performance.now() - startedMs);
      this.durationsMs[name] = (this.durationsMs[name] ?? 0) + took;
      this.#log.debug({ phase: name, duration_ms: took }, `${name} took ${took} ms`);
    }
  }
}
