import type { ItemLimits, Place, Rejection } from '../domain.ts';
import { SourceError } from '../platform/errors.ts';

/**
 * What a supplier looks like to the job. A source is a folder beside this file and one line in `wiring.ts`; the job knows
 * nothing else of it.
 */
export interface Source {
  readonly name: string;
  /** Finds where goods and prices come from; throws `ConfigurationError` where that does not exist. */
  locate(): Promise<Place>;
  /** The catalogue with its prices, page after page, each product once, or `ListMovedError`. */
  priceList(place: Place, reading: Reading): AsyncIterable<PriceListPage>;
  /** The balances of the place's warehouse, in the same way. */
  stock(place: Place, reading: Reading): AsyncIterable<StockPage>;
}

export interface Reading {
  limits: ItemLimits;
  /** Also compute `fingerprints`, for a comparison of the whole product. */
  fingerprints: boolean;
  signal: AbortSignal;
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
  /** The compact JSON of the products at these indexes (ascending), without their ids, in UTF-8. */
  attributes(indexes: readonly number[]): Buffer[];
  /** The reader is done with the page; `attributes` must not be asked for any more. */
  release(): void;
}

export interface StockPage {
  productIds: Float64Array;
  /** Whole numbers, rounded down. */
  balances: Float64Array;
  fetched: number;
  rejections: readonly Rejection[];
  /** The reader is done with the page. */
  release(): void;
}

/** A list that does not hold together: a total that does not fit, a repeated product, half an answer. It may, if read anew. */
export class ListMovedError extends SourceError {
  constructor(message: string) {
    super(message, { hint: 'the next run reads it anew; if it stays, look at what that request answers' });
  }
}
