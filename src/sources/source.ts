import type { Resources } from '../platform/command.ts';
import type { Part } from '../platform/config/config.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import type { RoomQuestions } from '../platform/interview.ts';
import { SourceError } from '../platform/errors.ts';
import { type Phrase, phrasesOf } from '../platform/phrase.ts';
import type { Room } from '../platform/room.ts';
import type { en } from './words/en.ts';

export const phrase = phrasesOf<typeof en>('sources');

/** Where goods and prices come from. */
export interface Place {
  /** What makes it this place and no other, made by `placeKey`; kept with the run, so that the next one can tell. */
  key: string;
  /** The same for a person: "checkout 1: warehouse 301, price list 701". */
  label: Phrase;
  /** Of the day, as the source says it: pesos for a dollar, a decimal. */
  exchangeRate?: string | undefined;
}

/** "warehouse=301&price list=701"; what the source does not name is left out. */
export function placeKey(parts: Readonly<Record<string, string | null>>): string {
  const named = Object.entries(parts).filter((part): part is [string, string] => part[1] !== null);
  return new URLSearchParams(named).toString();
}

/** What differs of two places, among what both of them name. */
export function placeChanges(
  beforeKey: string,
  afterKey: string,
): { name: string; before: string; after: string }[] {
  const before = new URLSearchParams(beforeKey);
  return [...new URLSearchParams(afterKey)].flatMap(([name, value]) => {
    const old = before.get(name);
    return old === null || old === value ? [] : [{ name, before: old, after: value }];
  });
}

/** Whether two places have nothing in common that could be compared, as those of two sources. */
export function areOfTwoSources(beforeKey: string, afterKey: string): boolean {
  const [before, after] = [beforeKey, afterKey].map((key) => [...new URLSearchParams(key).keys()]);
  return (
    before?.length !== 0 && after?.length !== 0 && before?.every((name) => !after?.includes(name)) === true
  );
}

/** What the table can hold; a row beyond is unusable. */
export interface ItemLimits {
  maxProductId: number;
  minStock: number;
  maxStock: number;
  maxDataBytes: number;
  /** Whether it has every character of a product's text; undefined where it has all there are. Looked at where the text is written. */
  holds?: ((text: Buffer) => boolean) | undefined;
}

/** An item that cannot be used. `items` counts the list's items it stands for, `raw` is the text of the first. */
export interface Rejection {
  list: 'price_list' | 'stock';
  /** Null: an item without an id. */
  productId: number | null;
  reason: RejectionReason;
  items: number;
  raw: string;
  /** True where its stock cannot be used and is sure to be none all the same. */
  noStock?: boolean | undefined;
}

/** As sync_quarantine has it. */
export type RejectionReason = keyof typeof en;

/** What an item that cannot be used says of itself. */
export interface Rejected {
  /** The member whose value is to blame, such as "price", and the value as the source wrote it; null where no single one is. */
  member: string | null;
  value: string | null;
  /** What it calls its product. */
  name: string | null;
}

/** Finds that in an item's text as sync_quarantine has it, which may be cut and need be no JSON. */
export type ReadRejected = (reason: string, raw: string) => Rejected;

/**
 * What a supplier looks like to the job. A source is a folder beside this file and its line in `rooms.ts`; the job knows nothing else
 * of it.
 */
export interface Source<P extends Place = Place> {
  /** Finds where goods and prices come from; throws `ConfigurationError` where that does not exist. */
  locate(): Promise<P>;
  /** The catalogue with its prices, page after page, each product once, or `ListMovedError`. */
  priceList(place: P, reading: Reading): AsyncIterable<PriceListPage>;
  /** The place's balances, in the same way. */
  stock(place: P, reading: Reading): AsyncIterable<StockPage>;
  /**
   * The cheap way to what moved after a moment, the start of a run by the database's clock; how far back that must reach is the source's
   * to know. An item that did not move does no harm. Undefined where there is no such way.
   */
  changesSince?(place: P, after: Date, reading: Reading): Changes;
}

/** The prices and balances that moved, page after page, each product at most once in each, or `ListMovedError`. */
interface Changes {
  /** `attributes` has only what `data` takes over of an item, as a patch of it (RFC 7396). */
  prices: AsyncIterable<PriceListPage>;
  stock: AsyncIterable<StockPage>;
}

/** A source as people speak of it. */
export interface Supplier {
  title: string;
  /** Whether the shop itself keeps the lists there, and can correct them; false of a wholesaler. */
  isOurs: boolean;
}

/** What a source's folder exports as `bitcram/index.ts` does. */
export interface SourceRoom extends Room<SourceInside>, Supplier {
  /**
   * A flash reads price and stock of everything, and a whole run, which takes long, the rest: each has columns and a lock of its own. Such
   * a source has no `delta`, and a table of its own.
   */
  atTwoSpeeds?: true;
}

export interface SourceInside {
  /** What `open` reads. */
  config: Part<unknown>;
  /** What its own commands read beside that. */
  parts: readonly Part<unknown>[];
  open(job: SourceOpening): Promise<Source>;
  /** Where its products do not lie in raw_item_data. `config` is undefined where nothing is written. */
  table?(config: unknown): Promise<OwnTable>;
  /** What `doctor` looks at. */
  checks(): Promise<{ checks: RoomChecks }>;
  /** How the text of an item in quarantine is read, if it can be. */
  rejected?(): Promise<{ readRejected: ReadRejected }>;
  /** What `init` asks, if anything. */
  questions?(): Promise<{ questions: RoomQuestions }>;
}

