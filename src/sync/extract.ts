import { firstOf } from '../platform/lifecycle.ts';
import type { Progress } from '../platform/progress.ts';
import type { PriceListPage } from '../sources/source.ts';
import type { Snapshot } from './store.ts';
import { readAhead } from '../platform/read-ahead.ts';
import { inBatches } from './batches.ts';
import type { Extraction, ExtractionOptions } from './extraction.ts';
import { Extractor } from './extractor.ts';
import { readAgain } from './read-again.ts';
import { readStock, type StockBook } from './stock-book.ts';
import { StockReading } from './stock-reading.ts';

/** Reads the whole lists of the source. */
export async function extract(options: ExtractionOptions): Promise<Extraction> {
  // The rows stay as they are while the lock is held: one reading serves both tries.
  const snapshot = options.readSnapshot();
  snapshot.catch(() => undefined);
  return readAgain(options, () => readOnce(options, snapshot));
}

async function readOnce(options: ExtractionOptions, previous: Promise<Snapshot>): Promise<Extraction> {
  const { source, place, sink } = options;
  const abandoned = new AbortController();
  const signal = firstOf(options.signal, abandoned.signal);
  const { limits, intern, deep, selection } = options;
  const reading = { limits, intern, fingerprints: deep, selection, signal };
  try {
    const pages = shown(source.priceList(place, reading), previous, options.progress);
    const batches = readAhead(inBatches(pages));
    // The database has one connection: waited for by itself, the stage would hold up the lists until the rows are read.
    const readBook = (): Promise<StockBook> => readStock(source.stock(place, reading));
    const [snapshot, stock] = await Promise.all([previous, readBook(), sink.restart()]);
    const extractor = new Extractor(
      options,
      snapshot,
      new StockReading(snapshot, stock, readBook, options.log),
    );
    for await (const batch of batches) await extractor.take(batch);
    return await extractor.finish();
  } finally {
    abandoned.abort(new Error('the reading is over'));
  }
}

/** The same pages. Where the source does not say how many products there are, about as many are expected as are known. */
async function* shown(
  pages: AsyncIterable<PriceListPage>,
  previous: Promise<Snapshot>,
  progress: Progress,
): AsyncGenerator<PriceListPage, void, undefined> {
  let known = 0;
  previous.then(
    ({ productIds }) => (known = productIds.length),
    () => undefined,
  );
  let fetched = 0;
  for await (const page of pages) {
    fetched += page.fetched;
    progress.count('products', fetched, page.total ?? (known || undefined));
    yield page;
  }
}
