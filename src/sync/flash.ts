import { ConfigurationError } from '../platform/errors.ts';
import { firstOf } from '../platform/lifecycle.ts';
import { openLedger } from '../runs/ledger.ts';
import type { LastReading } from '../runs/store.ts';
import type { Reading } from '../channels/stock.ts';
import type { Rejection } from '../sources/source.ts';
import type { Extraction, ExtractionOptions } from './extraction.ts';
import { fallenStock } from './falls.ts';
import { Guard } from './guard.ts';
import { phrase } from './phrase.ts';
import { type PriceBook, type Priced, readPrices } from './price-book.ts';
import { readAgain } from './read-again.ts';
import { readStock, type StockBook } from './stock-book.ts';
import type { KnownRow, Snapshot, StagedItem, StockFall } from './store.ts';
import { countUpdate, numberOrNull, type Offer, refuseTooMany } from './tally.ts';

const NO_ROWS = new Float64Array(0);
/** What moved says of nobody that the list lacks it. */
const NOBODY: Snapshot = {
  productIds: NO_ROWS,
  stocks: NO_ROWS,
  prices: NO_ROWS,
  fingerprints: NO_ROWS,
  missing: new Map(),
};
const NO_PATCH = Buffer.from('{}');

/**
 * Reads what moved since the last run, and compares it with the rows of the products that it names. What a whole reading alone can tell
 * is left to that: who is new, missing or back.
 */
export async function extract(options: ExtractionOptions): Promise<Extraction> {
  const { source, place, limits, intern } = options;
  const last = await options.lastReading();
  if (last === undefined) throw new ConfigurationError(phrase('no_whole_run'));
  return readAgain(options, async () => {
    const abandoned = new AbortController();
    const reading = {
      limits,
      intern,
      fingerprints: false,
      signal: firstOf(options.signal, abandoned.signal),
    };
    const changes = source.changesSince?.(place, last.startedAt, reading);
    if (changes === undefined) throw new ConfigurationError(phrase('no_flash'));
    try {
      const [prices, stock] = await Promise.all([
        readPrices(changes.prices),
        readStock(changes.stock),
        options.sink.restart(),
      ]);
      return await compare(options, last, prices, stock);
    } finally {
      abandoned.abort(new Error('the reading is over'));
    }
  });
}

async function compare(
  options: ExtractionOptions,
  last: LastReading,
  prices: PriceBook,
  stock: StockBook,
): Promise<Extraction> {
  const { sink, quarantineMaxPercent: maxPercent } = options;
  const named = [prices.rows, prices.rejected, stock.rejected].flatMap((each) => [...each.keys()]);
  const ids = [...new Set([...named, ...stock.productIds])];
  options.progress.count('products', ids.length, undefined);
  const rows = await options.readRows(ids);
  const moves = new Moves(prices, stock, new Guard(options.guardLimits), options.held);
  for (const id of ids) moves.take(id, rows.get(id));
  prices.release();
  const { ledger, guard, staged, readings, falls } = moves;
  guard.measureAgainst(last);
  await sink.reject(moves.rejections);
  await sink.stage(staged, staged.length);
  await sink.read(readings);
  options.whenRead(ledger);
  // Of all that the shop has: a few bad items must not stop a flash for as long as they are in the window.
  for (const [list, { rejected, withoutId }] of [
    [phrase('price_list'), prices],
    [phrase('stock_list'), stock],
  ] as const) {
    refuseTooMany(list, rejected.size + withoutId.length, last.fetched, maxPercent);
  }
  const nothingMore = { snapshot: NOBODY, absentIds: [], notFound: [], complete: false, isFirst: false };
  return { ...nothingMore, guard, falls, patches: true };
}

