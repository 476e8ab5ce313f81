import type { Log } from '../platform/log.ts';
import type { Progress } from '../platform/progress.ts';

/** The phases by their names in log and report. */
type PhaseName =
  'locate' | 'extract' | 'guard' | 'forecast' | 'load' | 'procedures' | 'webhooks' | 'compare' | 'correct';

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
    this.#progress.phase(name);
    try {
      const result = await work(this.#log.child({ phase: name }));
      this.#progress.over(false);
      return result;
    } catch (error) {
      this.#progress.over(true);
      throw error;
    } finally {
      const took = Math.round(performance.now() - startedMs);
      this.durationsMs[name] = (this.durationsMs[name] ?? 0) + took;
      this.#log.debug({ phase: name, duration_ms: took }, `${name} took ${took} ms`);
    }
  }
}
