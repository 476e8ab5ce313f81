import type { Rejection } from '../sources/source.ts';
import { Column } from '../platform/column.ts';
import type { StockPage } from '../sources/source.ts';
import type { Balances } from './compare.ts';

/** The whole stock list, narrow. */
export interface StockBook extends Balances {
  /** Items in the list. */
  fetched: number;
  /** Products whose balance cannot be used. */
  rejected: ReadonlyMap<number, Rejection>;
  /** Unusable items without an id. */
  withoutId: readonly Rejection[];
}

export async function readStock(pages: AsyncIterable<StockPage>): Promise<StockBook> {
  const productIds = new Column();
  const balances = new Column();
  const rejected = new Map<number, Rejection>();
  const withoutId: Rejection[] = [];
  let fetched = 0;
  for await (const page of pages) {
    fetched += page.fetched;
    productIds.append(page.productIds);
    balances.append(page.balances);
    for (const rejection of page.rejections) {
      if (rejection.productId === null) withoutId.push(rejection);
      else rejected.set(rejection.productId, rejection);
    }
    page.release();
  }
  return { productIds: productIds.view(), balances: balances.view(), fetched, rejected, withoutId };
}
