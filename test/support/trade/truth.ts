/** Units that left the shelf while nothing that the system could read tells of it. */
export interface Fall {
  itemId: number;
  units: number;
  /** From when on the source knows of it; infinite where it never will. */
  sourceKnowsAt: number;
}

export type Parts = Readonly<Record<number, number>>;

/** A list of the source is at most so old, in seconds. */
export const OLDEST_LIST_S = 120;

/** What is on the shelf, what the source believes and believed, and what nobody can know yet. Times in seconds. */
export class Truth {
  readonly stock: Record<number, number>;
  readonly #believed: Record<number, { since: number; stock: number }[]>;
  #unknown = new Set<Fall>();

  constructor(stock: Readonly<Record<number, number>>) {
    this.stock = { ...stock };
    this.#believed = Object.fromEntries(
      Object.entries(stock).map(([id, units]) => [id, [{ since: -Infinity, stock: units }]]),
    );
  }

  /** Units leave the shelf; whoever could know it says so by `know`. */
  falls(itemId: number, units: number): Fall {
    this.stock[itemId] = this.of(itemId) - units;
    const fall = { itemId, units, sourceKnowsAt: Infinity };
    this.#unknown.add(fall);
    return fall;
  }

  rises(itemId: number, units: number): void {
    this.stock[itemId] = this.of(itemId) + units;
  }

  know(falls: readonly Fall[]): void {
    for (const fall of falls) this.#unknown.delete(fall);
  }

  /** The source's number of an item moves now. */
  sourceLearns(itemId: number, units: number, now: number): void {
    this.#believed[itemId]?.push({ since: now, stock: this.believedAt(itemId, Infinity) + units });
  }

  believedAt(itemId: number, time: number): number {
    return this.#believed[itemId]?.findLast(({ since }) => since <= time)?.stock ?? 0;
  }

  /** A run that began then has read these items: what the source knew before its oldest list can be known. */
  wasRead(itemIds: readonly number[], startedAt: number): void {
    const isShown = ({ itemId, sourceKnowsAt }: Fall): boolean =>
      itemIds.includes(itemId) && sourceKnowsAt <= startedAt - OLDEST_LIST_S;
    this.know([...this.#unknown].filter(isShown));
  }

  of(itemId: number): number {
    return this.stock[itemId] ?? 0;
  }

  /** What a listing of these parts should show. */
  offer(parts: Parts, buffer: number): number {
    return offerOf(parts, buffer, (itemId) => this.of(itemId));
  }

  /** The most that it may show: nobody can know yet what left the shelf a moment ago. */
  mostOf(parts: Parts, buffer: number): number {
    return offerOf(parts, buffer, (itemId) => {
      const unknown = [...this.#unknown].filter((fall) => fall.itemId === itemId);
      return unknown.reduce((sum, { units }) => sum + units, this.of(itemId));
    });
  }
}

function offerOf(parts: Parts, buffer: number, stockOf: (itemId: number) => number): number {
  const pieces = Object.entries(parts).map(([id, units]) => Math.floor(stockOf(Number(id)) / units));
  return Math.max(0, Math.min(...pieces) - buffer);
}
