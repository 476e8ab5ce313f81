import { sleep } from '../../platform/lifecycle.ts';
import type { SharedPace } from '../marketplace.ts';

/** The most that is reserved ahead, in seconds: other processes wait for these turns, used or not. */
const AHEAD_S = 0.5;

/** When this process may send its next request. */
export class Turns {
  readonly #pace: SharedPace;
  readonly #perSecond: number;
  #waiting = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #reserved = 0;
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
    const mine = this.#queue.then(() => this.#next()).finally(() => (this.#waiting -= 1));
    this.#queue = mine.catch(() => undefined);
    await sleep(Math.max((await mine) - performance.now(), 0), signal);
  }

  async slowDown(): Promise<void> {
    // What was reserved at the pace before is given up.
    this.#left = 0;
    await this.#pace.slowDown(this.#perSecond);
  }

  async #next(): Promise<number> {
    if (this.#left === 0) await this.#reserve();
    this.#left -= 1;
    const atMs = this.#nextAtMs;
    this.#nextAtMs += this.#apartMs;
    return atMs;
  }

  /** For all that wait, and while they keep coming without end: the database is not asked for each. */
  async #reserve(): Promise<void> {
    const keepsOn = performance.now() - this.#nextAtMs < AHEAD_S * 1000;
    const wanted = Math.max(this.#waiting, keepsOn ? this.#reserved * 2 : 0);
    this.#reserved = Math.min(wanted, Math.max(1, Math.ceil(this.#perSecond * AHEAD_S)));
    const { inMs, apartMs } = await this.#pace.reserve(this.#reserved, this.#perSecond);
    this.#left = this.#reserved;
    this.#nextAtMs = performance.now() + inMs;
    this.#apartMs = apartMs;
  }
}
