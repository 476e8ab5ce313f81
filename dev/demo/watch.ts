import type { Market } from './markets.ts';

/** From a sale at the till until a marketplace offers no more than what is left. */
export interface Waits {
  medianMs: number;
  longestMs: number;
  /** The longest of those that did not wait for the broker. */
  longestElseMs: number;
}

interface Open {
  sku: string;
  /** Units left in the shop after the sale. */
  left: number;
  soldAtMs: number;
}

/** Watches one marketplace follow the till. */
export class Watch {
  readonly #market: Market;
  #open: Open[] = [];
  /** What a customer buys in a marketplace moves its quantity too: these are watched no longer. */
  readonly #ordered = new Set<string>();
  readonly #waits: { soldAtMs: number; waitMs: number }[] = [];

  constructor(market: Market) {
    this.#market = market;
  }

  sold(sku: string, left: number, soldAtMs: number): void {
    this.#open.push({ sku, left, soldAtMs });
  }

  ordered(sku: string): void {
    this.#ordered.add(sku);
  }

  /** Notes which of the sales it follows by now; returns how many it does not. */
  look(): number {
    const nowMs = performance.now();
    this.#open = this.#open.filter(({ sku, left, soldAtMs }) => {
      if (this.#ordered.has(sku)) return false;
      if (this.#market.showsOf(sku) > left) return true;
      this.#waits.push({ soldAtMs, waitMs: nowMs - soldAtMs });
      return false;
    });
    return this.#open.length;
  }

  waits({ fromMs, toMs }: { fromMs: number; toMs: number }): Waits {
    const all = this.#waits.map(({ waitMs }) => waitMs).toSorted((one, other) => one - other);
    const others = this.#waits.filter(
      ({ soldAtMs, waitMs }) => soldAtMs + waitMs < fromMs || soldAtMs > toMs,
    );
    return {
      medianMs: Math.round(all[Math.floor(all.length / 2)] ?? 0),
      longestMs: Math.round(all.at(-1) ?? 0),
      longestElseMs: Math.round(Math.max(0, ...others.map(({ waitMs }) => waitMs))),
    };
  }
}
