import type { SyncError } from '../platform/errors.ts';
import { type Log, logError } from '../platform/log.ts';
import { phrase } from './phrase.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Something that may be away: how long it is left alone after each failure, and what the log says of it, once as it goes and once it is back. */
export class Outage {
  readonly #log: Log;
  #failures = 0;
  #sinceMs = 0;
  #untilMs = 0;
  #said: number | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** How long it is still left alone. */
  get restMs(): number {
    return Math.max(0, this.#untilMs - performance.now());
  }

  failed(failure: SyncError): void {
    if (this.#failures === 0) this.#sinceMs = performance.now();
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures += 1;
    this.#untilMs = performance.now() + pauseMs;
    // What a person has to correct is other news than that nobody answers.
    if (this.#said === failure.exitCode) return;
    this.#said = failure.exitCode;
    logError(this.#log, failure);
  }

  worked(): void {
    if (this.#failures === 0) return;
    const seconds = Math.ceil((performance.now() - this.#sinceMs) / 1000);
    this.#failures = 0;
    this.#untilMs = 0;
    this.#said = undefined;
    this.#log.info({ phrase: phrase('back', { seconds }) });
  }
}
