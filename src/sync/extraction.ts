import type { Reading } from '../channels/stock.ts';
import type { ItemLimits, Place, Rejection } from '../sources/source.ts';
import type { Log } from '../platform/log.ts';
import type { Progress } from '../platform/progress.ts';
import type { Intern, Source } from '../sources/source.ts';
import type { Snapshot, StagedItem, Standing, StockFall, Store } from './store.ts';
import type { Guard, GuardLimits } from './guard.ts';
import type { Ledger } from '../runs/ledger.ts';
import type { RunStore } from '../runs/store.ts';

export interface ExtractionOptions {
  source: Source;
  place: Place;
  limits: ItemLimits;
  intern: Intern;
  readSnapshot: () => Promise<Snapshot>;
  readRows: Store['rowsOf'];
  lastReading: RunStore['lastReading'];
  /** Compare the whole product, not only price and stock. */
  deep: boolean;
  /** Leave price and stock of known products as they are, those that were retired aside: another run brings them. */
  keepsOffers?: boolean;
  /** Only these products, changed or not; undefined: all that changed. */
  selection: ReadonlyMap<number, string> | undefined;
  guardLimits: GuardLimits;
  quarantineMaxPercent: number;
  /**
   * Products whose stock is handed in although it stays as it was, beside those that are staged: something is held of them, which this
   * reading may end. Undefined where no marketplace is on: nothing is handed in.
   */
  held: ReadonlySet<number> | undefined;
  sink: ExtractionSink;
  /** Told the counts of a list that was read to its end, also where it is then not to be believed. */
  whenRead: (ledger: Ledger) => void;
  signal: AbortSignal;
  progress: Progress;
  log: Log;
}

/** Where extraction puts what it finds while it reads on. */
export interface ExtractionSink {
  /** Forget what was staged: the list is read again. */
  restart(): Promise<void>;
  stage(items: Iterable<StagedItem>, count: number): Promise<void>;
  reject(rejections: readonly Rejection[]): Promise<void>;
  /** Of the stock, what goes into the ledger. */
  read(readings: readonly Reading[]): Promise<void>;
}

/** What a complete reading of the source has shown. */
export interface Extraction {
  guard: Guard;
  snapshot: Snapshot;
  /** Known products that the list lacks. */
  absentIds: number[];
  falls: readonly StockFall[];
  /** Ids asked for with `--select` that the list lacks. */
  notFound: number[];
  /** Every item is known to be some product's: whoever is absent is missing. */
  complete: boolean;
  /** No product was known before. */
  isFirst: boolean;
  /** The staged `data` are patches of the rows that there are, not whole products. */
  patches: boolean;
  /** Of a reading of everything. */
  standing?: Standing;
}

/** How a source is read: its whole lists, or what moved of them. */
export type Extract = (options: ExtractionOptions) => Promise<Extraction>;
