import { setTimeout as delay } from 'node:timers/promises';

const WINDOW_MS = 15 * 60_000;
const MOST_OF_ADDRESS = 10;
/** Of all addresses: somebody may come from many. */
const MOST_AT_ONCE = 20;
const FAILURE_TAKES_MS = 1_000;
const MOST_ADDRESSES = 10_000;

/** Log-ins that failed: each takes its time, and there are so many of one address within a quarter of an hour. */
export class Attempts {
  readonly #failures = new Map<string, { count: number; untilMs: number }>();
  #waiting = 0;

  /** After how many seconds this address may try again; 0: now. */
  restS(address: string): number {
    if (this.#waiting >= MOST_AT_ONCE) return 1;
    const { count, untilMs } = this.#of(address);
    return count < MOST_OF_ADDRESS ? 0 : Math.ceil((untilMs - performance.now()) / 1000);
  }

  /** Counts at once, so that nobody gains by many at a time. */
  async failed(address: string): Promise<void> {
    const { count, untilMs } = this.#of(address);
    this.#failures.set(address, { count: count + 1, untilMs });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_ADDRESSES && oldest !== undefined) this.#failures.delete(oldest);
    this.#waiting += 1;
    await delay(FAILURE_TAKES_MS);
    this.#waiting -= 1;
  }

  worked(address: string): void {
    this.#failures.delete(address);
  }

  #of(address: string): { count: number; untilMs: number } {
    const nowMs = performance.now();
    const known = this.#failures.get(address);
    return known !== undefined && known.untilMs > nowMs ? known : { count: 0, untilMs: nowMs + WINDOW_MS };
  }
}
