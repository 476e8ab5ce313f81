import type { ItemLimits, Place, Rejection } from '../domain.ts';
import type { Log } from '../platform/log.ts';
import type { Progress } from '../platform/progress.ts';
import { plural } from '../platform/text.ts';
import { ListMovedError, type Source } from '../sources/source.ts';
import type { Snapshot, StagedItem } from '../store/store.ts';
import { inBatches, readAhead } from './batches.ts';
import { Extractor } from './extractor.ts';
import type { Guard, GuardLimits } from './guard.ts';
import type { Ledger } from './ledger.ts';
import { readStock } from './stock-book.ts';

export interface ExtractionOptions {
  source: Source;
  place: Place;
  limits: ItemLimits;
  readSnapshot: () => Promise<Snapshot>;
  /** Compare the whole product, not only price and stock. */
  deep: boolean;
  /** Only these products, changed or not; undefined: all that changed. */
  selection: ReadonlySet<number> | undefined;
  guardLimits: GuardLimits;
  quarantineMaxPercent: number;
  sink: ExtractionSink;
  signal: AbortSignal;
  progress: Progress;
  log: Log;
}

/** Where extraction puts what it finds while it reads on. */
export interface ExtractionSink {
  /** Forget what was staged: the list is read anew. */
  restart(): Promise<void>;
  stage(items: readonly StagedItem[]): Promise<void>;
  reject(rejections: readonly Rejection[]): Promise<void>;
}

/** What a complete reading of the source has shown. */
export interface Extraction {
  /** `inserted` and `updated` as a load would make them; the load itself counts anew. */
  ledger: Ledger;
  guard: Guard;
  snapshot: Snapshot;
  /** Known products that the list lacks. */
  absentIds: number[];
  /** Ids asked for with `--select` that the list lacks. */
  notFound: number[];
  /** Every item is known to be some product's: whoever is absent is missing. */
  complete: boolean;
}

/** Reads the source. A list that moved meanwhile is read once more; if it moves again, that is an error. */
export async function extract(options: ExtractionOptions): Promise<Extraction> {
  // The rows stay as they are while the lock is held: one reading serves both tries.
  const snapshot = options.readSnapshot();
  snapshot.catch(() => undefined);
  try {
    return await readOnce(options, snapshot);
  } catch (error) {
    if (!(error instanceof ListMovedError)) throw error;
    options.log.warn(`${error.message}; everything is read once more`);
    options.progress.note('the list moved, reading once more');
    return readOnce(options, snapshot);
  }
}

async function readOnce(options: ExtractionOptions, previous: Promise<Snapshot>): Promise<Extraction> {
  const { source, place, sink } = options;
  const abandoned = new AbortController();
  const signal = AbortSignal.any([options.signal, abandoned.signal]);
  const reading = { limits: options.limits, fingerprints: options.deep, signal };
  try {
    await sink.restart();
    const batches = readAhead(inBatches(source.priceList(place, reading)));
    const [snapshot, stock] = await Promise.all([previous, readStock(source.stock(place, reading))]);
    const extractor = new Extractor(options, snapshot, stock);
    for await (const batch of batches) {
      await extractor.take(batch);
      options.progress.note(plural(extractor.fetched, 'product'));
    }
    return await extractor.finish();
  } finally {
    abandoned.abort(new Error('the reading is over'));
  }
}
