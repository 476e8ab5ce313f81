/** How many requests were taken in the window that is open. */
export class Rate {
  #opensAtMs = -Infinity;
  #taken = 0;

  /** Whether there is room for one more. */
  take(most: number, windowMs: number): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#opensAtMs >= windowMs) {
      this.#opensAtMs = nowMs;
      this.#taken = 0;
    }
    this.#taken += 1;
    return this.#taken <= most;
  }
}
