import type { PendingRule } from '../channels/channel.ts';
import type { Outbox } from '../channels/outbox.ts';
import type { Reading } from '../channels/stock.ts';
import { BugError } from '../platform/errors.ts';
import type { NamedProducts } from '../runs/names.ts';
import type { ProductChange } from '../runs/product-change.ts';
import type { RunStore } from '../runs/store.ts';
import type { Intern, ItemLimits, Place, Rejection } from '../sources/source.ts';
import type { Interning } from './item-ids.ts';

/** The store as the job sees it: narrow verbs over MySQL, on the one connection that holds the lock. */
export interface Store {
  readonly limits: ItemLimits;
  readonly runs: RunStore;
  readonly quarantine: QuarantineStore;
  readonly staging: Staging;
  readonly procedures: ProcedureStore;
  readonly outbox: Outbox;
  /** Undefined where no marketplace is on. */
  readonly levels: LevelStore | undefined;
  /** The numbers of items whose ids are texts. */
  intern(options: Interning): Intern;
  /** The rows as they are, read once, narrow. `fingerprints`: also hash each `data`, price aside. */
  snapshot(fingerprints: boolean): Promise<Snapshot>;
  /** The names of those products that have one. */
  namesOf(productIds: readonly number[]): Promise<NamedProducts>;
  /** The rows of these products as they are; without those that are not there, and those that are retired. */
  rowsOf(productIds: readonly number[]): Promise<ReadonlyMap<number, KnownRow>>;
  /** Everything a run writes, in one transaction, repeated as a whole after a deadlock. `check` may refuse before the commit. */
  load(plan: LoadPlan, check: (counts: LoadCounts) => void): Promise<LoadCounts>;
  /** What `load` would leave pending if these products changed. */
  forecastPending(productIds: readonly number[], rule: PendingRule): Promise<number>;
  /** What `load` would do to price and stock: these changes, named where they are not, and those of missing products and falls. */
  forecastChanges(
    staged: readonly ProductChange[],
    missing: MissingPlan,
    falls: readonly StockFall[],
  ): Promise<ProductChange[]>;
  /** Removes history older than `days`, in bounded batches; of the changes not all at once where they are many. */
  prune(days: number): Promise<void>;
}

/** The known products in ascending order of id, as parallel columns. */
export interface Snapshot {
  productIds: Float64Array;
  /** NaN where the column is NULL: a change against every stock. */
  stocks: Float64Array;
  /** NaN where `data` has no price; Infinity where `data` is NULL or its price is no number: a change against every price. */
  prices: Float64Array;
  /** Empty unless asked for; NaN where `data` is NULL. */
  fingerprints: Float64Array;
  /** What sync_missing holds, by product id. */
  missing: ReadonlyMap<number, { runs: number; settled: boolean }>;
}

/** One row, with price and stock as in a `Snapshot`. */
export interface KnownRow {
  price: number;
  stock: number;
  /** Whether its `data` can take a price, and the last whole reading neither missed the product nor found it unusable. */
  isSound: boolean;
  /** Of what else a flash brings, where it brings more; NaN where nothing is known of that. */
  fingerprint?: number;
}

/** What the shop has on offer, in a reading of everything: what the guard of a flash measures against. */
export interface Standing {
  inStock: number;
  priced: number;
}

export interface StagedItem {
  productId: number;
  /** Compact JSON in UTF-8 without the product id. */
  data: Buffer;
  stock: number;
  /** Null: absent. */
  price: number | null;
  /** The row as the run found it; null where the product is new. */
  before: { price: number | null; stock: number | null } | null;
}

export interface Staging {
  /** An empty staging table, whatever an earlier extraction left in it. */
  open(): Promise<void>;
  /** Stages `count` items; throws `StagingDoubtError` where they may not have arrived as they were sent. */
  add(items: Iterable<StagedItem>, count: number): Promise<void>;
}

/** What is staged cannot be trusted: everything must be read and staged once more, which is then done in another way. */
export class StagingDoubtError extends BugError {}

/** What a load does beside taking in the staged items. */
export interface LoadPlan {
  runId: string;
  pendingRule: PendingRule;
  /** Remember that the post-load procedures are pending if anything changes. */
  oweProcedures: boolean;
  /** Write down what changes of prices and stock. */
  keepChanges: boolean;
  missing: MissingPlan;
  falls: readonly StockFall[];
  /** The staged `data` are patches: rows are changed by them, none is made. */
  patches: boolean;
  /** Whether it read the stock of everything; undefined: where it read everything. */
  stockRead?: boolean | undefined;
  /** Kept with a run that read everything. */
  standing: Standing | undefined;
  /** What is in quarantine no more: all that this run did not meet, only these products, or nothing. */
  settleQuarantine: 'unmet' | readonly number[];
  /** Only what is in quarantine of this list is settled: of the other one another run knows. */
  list?: Rejection['list'];
  place: Place;
}

/** What becomes of products that the list lacks. */
export interface MissingPlan {
  /** Absent, and not for long enough. */
  marked: readonly number[];
  /** Absent for long enough, or retired before and in stock again: `treatment` is due. */
  settled: readonly number[];
  /** No longer absent. */
  returned: readonly number[];
  treatment: 'zero' | 'keep' | 'delete';
}

/** A product of which nothing but its stock can be used, and that only because it falls. */
export interface StockFall {
  productId: number;
  stock: number;
}

export interface LoadCounts {
  staged: number;
  /** Of the patches, those whose row went meanwhile. */
  unknown: number;
  inserted: number;
  updated: number;
  missing: number;
  removed: number;
  /** Rows of the shop's table written or deleted. */
  changed: number;
  /** Products whose webhook is pending once this is committed. */
  owed: number;
}

interface QuarantineStore {
  record(runId: string, rejections: readonly Rejection[]): Promise<void>;
}

/** What is read of the stock goes into the ledger with the load. */
export interface LevelStore {
  /** Products of which something is held. */
  held(): Promise<ReadonlySet<number>>;
  /** Forgets what was handed in: the list is read again. */
  open(): Promise<void>;
  add(readings: readonly Reading[]): Promise<void>;
  /** Gives listings the products that have their SKU, where a load has changed SKUs since it was done last. */
  map(): Promise<void>;
}

export interface ProcedureStore {
  arePending(): Promise<boolean>;
  /**
   * Calls the configured procedures in order and notes that none is pending; throws `UnavailableError` naming the one that failed,
   * `ConfigurationError` naming one that left a transaction open.
   */
  call(): Promise<void>;
}