export interface SourceOpening extends Resources {
  config: unknown;
  /** Of a run; undefined where only the source is looked at. */
  database?: SourceDatabase | undefined;
  /** False of a run that only looks: nothing is kept in the database. */
  writes?: boolean;
}

type Value = string | number | null;

/** The run's connection to the schema, for a source that keeps something there. */
export interface SourceDatabase {
  read<R extends object>(
    attempt: Phrase,
    sql: string,
    values?: readonly (Value | readonly Value[])[],
  ): Promise<R[]>;
  /** Returns how many rows were affected. */
  write(
    attempt: Phrase,
    sql: string,
    values?: readonly (Value | readonly Value[] | readonly (readonly Value[])[])[],
  ): Promise<number>;
}

/**
 * A table of products in place of raw_item_data, of which others read `id`, `data`, `stock` and `updated_at`. What the tables are called
 * that items are staged in is the run's to say. All that writes runs in the transaction of a load.
 */
export interface OwnTable {
  /** The types of the staged columns. */
  columns: Readonly<Record<'id' | 'data' | 'stock' | 'updated_at', string>>;
  limits: Omit<ItemLimits, 'maxDataBytes'>;
  /** SQL for id, stock, price and fingerprint of every product, by id. */
  everything: string;
  /** SQL for `id`, `stock`, `price` and `fingerprint` of the products of one list of ids, without those that are retired. */
  some: string;
  /** Takes in what a whole run has staged: new products, and the rest of known ones. */
  insert(database: SourceDatabase, staged: string): Promise<void>;
  /** Takes in what a flash has staged: price and stock. */
  patch(database: SourceDatabase, staged: string): Promise<void>;
  /** Before products are retired: takes `settle` off those of `absent` that another reading has found since the run began. */
  retain(database: SourceDatabase, absent: string, runId: string): Promise<void>;
  /** After products were retired, those of `absent` with `settle`: zeroed, or deleted. */
  retire(database: SourceDatabase, absent: string, treatment: 'zero' | 'delete'): Promise<void>;
  /** After the stock of these fell although nothing else of them could be used. */
  lower(database: SourceDatabase, fallen: string): Promise<void>;
  /** Last in the transaction. */
  finish(database: SourceDatabase, staged: string): Promise<void>;
  /** Statements that the user of a run must be allowed, to be explained and not run. */
  rights: readonly string[];
}

export interface Reading {
  limits: ItemLimits;
  /** For a source whose ids are texts. */
  intern: Intern;
  /** Also compute `fingerprints`, for a comparison of the whole product. */
  fingerprints: boolean;
  /** The products that are wanted, where not all are: of the others nothing need be fetched beside the lists. */
  selection?: Pick<ReadonlySet<number>, 'has'> | undefined;
  signal: AbortSignal;
}

/** The numbers of items that their source knows by these texts, at the same indexes; NaN where a text cannot be an id. */
export type Intern = (externalIds: readonly string[]) => Promise<Float64Array>;

const LONGEST_EXTERNAL_ID_BYTES = 256;

/** Whether a text can be an id. Each spelling is another one: nothing is trimmed, and no letter is folded. */
export function isExternalId(text: string): boolean {
  return text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= LONGEST_EXTERNAL_ID_BYTES;
}

/**
 * The narrow columns of a page's usable products (same index, same product) and access to the rest of each product for as
 * long as the page is held.
 */
export interface PriceListPage {
  productIds: Float64Array;
  /** NaN where the source has no price. */
  prices: Float64Array;
  /** 53-bit hashes of everything but id and price; empty unless asked for. */
  fingerprints: Float64Array;
  /** Items in the page, the unusable and the repeated ones included. */
  fetched: number;
  /** Items in the whole list, where the source says it. */
  total?: number | undefined;
  /** The product of each item that says the same as an earlier one of the page. */
  repeated: readonly number[];
  rejections: readonly Rejection[];
  /**
   * The compact JSON of the products at these indexes (ascending), without their ids, in UTF-8. It has the price as `price`, where the
   * next run reads it, and a name as `product_name` or `name`, where the page looks for it.
   */
  attributes(indexes: readonly number[]): Buffer[];
  /** The reader is done with the page; `attributes` must not be asked for any more. */
  release(): void;
}

export interface StockPage {
  productIds: Float64Array;
  /** Whole numbers, rounded down. */
  balances: Float64Array;
  /** Products among these that the list says nothing of: what they have follows from that. */
  unlisted?: readonly number[] | undefined;
  fetched: number;
  /** Items in the whole list, where the source says it. */
  total?: number | undefined;
  /** The product of each item that says the same as an earlier one of the page. */
  repeated: readonly number[];
  rejections: readonly Rejection[];
  /** The reader is done with the page. */
  release(): void;
}

/** A list that does not hold together: a total that does not fit, a repeated product, half an answer. It may, if read again. */
export class ListMovedError extends SourceError {}
