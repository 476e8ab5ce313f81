import { deflateRawSync } from 'node:zlib';
import { encode, type Product, TROUBLE } from './catalogue-code.ts';
import type { ReadCatalogue, ReadProduct } from '../questions/catalogue.ts';
import type { Wording } from './wording.ts';

/** Of each product: all that was read, and fewer before a product is left out. */
const CHANGES = [Infinity, 1] as const;

/** The catalogue as the page carries it. */
export interface PackedCatalogue {
  /** Compressed, as base64. */
  text: string;
  products: number;
  /** What does not fit. */
  left: number;
}

/** As many products as fit, those in stock or changed lately first. */
export function packed(
  { count, products, ...as }: ReadCatalogue,
  wording: Wording,
  maxBytes: number,
): PackedCatalogue {
  const ranked = [...products.filter(isAlive), ...products.filter((product) => !isAlive(product))];
  let kept = ranked.length;
  let changes: number = CHANGES[0];
  let bytes = compressed({ ...as, products: ranked }, changes, wording);
  while (bytes.length > maxBytes && kept > 0) {
    if (changes !== CHANGES[1]) [, changes] = CHANGES;
    // A little less than the share that would fit, for few are as long as the mean.
    else kept = Math.min(kept - 1, Math.floor((kept * maxBytes * 0.99) / bytes.length));
    bytes = compressed({ ...as, products: ranked.slice(0, kept) }, changes, wording);
  }
  return { text: bytes.toString('base64'), products: kept, left: count - kept };
}

function isAlive({ stock, changes, trouble }: ReadProduct): boolean {
  return (stock ?? 0) > 0 || changes.length > 0 || (trouble & ~TROUBLE.missing) !== 0;
}

function compressed(
  { products, ...as }: Omit<ReadCatalogue, 'count'>,
  changes: number,
  wording: Wording,
): Buffer {
  const moments = new Map<string, number>();
  const momentOf = (at: string): number => {
    const shown = wording.moment(at);
    const index = moments.get(shown) ?? moments.size;
    moments.set(shown, index);
    return index;
  };
  const shown = products.flatMap((product) => product.changes.slice(0, changes));
  for (const at of [...new Set(shown.map(({ moment }) => moment))].sort().reverse()) momentOf(at);
  const entries = products
    .toSorted((one, other) => one.id - other.id)
    .map((product): Product => ({
      ...product,
      name: product.name === null ? null : wording.foreign(product.name),
      codes: product.codes.map((code) => wording.foreign(code, MAX_CODE_CHARS)),
      changes: product.changes
        .slice(0, changes)
        .map((change) => ({ ...change, moment: momentOf(change.moment) })),
      earlier: product.earlier + Math.max(0, product.changes.length - changes),
    }));
  return deflateRawSync(encode({ ...as, moments: [...moments.keys()], products: entries }), { level: 9 });
}

const MAX_CODE_CHARS = 40;