/** Takes product after product that the lists name, with its row. */
class Moves {
  readonly ledger = openLedger();
  readonly staged: StagedItem[] = [];
  readonly readings: Reading[] = [];
  readonly falls: StockFall[] = [];
  readonly rejections: Rejection[];
  readonly guard: Guard;
  readonly #prices: PriceBook;
  readonly #stock: StockBook;
  readonly #balances: ReadonlyMap<number, number>;
  readonly #held: ReadonlySet<number> | undefined;

  constructor(prices: PriceBook, stock: StockBook, guard: Guard, held: ReadonlySet<number> | undefined) {
    this.#held = held;
    this.guard = guard;
    this.#prices = prices;
    this.#stock = stock;
    this.#balances = new Map(Array.from(stock.productIds, (id, at) => [id, stock.balances[at] as number]));
    this.rejections = [...prices.withoutId, ...stock.withoutId];
    this.ledger.quarantined = this.rejections.length;
    this.ledger.duplicates = prices.repeated + stock.repeated;
    this.ledger.fetched = this.ledger.quarantined + this.ledger.duplicates;
  }

  take(id: number, row: KnownRow | undefined): void {
    this.ledger.fetched += 1;
    const rejections = [this.#prices.rejected.get(id), this.#stock.rejected.get(id)];
    const unusable = rejections.filter((each) => each !== undefined);
    if (row === undefined) this.ledger.unknown += 1;
    else if (unusable.length > 0) {
      this.ledger.quarantined += 1;
      this.rejections.push(...unusable);
      this.#lower(id, row);
    } else {
      this.#compare(id, row);
    }
  }

  #compare(id: number, row: KnownRow): void {
    const priced = this.#prices.rows.get(id);
    const after = { price: priced?.price ?? row.price, stock: this.#balances.get(id) ?? row.stock };
    if (!isComplete(row, after)) {
      this.ledger.unknown += 1;
      this.#lower(id, row);
      return;
    }
    this.guard.seen(id, row, after);
    if (after.stock < 0) this.ledger.negative += 1;
    const moved = priced !== undefined && isMoved(row, after, priced);
    const same = isSame(row, after) && !moved;
    const isHandedIn = this.#held !== undefined && (!same || this.#held.has(id));
    if (isHandedIn && this.#balances.has(id))
      this.readings.push({ itemId: id, quantity: after.stock, isGood: !this.#stock.unlisted.has(id) });
    if (same) {
      this.ledger.unchanged += 1;
      return;
    }
    countUpdate(this.ledger, row, after);
    const [patch = NO_PATCH] = moved ? priced.page.attributes([priced.index]) : [];
    this.staged.push(asStaged(id, patch, row, after));
  }

  /** What is gone must not be sold, whatever else of the product cannot be taken in. */
  #lower(id: number, row: KnownRow): void {
    const stock = fallenStock(row.stock, this.#balances.get(id), this.#stock.rejected.get(id));
    this.guard.seen(id, row, { ...row, stock: stock ?? row.stock });
    if (stock !== undefined) this.falls.push({ productId: id, stock });
  }
}

/** Whether more may be written of the product than that its stock fell. A whole reading writes the others. */
function isComplete({ isSound }: KnownRow, { stock }: Offer): boolean {
  return isSound && !Number.isNaN(stock);
}

/** Whether anything but the stock is to be patched; of what a flash brings beside a price, fingerprints tell. */
function isMoved(row: KnownRow, after: Offer, { fingerprint }: Priced): boolean {
  if (!Object.is(row.price, after.price)) return true;
  return row.fingerprint !== undefined && row.fingerprint !== fingerprint;
}

function isSame(before: Offer, after: Offer): boolean {
  return Object.is(before.price, after.price) && before.stock === after.stock;
}

function asStaged(productId: number, patch: Buffer, before: Offer, after: Offer): StagedItem {
  return {
    productId,
    data: patch,
    stock: after.stock,
    price: numberOrNull(after.price),
    before: { price: numberOrNull(before.price), stock: numberOrNull(before.stock) },
  };
}
