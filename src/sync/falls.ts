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
    const rejection = stock.book.rejected.get(productId);
    // Of an unusable balance nothing is known, unless it is sure that there is none.
    const reported = rejection === undefined ? (stocks[index] as number) : rejection.noStock ? 0 : Infinity;
    // A NULL may be anything, and counts as stock.
    const falling = reported < (Number.isNaN(before) ? 1 : before);
    const after = falling ? reported : before;
    guard.seen(productId, { stock: before, price }, { stock: after, price });
    if (falling) falls.push({ productId, stock: after });
  }
  return falls;
}
