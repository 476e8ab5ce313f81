import type { Cost } from './answers.ts';

/** The points that Shopify has for the job now: what it said last, less what is on its way, more what came back since. */
export class Points {
  #available = Infinity;
  #restoreRate = 0;
  #maximum = Infinity;
  #atMs = 0;
  /** What each document cost at most when it was sent last. */
  readonly #costs = new Map<string, number>();

  /** How long to wait before this is sent, in milliseconds. */
  waitMs(document: string): number {
    const missing = this.#costOf(document) - this.#now();
    return missing > 0 && this.#restoreRate > 0 ? (missing / this.#restoreRate) * 1000 : 0;
  }

  spend(document: string): void {
    this.#available = this.#now() - this.#costOf(document);
    this.#atMs = performance.now();
  }

  note(document: string, cost: Cost): void {
    const { currentlyAvailable, restoreRate, maximumAvailable } = cost.throttleStatus;
    this.#costs.set(document, cost.requestedQueryCost);
    this.#available = currentlyAvailable;
    this.#restoreRate = restoreRate;
    this.#maximum = maximumAvailable;
    this.#atMs = performance.now();
  }

  /** Not more than there can ever be: nobody could wait for it. */
  #costOf(document: string): number {
    return Math.min(this.#costs.get(document) ?? 0, this.#maximum);
  }

  #now(): number {
    const restored = ((performance.now() - this.#atMs) / 1000) * this.#restoreRate;
    return Math.min(this.#available + restored, this.#maximum);
  }
}
