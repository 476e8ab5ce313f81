import { canonical } from '../../platform/canonical.ts';
import type { Rejection, RejectionReason } from '../../domain.ts';
import type { ListDocument } from './document.ts';
import { cutItems } from './item-text.ts';
import type { Page } from './paging.ts';

/** What became of one item: a product's narrow value (its price or its balance), or the reason why it cannot be used. */
export type Verdict =
  { productId: number; value: number } | { productId: number | null; reason: RejectionReason };

/** A page sorted into usable products (same index, same product), repetitions and rejections. */
export interface SortedItems extends Page {
  productIds: Float64Array;
  values: Float64Array;
  /** Where each product's item stands in the page. */
  indexes: readonly number[];
  /** The product of each item that says the same as an earlier one. */
  repeated: readonly number[];
  rejections: readonly Rejection[];
}

/**
 * Sorts the items of a page. A product with an unusable item, or with two that differ, is unusable with all its items: which
 * of them is right is not guessed at.
 */
export function sortItems(
  list: Rejection['list'],
  document: ListDocument,
  check: (item: unknown, index: number) => Verdict,
): SortedItems {
  const { items } = document;
  const values = new Float64Array(items.length);
  const indexOf = new Map<number, number>();
  const repeated: number[] = [];
  const rejected: RejectedItem[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    const verdict = check(item, index);
    if ('reason' in verdict) {
      rejected.push({ index, ...verdict });
      continue;
    }
    const earlier = indexOf.get(verdict.productId);
    if (earlier === undefined) {
      indexOf.set(verdict.productId, index);
      values[index] = verdict.value;
    } else if (saysTheSame(items[earlier], item)) {
      repeated.push(verdict.productId);
    } else {
      rejected.push({ index, productId: verdict.productId, reason: 'contradictory' });
    }
  }
  const rejections = rejected.length === 0 ? [] : reject(list, document.body, rejected, indexOf, repeated);
  const idsSeen = [...indexOf.keys()];
  for (const { productId } of rejections) {
    if (productId === null) continue;
    if (indexOf.delete(productId)) continue;
    idsSeen.push(productId);
  }
  const indexes = [...indexOf.values()];
  return {
    request: document.request,
    body: document.body,
    release: document.release,
    fetched: items.length,
    total: document.total,
    totalPages: document.totalPages,
    idsSeen,
    productIds: Float64Array.from(indexOf.keys()),
    values: Float64Array.from(indexes, (index) => values[index] as number),
    indexes,
    repeated: repeated.filter((productId) => indexOf.has(productId)),
    rejections,
  };
}

/** Two items nested so deep that they cannot be compared are not taken for the same. */
function saysTheSame(one: unknown, other: unknown): boolean {
  try {
    return canonical(one) === canonical(other);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

interface RejectedItem {
  index: number;
  productId: number | null;
  reason: RejectionReason;
}

/** One rejection a product, standing for all its items in the page; one an item where nobody's. */
function reject(
  list: Rejection['list'],
  body: Buffer,
  rejected: readonly RejectedItem[],
  indexOf: ReadonlyMap<number, number>,
  repeated: readonly number[],
): Rejection[] {
  const ofProduct = new Map<number, Rejection>();
  const raws = cutItems(
    body,
    rejected.map(({ index }) => index),
  );
  const rejections: Rejection[] = [];
  for (const [at, { productId, reason }] of rejected.entries()) {
    const known = productId === null ? undefined : ofProduct.get(productId);
    if (known !== undefined) {
      known.items += 1;
      continue;
    }
    const raw = (raws[at] as Buffer).toString('utf8').trim();
    const rejection: Rejection = { list, productId, reason, items: 1, raw };
    rejections.push(rejection);
    if (productId !== null) {
      if (indexOf.has(productId)) rejection.items += 1;
      ofProduct.set(productId, rejection);
    }
  }
  for (const productId of repeated) {
    const rejection = ofProduct.get(productId);
    if (rejection !== undefined) rejection.items += 1;
  }
  return rejections;
}
