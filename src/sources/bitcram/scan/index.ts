import { attributesOf, scannedAttributes } from './item-json.ts';
import { cutItems } from './item-text.ts';
import { type Filter, ITEM, scanList } from './list-scan.ts';

/** The items of an answer, however they were read. */
export interface ListItems {
  readonly length: number;
  /** The item as JSON has it. */
  at(index: number): unknown;
  /** The texts of the items at these indexes, which ascend. */
  cut(indexes: readonly number[]): Buffer[];
  /** The compact JSON of the items at these indexes, which ascend, without their product ids. */
  attributes(indexes: readonly number[]): Buffer[];
  /** What was read of the items without making objects of them; undefined where all are objects. */
  readonly narrow: NarrowItems | undefined;
}

/** Same index, same item. The columns may be longer than there are items. */
export interface NarrowItems {
  /** Whether the item's columns hold; an odd item has to be looked at as a whole. */
  has(index: number): boolean;
  productIds: Float64Array;
  /** NaN where the item has no value, or null. */
  values: Float64Array;
}

/** The answer's items, which were parsed already. */
export function parsedItems(body: Buffer, items: readonly unknown[]): ListItems {
  return {
    length: items.length,
    at: (index) => items[index],
    cut: (indexes) => cutItems(body, indexes),
    attributes: cutAttributes(body),
    narrow: undefined,
  };
}

/** Made here and not among the parsed items: a page is held for its attributes while its batch is compared, and would hold them all. */
function cutAttributes(body: Buffer): ListItems['attributes'] {
  return (indexes) => cutItems(body, indexes).map(attributesOf);
}

/**
 * Reads the items of a list's answer in one pass over its bytes, with the value of this name; `envelope` is the answer with a 0
 * in place of its items. Undefined where the answer is not plainly a list of items: parsed as a whole, it shows what it is.
 */
export function scanItems(
  body: Buffer,
  valueName: string,
  filter?: Filter,
): { envelope: string; readItems(): ListItems } | undefined {
  const scan = scanList(body, valueName, filter);
  if (scan === undefined) return undefined;
  const textAt = (index: number): Buffer => body.subarray(scan.starts[index], scan.ends[index]);
  const parse = (index: number): unknown => JSON.parse(textAt(index).toString('utf8'));
  return {
    envelope: scan.envelope,
    /** Throws `SyntaxError` where an odd item is no JSON. */
    readItems() {
      const odd = new Map<number, unknown>();
      for (let index = 0; index < scan.length; index += 1) {
        if (scan.kinds[index] === ITEM.odd) odd.set(index, parse(index));
      }
      return {
        length: scan.length,
        at: (index) => (odd.has(index) ? odd.get(index) : parse(index)),
        cut: (indexes) => indexes.map(textAt),
        attributes: (indexes) => scannedAttributes(body, scan, indexes),
        narrow: {
          has: (index) => scan.kinds[index] !== ITEM.odd,
          productIds: scan.productIds,
          values: scan.values,
        },
      };
    },
  };
}

export { withoutId } from './item-json.ts';
export type { Filter } from './list-scan.ts';
