import pl from 'nodejs-polars';
import type { Snapshot } from '../store/store.ts';

/** Products of the price list as narrow columns; same index, same product. */
export interface Products {
  productIds: Float64Array;
  prices: Float64Array;
  /** Empty where only price and stock are compared. */
  fingerprints: Float64Array;
}

/** Balances of the warehouse in ascending order of product id. */
export interface Balances {
  productIds: Float64Array;
  balances: Float64Array;
}

/** How each product of a batch stands against the rows that are there; same index as the batch. */
export interface Comparison {
  stocks: Float64Array;
  /** Where the product stands in the snapshot; -1 where it is new. */
  positions: Float64Array;
  /** 1 where the product is new or differs. */
  changed: Uint8Array;
}

/** Sorts the stock list: the API promises no order, and after an update there is none. */
export function sortBalances(productIds: Float64Array, balances: Float64Array): Balances {
  if (productIds.length === 0) return { productIds, balances };
  const sorted = frame({ id: productIds, balance: balances }).sort('id');
  return { productIds: floats(sorted, 'id'), balances: floats(sorted, 'balance') };
}

/**
 * Left merge of a batch with the stock (0 where none is reported), left merge with the previous rows, and what differs.
 * Absence is a value of its own on both sides (NaN for a price, no position for a row): a comparison of frames would drop
 * rows where a side is null, and with them new products and vanished prices.
 */
export function compareBatch(batch: Products, stock: Balances, previous: Snapshot): Comparison {
  const { productIds } = batch;
  const rows = productIds.length;
  const stocks = new Float64Array(rows);
  const positions = new Float64Array(rows).fill(-1);
  const changed = new Uint8Array(rows);
  if (rows === 0) return { stocks, positions, changed };

  // A join hashes its right side anew each time: only the part that the batch can meet is given to it.
  const known = slice(previous.productIds, productIds);
  const balances = slice(stock.productIds, productIds);
  const merged = frame({ id: productIds, row: ascending(rows, 0) })
    .join(
      frame({
        id: stock.productIds.subarray(balances.start, balances.end),
        balance: stock.balances.subarray(balances.start, balances.end),
      }),
      { on: 'id', how: 'left' },
    )
    .join(
      frame({
        id: previous.productIds.subarray(known.start, known.end),
        position: ascending(known.end - known.start, known.start + 1),
      }),
      { on: 'id', how: 'left' },
    );

  const rowOf = floats(merged, 'row');
  const balanceOf = floats(merged, 'balance');
  const positionOf = floats(merged, 'position');
  for (let index = 0; index < rowOf.length; index += 1) {
    const row = rowOf[index] as number;
    const balance = balanceOf[index] as number;
    const position = (positionOf[index] as number) - 1;
    stocks[row] = balance;
    positions[row] = position;
    const unchanged = position >= 0 && isUnchanged(batch, row, balance, previous, position);
    changed[row] = unchanged ? 0 : 1;
  }
  return { stocks, positions, changed };
}

function isUnchanged(
  batch: Products,
  row: number,
  stock: number,
  previous: Snapshot,
  position: number,
): boolean {
  if (previous.stocks[position] !== stock) return false;
  // Absent equals absent, which NaN shows.
  if (!Object.is(previous.prices[position], batch.prices[row])) return false;
  return batch.fingerprints.length === 0 || previous.fingerprints[position] === batch.fingerprints[row];
}

function frame(columns: Record<string, Float64Array>): pl.DataFrame {
  return pl.DataFrame(
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, pl.Series(name, values, pl.Float64)]),
    ),
  );
}

/** A column as numbers, 0 where the join found nothing. */
function floats(data: pl.DataFrame, name: string): Float64Array {
  return data.getColumn(name).fillNull('zero').toTypedArray() as Float64Array;
}

function ascending(length: number, first: number): Float64Array {
  const values = new Float64Array(length);
  for (let index = 0; index < length; index += 1) values[index] = first + index;
  return values;
}

/** The part of ascending `ids` within the range of `wanted`. */
function slice(ids: Float64Array, wanted: Float64Array): { start: number; end: number } {
  let least = Infinity;
  let greatest = -Infinity;
  for (const id of wanted) {
    if (id < least) least = id;
    if (id > greatest) greatest = id;
  }
  return { start: lowerBound(ids, least), end: lowerBound(ids, greatest + 1) };
}

/** The first position in ascending `ids` whose id is not less than `id`. */
export function lowerBound(ids: Float64Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position of `id` in ascending `ids`, or -1. */
export function positionOf(ids: Float64Array, id: number): number {
  const position = lowerBound(ids, id);
  return ids[position] === id ? position : -1;
}
