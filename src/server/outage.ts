import type { SyncError } from '../platform/errors.ts';
import { type Log, logError } from '../platform/log.ts';
import type { Part } from './health.ts';
import { phrase } from './phrase.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Something that may be away: how long it is not tried after each failure, and what the log says of it, once as it goes and once it is back. `part` says it to whoever asks. */
export class Outage {
  readonly #log: Log;
  readonly #longestPauseMs: number;
  readonly #part: Part | undefined;
  #failures = 0;
  #sinceMs = 0;
  #untilMs = 0;
  #said: number | undefined;

  constructor(
    log: Log,
    { longestPauseMs = LONGEST_PAUSE_MS, part }: { longestPauseMs?: number; part?: Part | undefined } = {},
  ) {
    this.#log = log;
    this.#longestPauseMs = longestPauseMs;
    this.#part = part;
  }

  /** How long it is still not to be tried. */
  get restMs(): number {
    return Math.max(0, this.#untilMs - performance.now());
  }

  failed(failure: SyncError): void {
    this.#part?.fails(failure.phrase);
    if (this.#failures === 0) this.#sinceMs = performance.now();
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, this.#longestPauseMs);
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
    this.#part?.works();
    this.#failures = 0;
    this.#untilMs = 0;
    this.#said = undefined;
    this.#log.info({ phrase: phrase('back', { seconds }) });
  }
}
