import type { Rejection } from '../sources/source.ts';
import { positionOf } from '../platform/column.ts';
import { SourceError } from '../platform/errors.ts';
import type { PriceListPage } from '../sources/source.ts';
import type { Snapshot, StagedItem, Standing } from './store.ts';
import { type Batch, textOf } from './batches.ts';
import type { Extraction, ExtractionOptions } from './extraction.ts';
import { stockFalls } from './falls.ts';
import { Guard } from './guard.ts';
import { keepOffers } from './keep-offers.ts';
import { openLedger } from '../runs/ledger.ts';
import { phrase } from './phrase.ts';
import type { StockReading } from './stock-reading.ts';
import { countUpdate, numberOrNull, type Offer, refuseTooMany } from './tally.ts';

/** Takes batch after batch; what it has counted and seen at the end is the extraction. */
export class Extractor {
  readonly #options: ExtractionOptions;
  readonly #snapshot: Snapshot;
  readonly #stock: StockReading;
  readonly #ledger = openLedger();
  readonly #guard: Guard;
  /** 1 for each row of the snapshot whose product the list has, usable or not. */
  readonly #met: Uint8Array;
  /** Products whose item, or whose stock, cannot be used. */
  readonly #unusable: number[] = [];
  readonly #selectedAndMet = new Set<number>();
  readonly #standing: Standing = { inStock: 0, priced: 0 };
  #listedItems = 0;

  constructor(options: ExtractionOptions, snapshot: Snapshot, stock: StockReading) {
    this.#options = options;
    this.#snapshot = snapshot;
    this.#stock = stock;
    this.#guard = new Guard(options.guardLimits);
    this.#met = new Uint8Array(snapshot.productIds.length);
  }

  get fetched(): number {
    return this.#ledger.fetched;
  }

  /** Compares a batch and stages what differs. */
  async take(batch: Batch): Promise<void> {
    const rejections: Rejection[] = [];
    for (const { page } of batch.pages) this.#countPage(page, rejections);
    const comparison = await this.#stock.compare(batch);
    const kept =
      this.#options.keepsOffers === true ? keepOffers(batch, comparison, this.#snapshot) : undefined;
    const { stocks, positions, changed } = comparison;
    const staged: number[] = [];
    const read: number[] = [];
    const { held } = this.#options;
    for (let row = 0; row < changed.length; row += 1) {
      const productId = batch.productIds[row] as number;
      const position = positions[row] as number;
      if (position >= 0) this.#met[position] = 1;
      if (!this.#isSelected(productId)) continue;
      const isWritten = changed[row] === 1 || this.#options.selection !== undefined;
      const rejection =
        this.#stock.book.rejected.get(productId) ?? (isWritten ? this.#notHeld(batch, row) : undefined);
      if (rejection !== undefined) {
        rejections.push(rejection);
        this.#unusable.push(productId);
        this.#ledger.quarantined += 1;
        continue;
      }
      const after = { stock: stocks[row] as number, price: batch.prices[row] as number };
      if (after.stock < 0) this.#ledger.negative += 1;
      if (after.stock > 0) this.#standing.inStock += 1;
      if (after.price > 0) this.#standing.priced += 1;
      if (position >= 0) this.#guard.seen(productId, this.#offerBefore(position), after);
      const isRead = kept?.[row] !== 1;
      if (held !== undefined && isRead && (isWritten || held.has(productId))) read.push(row);
      if (!isWritten) {
        this.#ledger.unchanged += 1;
        continue;
      }
      staged.push(row);
      if (position < 0) this.#ledger.inserted += 1;
      else countUpdate(this.#ledger, this.#offerBefore(position), after);
    }
    await this.#options.sink.reject(rejections);
    await this.#handIn(batch, read, stocks);
    await this.#stage(batch, staged, stocks, positions);
  }

  async #handIn(batch: Batch, rows: readonly number[], stocks: Float64Array): Promise<void> {
    if (rows.length === 0) return;
    const readings = rows.map((row) => {
      const itemId = batch.productIds[row] as number;
      return { itemId, quantity: stocks[row] as number, isGood: this.#stock.mentions(itemId) };
    });
    await this.#options.sink.read(readings);
  }

  /** A product with a character that the table lacks. It stays unlike its row, so that each run meets it. */
  #notHeld(batch: Batch, row: number): Rejection | undefined {
    const { holds } = this.#options.limits;
    if (holds === undefined) return undefined;
    const text = textOf(batch, row);
    if (holds(text)) return undefined;
    const productId = batch.productIds[row] as number;
    return { list: 'price_list', productId, reason: 'not_in_charset', items: 1, raw: text.toString('utf8') };
  }

  async #stage(
    batch: Batch,
    rows: readonly number[],
    stocks: Float64Array,
    positions: Float64Array,
  ): Promise<void> {
    if (rows.length === 0) for (const { page } of batch.pages) page.release();
    else await this.#options.sink.stage(this.#itemsOf(batch, rows, stocks, positions), rows.length);
  }

