import type { Rejection } from '../sources/source.ts';
import type { Guard } from './guard.ts';
import type { StockReading } from './stock-reading.ts';
import type { Snapshot, StockFall } from './store.ts';

const NONE = new Float64Array(0);

/**
 * Whose stock falls although the item cannot be used: what is gone must not be sold. It never rises on the word of an item that is
 * wrong elsewhere. The guard sees every one of these products as the load leaves it.
 */
export async function stockFalls(
  unusable: readonly number[],
  stock: StockReading,
  previous: Snapshot,
  guard: Guard,
): Promise<StockFall[]> {
  const productIds = Float64Array.from(unusable);
  const batch = { productIds, prices: new Float64Array(productIds.length), fingerprints: NONE };
  const { stocks, positions } = await stock.compare(batch);
  const falls: StockFall[] = [];
  for (const [index, productId] of unusable.entries()) {
    const position = positions[index] as number;
    if (position < 0) continue;
    const before = previous.stocks[position] as number;
    const price = previous.prices[position] as number;
    const fallen = fallenStock(before, stocks[index], stock.book.rejected.get(productId));
    guard.seen(productId, { stock: before, price }, { stock: fallen ?? before, price });
    if (fallen !== undefined) falls.push({ productId, stock: fallen });
  }
  return falls;
}

/** The balance where the stock falls to it; undefined where it does not, or where nobody knows. */
export function fallenStock(
  before: number,
  balance: number | undefined,
  rejection: Rejection | undefined,
): number | undefined {
  // Of an unusable balance nothing is known, unless it is sure that there is none.
  const reported = rejection === undefined ? balance : rejection.noStock ? 0 : undefined;
  // A NULL may be anything, and counts as stock.
  return reported !== undefined && reported < (Number.isNaN(before) ? 1 : before) ? reported : undefined;
}
