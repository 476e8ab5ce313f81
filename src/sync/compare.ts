import pl from 'nodejs-polars';
import type { Snapshot } from './store.ts';

/** Products of the price list as narrow columns; same index, same product. */
export interface Products {
  productIds: Float64Array;
  prices: Float64Array;
  /** Empty where only price and stock are compared. */
  fingerprints: Float64Array;
}

/** Balances of the warehouse, in any order: the API promises none, and after an update there is none. */
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

/** The previous rows merged with the stock list: `id`, `place` (its position in the snapshot, from 1), `balance`; 0 = none. */
export type Known = pl.DataFrame;

/** Full merge, once a run: whatever the price list brings then needs one join a batch. */
export function mergeKnown(previous: Snapshot, stock: Balances): Known {
  const { productIds } = previous;
  const rows = frame({ id: productIds, place: ascending(productIds.length, 1) });
  const balances = frame({ id: stock.productIds, balance: stock.balances });
  return rows.join(balances, { on: 'id', how: 'full', coalesce: true }).fillNull('zero');
}

/**
 * Merges a batch with what is known and says what differs. An inner join, because that hashes the batch and only looks
 * through the rest; what it does not find is new and without stock. Absence is a value of its own on both sides (NaN for a
 * price, no position for a row): a comparison of frames would drop rows where a side is null, and with them new products and
 * vanished prices.
 */
export function compareBatch(batch: Products, known: Known, previous: Snapshot): Comparison {
  const rows = batch.productIds.length;
  const stocks = new Float64Array(rows);
  const positions = new Float64Array(rows).fill(-1);
  const changed = new Uint8Array(rows).fill(1);
  if (rows === 0) return { stocks, positions, changed };

  const met = known.join(frame({ id: batch.productIds, row: ascending(rows, 0) }), {
    on: 'id',
    how: 'inner',
  });
  const rowOf = floats(met, 'row');
  const placeOf = floats(met, 'place');
  const balanceOf = floats(met, 'balance');
  for (let index = 0; index < rowOf.length; index += 1) {
    const row = rowOf[index] as number;
    const stock = balanceOf[index] as number;
    const position = (placeOf[index] as number) - 1;
    stocks[row] = stock;
    positions[row] = position;
    if (position >= 0 && isUnchanged(batch, row, stock, previous, position)) changed[row] = 0;
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
  return pl.DataFrame(Object.entries(columns).map(([name, values]) => pl.Series(name, values, pl.Float64)));
}

function floats(data: pl.DataFrame, name: string): Float64Array {
  return data.getColumn(name).toTypedArray() as Float64Array;
}

function ascending(length: number, first: number): Float64Array {
  const values = new Float64Array(length);
  for (let index = 0; index < length; index += 1) values[index] = first + index;
  return values;
}