  /** Only now is the text of a product touched, page by page, so that few of them are in memory at once. */
  *#itemsOf(
    batch: Batch,
    rows: readonly number[],
    stocks: Float64Array,
    positions: Float64Array,
  ): Generator<StagedItem> {
    let next = 0;
    for (const { page, firstRow } of batch.pages) {
      const endRow = firstRow + page.productIds.length;
      const start = next;
      while (next < rows.length && (rows[next] as number) < endRow) next += 1;
      const ofPage = rows.slice(start, next);
      const texts = page.attributes(ofPage.map((row) => row - firstRow));
      page.release();
      for (const [at, row] of ofPage.entries()) {
        yield {
          productId: batch.productIds[row] as number,
          data: texts[at] as Buffer,
          stock: stocks[row] as number,
          price: numberOrNull(batch.prices[row]),
          before: this.#before(positions[row] as number),
        };
      }
    }
  }

  #before(position: number): StagedItem['before'] {
    const { prices, stocks } = this.#snapshot;
    if (position < 0) return null;
    return { price: numberOrNull(prices[position]), stock: numberOrNull(stocks[position]) };
  }

  /** What the whole list says, once it is read; throws `SourceError` where it must not be believed. */
  async finish(): Promise<Extraction> {
    const { selection, quarantineMaxPercent, sink } = this.#options;
    const { book } = this.#stock;
    await sink.reject(book.withoutId);
    this.#options.whenRead(this.#ledger);
    if (this.#listedItems === 0) {
      throw new SourceError(phrase('empty_price_list'));
    }
    if (book.fetched === 0 && this.#snapshot.stocks.some((stock) => stock > 0)) {
      throw new SourceError(phrase('empty_stock_list'));
    }
    const { quarantined, fetched } = this.#ledger;
    refuseTooMany(phrase('price_list'), quarantined, fetched, quarantineMaxPercent);
    const unusableStock = book.rejected.size + book.withoutId.length;
    if (selection === undefined)
      refuseTooMany(phrase('stock_list'), unusableStock, book.fetched, quarantineMaxPercent);
    const absentIds = this.#absentIds();
    const falls = await stockFalls(this.#unusable, this.#stock, this.#snapshot, this.#guard);
    return {
      guard: this.#guard,
      snapshot: this.#snapshot,
      absentIds,
      falls,
      notFound: [...(selection?.keys() ?? [])].filter((productId) => !this.#selectedAndMet.has(productId)),
      complete: selection === undefined && this.#ledger.missing_blocked === 0,
      isFirst: this.#snapshot.productIds.length === 0,
      patches: false,
      ...(selection === undefined ? { standing: this.#standing } : {}),
    };
  }

  #countPage(page: PriceListPage, rejections: Rejection[]): void {
    const selected = (productIds: Iterable<number>): number => {
      let count = 0;
      for (const productId of productIds) if (this.#isSelected(productId)) count += 1;
      return count;
    };
    this.#listedItems += page.fetched;
    const repeated = selected(page.repeated);
    let rejected = 0;
    for (const rejection of page.rejections) {
      const { productId, items } = rejection;
      if (productId === null) this.#ledger.missing_blocked += 1;
      else this.#markMet(productId);
      if (!this.#isSelected(productId)) continue;
      rejections.push(rejection);
      if (productId !== null) this.#unusable.push(productId);
      rejected += items;
    }
    this.#ledger.duplicates += repeated;
    this.#ledger.quarantined += rejected;
    // With a selection the counts speak of the selected products only.
    this.#ledger.fetched +=
      this.#options.selection === undefined ? page.fetched : selected(page.productIds) + repeated + rejected;
  }

  /** An unusable item is no missing product: it keeps its last good row. */
  #markMet(productId: number): void {
    const position = positionOf(this.#snapshot.productIds, productId);
    if (position >= 0) this.#met[position] = 1;
  }

  #isSelected(productId: number | null): boolean {
    const { selection } = this.#options;
    if (selection === undefined) return true;
    if (productId === null || !selection.has(productId)) return false;
    this.#selectedAndMet.add(productId);
    return true;
  }

  #offerBefore(position: number): Offer {
    return {
      stock: this.#snapshot.stocks[position] as number,
      price: this.#snapshot.prices[position] as number,
    };
  }

  #absentIds(): number[] {
    const { productIds, stocks, missing } = this.#snapshot;
    const partial = this.#options.selection !== undefined;
    const absentIds: number[] = [];
    for (let position = 0; position < productIds.length; position += 1) {
      const productId = productIds[position] as number;
      const absent = this.#met[position] === 0;
      if (absent) absentIds.push(productId);
      // A partial run makes nobody vanish.
      if (partial || missing.get(productId)?.settled === true) continue;
      this.#guard.vanished.of += 1;
      if (absent) this.#guard.vanished.suffered(productId, stocks[position] as number, 0);
    }
    return absentIds;
  }
}
