import { sleep } from '../../platform/lifecycle.ts';
import type { SharedPace } from '../marketplace.ts';

/** Turns that are reserved beforehand: what others wait for meanwhile. */
const AHEAD_S = 0.5;

/** When this process may send its next request. */
export class Turns {
  readonly #pace: SharedPace;
  readonly #perSecond: number;
  #waiting = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #left = 0;
  #nextAtMs = 0;
  #apartMs = 0;

  constructor(pace: SharedPace, perSecond: number) {
    this.#pace = pace;
    this.#perSecond = perSecond;
  }

  /** `most`: requests a second that are taken of its kind, where that is less than the pace: it uses up the turns of others. */
  async take(signal: AbortSignal, most = Infinity): Promise<void> {
    if (most < this.#perSecond) {
      const { inMs } = await this.#pace.reserve(this.#perSecond / most, this.#perSecond);
      return sleep(inMs, signal);
    }
    this.#waiting += 1;
    const mine = this.#queue.then(() => this.#next());
    this.#queue = mine.catch(() => undefined);
    await sleep(Math.max((await mine) - performance.now(), 0), signal);
  }

  async slowDown(): Promise<void> {
    // What was reserved at the pace before is given up.
    this.#left = 0;
    await this.#pace.slowDown(this.#perSecond);
  }

  /** Reserves for all that wait, so that the database is not asked for each. */
  async #next(): Promise<number> {
    if (this.#left === 0) {
      const turns = Math.min(this.#waiting, Math.max(1, Math.ceil(this.#perSecond * AHEAD_S)));
      const { inMs, apartMs } = await this.#pace
        .reserve(turns, this.#perSecond)
        .finally(() => (this.#waiting -= 1));
      this.#left = turns;
      this.#nextAtMs = performance.now() + inMs;
      this.#apartMs = apartMs;
    } else this.#waiting -= 1;
    this.#left -= 1;
    const atMs = this.#nextAtMs;
    this.#nextAtMs += this.#apartMs;
    return atMs;
  }
}
