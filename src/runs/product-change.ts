/** What a run does to the price and the stock of one product, or would do. Its keys are a contract. */
export interface ProductChange {
  product_id: number;
  /** What its source knows it by, where that is no number. */
  code?: string;
  /** Null where it has none. */
  name: string | null;
  /** `gone`: it left the list, and its stock is zeroed. */
  kind: 'new' | 'changed' | 'gone' | 'deleted';
  /** Null: there was or is none that is a number. */
  old_price: number | null;
  new_price: number | null;
  old_stock: number | null;
  new_stock: number | null;
}

/** What a buyer meets first: who sells out, then prices, then who leaves without having had stock, then stocks, then who is new. */
export function largestFirst(changes: readonly ProductChange[]): ProductChange[] {
  const placed = changes.map((change) => ({ change, rank: rankOf(change), size: sizeOf(change) }));
  placed.sort((a, b) => a.rank - b.rank || b.size - a.size || a.change.product_id - b.change.product_id);
  return placed.map(({ change }) => change);
}

/** Of a row of `sync_change`, as `sellsOut` says it. */
export const SELLS_OUT_SQL = `(kind <> 'new' AND COALESCE(old_stock, 1) > 0 AND COALESCE(new_stock, 0) <= 0)`;

/** Of a row of `sync_change`, as `priceMove` has it. */
const PRICE_MOVE_SQL =
  'CASE WHEN old_price > 0 AND new_price > 0 THEN ABS(LN(new_price / old_price)) ELSE 1e300 END';

/** The same order for the rows of `sync_change`, where a reader takes only the first. */
export const LARGEST_FIRST_SQL = `
  CASE WHEN ${SELLS_OUT_SQL} THEN 0
       WHEN kind = 'new' THEN 4 WHEN kind <> 'changed' THEN 2 WHEN old_price <=> new_price THEN 3 ELSE 1 END,
  CASE WHEN kind <> 'changed' OR old_price <=> new_price OR ${SELLS_OUT_SQL}
       THEN ABS(COALESCE(new_stock, 0) - COALESCE(old_stock, 0)) ELSE ${PRICE_MOVE_SQL} END DESC,
  item_id`;

/** How far a price moves. Up and down by the same factor are as far; one that comes or goes moves farther than any. */
export function priceMove(before: number | null, after: number | null): number {
  if (before === null || after === null || before <= 0 || after <= 0) return Infinity;
  return Math.abs(Math.log(after / before));
}

/** A relation as a percentage of what was, to one decimal; undefined where there is nothing to relate to, or no difference is left. */
export function percentMoved(before: number | null, after: number | null): number | undefined {
  if (before === null || after === null || before <= 0) return undefined;
  const percent = Math.round((after / before - 1) * 1000) / 10;
  return percent === 0 ? undefined : percent;
}

function rankOf(change: ProductChange): number {
  if (sellsOut(change)) return 0;
  if (change.kind === 'new') return 4;
  if (change.kind === 'changed') return change.old_price === change.new_price ? 3 : 1;
  return 2;
}

function sellsOut({ kind, old_stock: before, new_stock: after }: ProductChange): boolean {
  return kind !== 'new' && (before ?? 1) > 0 && (after ?? 0) <= 0;
}

/** Among those of one rank. */
function sizeOf(change: ProductChange): number {
  if (rankOf(change) === 1) return priceMove(change.old_price, change.new_price);
  return Math.abs((change.new_stock ?? 0) - (change.old_stock ?? 0));
}
