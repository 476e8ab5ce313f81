import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Counted, Progress } from './progress.ts';

/** How progress is worded for its reader. */
export interface ProgressWords {
  /** What is done in each phase, by the phase's name in the log. */
  phases: Readonly<Record<string, string>>;
  counted(what: Counted, done: number, total: number | undefined): string;
  pace(perSecond: number, secondsLeft: number | undefined): string;
  again: string;
  took(durationMs: number): string;
}

/** Below this a rate is chance. */
const FIRST_PACE_MS = 500;

/** Phases as a list on a terminal's stderr: a spinner and a count for the one under way, a tick and its time for those done. */
export function terminalProgress(words: ProgressWords): Progress {
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
  let current: Phase | undefined;
  let drawn: Promise<unknown> = Promise.resolve();

  const begin = (title: string): Phase => {
    const phase = new Phase(title, words);
    const list = new Listr([phase.task], {
      rendererOptions: { logger, showErrorMessage: false },
      registerSignalListeners: false,
      exitOnError: false,
    });
    drawn = drawn.then(() => list.run()).catch(() => undefined);
    return phase;
  };

  return {
    phase(name) {
      current = begin(words.phases[name] ?? name);
    },
    count: (what, done, total) => current?.count(what, done, total),
    again: () => current?.again(),
    over(failed) {
      current?.finish(failed);
      current = undefined;
    },
    async end() {
      await drawn;
    },
  };
}

class Phase {
  readonly #title: string;
  readonly #words: ProgressWords;
  readonly #work: Promise<void>;
  readonly #startedMs = performance.now();
  #countedFromMs = performance.now();
  #counted = '';
  #show: (text: string) => void = () => undefined;
  #finish: (failed: boolean) => void = () => undefined;

  constructor(title: string, words: ProgressWords) {
    this.#title = title;
    this.#words = words;
    this.#work = new Promise((resolve, reject) => {
      this.#finish = (failed) => (failed ? reject(new Error(title)) : resolve());
    });
    this.#work.catch(() => undefined);
  }

  get task() {
    return {
      title: this.#title,
      task: async (_context: unknown, task: { title: string }): Promise<void> => {
        this.#show = (text) => {
          task.title = text;
        };
        await this.#work;
        const took = this.#words.took(performance.now() - this.#startedMs);
        task.title = `${this.#title}${this.#counted} (${took})`;
      },
    };
  }

  count(what: Counted, done: number, total: number | undefined): void {
    this.#counted = `: ${this.#words.counted(what, done, undefined)}`;
    const elapsedMs = performance.now() - this.#countedFromMs;
    // A guess that was passed foretells nothing any more.
    const known = total !== undefined && total >= done ? total : undefined;
    const counted = this.#words.counted(what, done, known);
    if (elapsedMs < FIRST_PACE_MS || done === 0) {
      this.#show(`${this.#title}: ${counted}`);
      return;
    }
    const perSecond = (done / elapsedMs) * 1000;
    const secondsLeft = known === undefined ? undefined : (known - done) / perSecond;
    this.#show(`${this.#title}: ${counted}, ${this.#words.pace(perSecond, secondsLeft)}`);
  }

  again(): void {
    this.#countedFromMs = performance.now();
    this.#show(`${this.#title}: ${this.#words.again}`);
  }

  finish(failed: boolean): void {
    this.#finish(failed);
  }
}
