import { orAborted } from '../platform/lifecycle.ts';

interface Limits {
  /** An answer is good for so long from when it was asked for. */
  freshMs: number;
  limitMs: number;
}

/** Something that is looked at when somebody asks, and not again for each who asks: whoever comes meanwhile shares the look. */
export class Probe<T> {
  readonly #look: (signal: AbortSignal) => Promise<T>;
  readonly #limits: Limits;
  #last: Promise<T | undefined> | undefined;
  #isUnderWay = false;
  #untilMs = 0;

  /** `look` should end with its signal. */
  constructor(look: (signal: AbortSignal) => Promise<T>, limits: Limits) {
    this.#look = look;
    this.#limits = limits;
  }

  /** What was found; undefined where there was no answer within the limit. Never throws. */
  value(): Promise<T | undefined> {
    const { freshMs, limitMs } = this.#limits;
    const isGood = this.#isUnderWay || performance.now() < this.#untilMs;
    if (this.#last !== undefined && isGood) return this.#last;
    this.#untilMs = performance.now() + freshMs;
    this.#isUnderWay = true;
    const signal = AbortSignal.timeout(limitMs);
    this.#last = orAborted(this.#look(signal), signal)
      .catch(() => undefined)
      .finally(() => (this.#isUnderWay = false));
    return this.#last;
  }
}
