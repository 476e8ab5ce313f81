import type { PriceListPage, Rejection } from '../sources/source.ts';

/** A product's price, and where the rest of it is. */
export interface Priced {
  price: number;
  /** Undefined where the page has none. */
  fingerprint: number | undefined;
  page: PriceListPage;
  index: number;
}

/** The prices that changed, with the pages that they stand in. */
export interface PriceBook {
  rows: ReadonlyMap<number, Priced>;
  /** Items that repeat another one. */
  repeated: number;
  rejected: ReadonlyMap<number, Rejection>;
  withoutId: readonly Rejection[];
  /** The pages are not needed any more. */
  release(): void;
}

export async function readPrices(pages: AsyncIterable<PriceListPage>): Promise<PriceBook> {
  const held: PriceListPage[] = [];
  const rows = new Map<number, Priced>();
  const rejected = new Map<number, Rejection>();
  const withoutId: Rejection[] = [];
  let repeated = 0;
  for await (const page of pages) {
    held.push(page);
    repeated += page.repeated.length;
    for (const [index, id] of page.productIds.entries()) {
      rows.set(id, {
        price: page.prices[index] as number,
        fingerprint: page.fingerprints[index],
        page,
        index,
      });
    }
    for (const rejection of page.rejections) {
      if (rejection.productId === null) withoutId.push(rejection);
      else rejected.set(rejection.productId, rejection);
    }
  }
  const release = (): void => held.forEach((page) => page.release());
  return { rows, repeated, rejected, withoutId, release };
}
