import type { Log } from '../platform/log.ts';
import { compareBatch, type Comparison, type Known, mergeKnown, type Products } from './compare.ts';
import { phrase } from './phrase.ts';
import { countAbsent, mergeReadings, type StockBook, withUnmentioned } from './stock-book.ts';
import type { Snapshot } from './store.ts';

/**
 * What the products of the price list are compared with. A stock list that does not say its length may lack what is there: before a
 * product falls to no stock for that, the list is read once more.
 */
export class StockReading {
  readonly #snapshot: Snapshot;
  readonly #readAgain: () => Promise<StockBook>;
  readonly #log: Log;
  #book: StockBook;
  #known: Known;
  /** Whether what the list lacks has no stock. */
  #isSure: boolean;
  #mentioned: ReadonlySet<number> | undefined;

  constructor(snapshot: Snapshot, book: StockBook, readAgain: () => Promise<StockBook>, log: Log) {
    this.#snapshot = snapshot;
    this.#readAgain = readAgain;
    this.#log = log;
    this.#book = withUnmentioned(book, snapshot);
    this.#known = mergeKnown(snapshot, this.#book);
    this.#isSure = book.isCounted;
    const count = book.withoutId.length;
    if (count > 0) log.warn({ phrase: phrase('stock_kept', { count }) });
  }

  get book(): StockBook {
    return this.#book;
  }

  async compare(batch: Products): Promise<Comparison> {
    const comparison = compareBatch(batch, this.#known, this.#snapshot);
    if (this.#isSure) return comparison;
    const count = countAbsent(this.#fallen(batch, comparison), this.#book);
    if (count === 0) return comparison;
    this.#log.info({ phrase: phrase('stock_read_again', { count }) });
    this.#book = mergeReadings(this.#book, await this.#readAgain());
    this.#known = mergeKnown(this.#snapshot, this.#book);
    this.#isSure = true;
    this.#mentioned = undefined;
    return compareBatch(batch, this.#known, this.#snapshot);
  }

  /** Whether the list has a row of this product: what it has none of is taken for nothing there, or stays as it was. */
  mentions(productId: number): boolean {
    this.#mentioned ??= new Set(this.#book.productIds);
    return this.#mentioned.has(productId) && !this.#book.unlisted.has(productId);
  }

  /** The products that had stock and have none. */
  #fallen({ productIds }: Products, { stocks, positions }: Comparison): number[] {
    const fallen: number[] = [];
    for (let row = 0; row < stocks.length; row += 1) {
      if (stocks[row] !== 0) continue;
      const before = this.#snapshot.stocks[positions[row] as number] ?? 0;
      // A NULL may be anything, and counts as stock.
      if (!(before <= 0)) fallen.push(productIds[row] as number);
    }
    return fallen;
  }
}
