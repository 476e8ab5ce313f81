/** Wakes whoever waits for work, as soon as this process has made some. */
export class Wakeup {
  #sleepers = new Set<() => void>();
  #count = 0;

  /** How often it was called: who remembers it misses no call. */
  get count(): number {
    return this.#count;
  }

  wake(): void {
    this.#count += 1;
    for (const wake of this.#sleepers) wake();
  }

  /** Until it is called for more than the so many-th time, the time is over or the signal is aborted. */
  async wait(since: number, mostMs: number, signal: AbortSignal): Promise<void> {
    if (this.#count > since || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, mostMs);
      this.#sleepers.add(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
