import { cutItems } from './item-text.ts';
import { ITEM, type ListScan } from './list-scan.ts';

/** The items of an answer, however they were read. */
export interface ListItems {
  readonly length: number;
  /** The item as JSON has it. */
  at(index: number): unknown;
  /** The texts of the items at these indexes, which ascend. */
  cut(indexes: readonly number[]): Buffer[];
  /** Where the items were scanned: their narrow columns, those of the odd ones aside. */
  readonly scan: ListScan | undefined;
}

export function parsedItems(body: Buffer, items: readonly unknown[]): ListItems {
  return {
    length: items.length,
    at: (index) => items[index],
    cut: (indexes) => cutItems(body, indexes),
    scan: undefined,
  };
}

/** Throws `SyntaxError` where an odd item is no JSON. */
export function scannedItems(body: Buffer, scan: ListScan): ListItems {
  const textAt = (index: number): Buffer => body.subarray(scan.starts[index], scan.ends[index]);
  const parse = (index: number): unknown => JSON.parse(textAt(index).toString('utf8'));
  const odd = new Map<number, unknown>();
  for (let index = 0; index < scan.length; index += 1) {
    if (scan.kinds[index] === ITEM.odd) odd.set(index, parse(index));
  }
  return {
    length: scan.length,
    at: (index) => (odd.has(index) ? odd.get(index) : parse(index)),
    cut: (indexes) => indexes.map(textAt),
    scan,
  };
}

/** The narrow columns of an item, where it was scanned and is not odd. */
export function isScanned(scan: ListScan | undefined, index: number): scan is ListScan {
  return scan !== undefined && scan.kinds[index] !== ITEM.odd;
}
