import type { Rejection } from '../sources/source.ts';
import { Column } from '../platform/column.ts';
import type { StockPage } from '../sources/source.ts';
import type { Balances } from './compare.ts';
import type { Snapshot } from './store.ts';

/** The whole stock list, narrow. */
export interface StockBook extends Balances {
  /** Items in the list. */
  fetched: number;
  /** Items that repeat another one. */
  repeated: number;
  /** Products whose balance cannot be used. */
  rejected: ReadonlyMap<number, Rejection>;
  /** Unusable items without an id. */
  withoutId: readonly Rejection[];
  /** Products whose balance the list does not mention: they keep the one they had, or have none. */
  unlisted: ReadonlySet<number>;
  /** Whether the source said how long the list is, and it was: what it lacks is then not in it. */
  isCounted: boolean;
}

export async function readStock(pages: AsyncIterable<StockPage>): Promise<StockBook> {
  const productIds = new Column();
  const balances = new Column();
  const rejected = new Map<number, Rejection>();
  const withoutId: Rejection[] = [];
  const unlisted = new Set<number>();
  let fetched = 0;
  let repeated = 0;
  let total: number | undefined;
  for await (const page of pages) {
    fetched += page.fetched;
    total ??= page.total;
    repeated += page.repeated.length;
    productIds.append(page.productIds);
    balances.append(page.balances);
    for (const productId of page.unlisted ?? []) unlisted.add(productId);
    for (const rejection of page.rejections) {
      if (rejection.productId === null) withoutId.push(rejection);
      else rejected.set(rejection.productId, rejection);
    }
    page.release();
  }
  return {
    productIds: productIds.view(),
    balances: balances.view(),
    fetched,
    repeated,
    rejected,
    withoutId,
    unlisted,
    isCounted: fetched === total,
  };
}

/**
 * The same, where a row without an id may be anybody's: each product that had stock and is not mentioned keeps it. Stock is taken from
 * nobody for what nobody can tell.
 */
export function withUnmentioned(book: StockBook, { productIds, stocks }: Snapshot): StockBook {
  if (book.withoutId.length === 0) return book;
  const mentioned = new Set([...book.productIds, ...book.rejected.keys()]);
  const places = [...productIds.keys()].filter(
    (at) => (stocks[at] as number) > 0 && !mentioned.has(productIds[at] as number),
  );
  const kept = places.map((at) => productIds[at] as number);
  return {
    ...book,
    productIds: Float64Array.from([...book.productIds, ...kept]),
    balances: Float64Array.from([...book.balances, ...places.map((at) => stocks[at] as number)]),
    unlisted: new Set([...book.unlisted, ...kept]),
  };
}

/** How many of these products the list does not mention. */
export function countAbsent(productIds: Iterable<number>, book: StockBook): number {
  const absent = new Set(productIds);
  for (const productId of book.rejected.keys()) absent.delete(productId);
  for (let at = 0; at < book.productIds.length; at += 1) absent.delete(book.productIds[at] as number);
  return absent.size;
}

/** Two readings of one list: what the second one lacks stands as in the first. */
export function mergeReadings(first: StockBook, second: StockBook): StockBook {
  const newer = new Set([...second.productIds, ...second.rejected.keys()]);
  const productIds = new Column();
  const balances = new Column();
  productIds.append(second.productIds);
  balances.append(second.balances);
  for (const [at, productId] of first.productIds.entries()) {
    if (newer.has(productId)) continue;
    productIds.push(productId);
    balances.push(first.balances[at] as number);
  }
  const older = [...first.rejected].filter(([productId]) => !newer.has(productId));
  return {
    ...second,
    productIds: productIds.view(),
    balances: balances.view(),
    fetched: Math.max(first.fetched, second.fetched),
    rejected: new Map([...second.rejected, ...older]),
    unlisted: new Set([
      ...second.unlisted,
      ...[...first.unlisted].filter((productId) => !newer.has(productId)),
    ]),
  };
}
