import { canonical } from '../../platform/canonical.ts';
import type { Rejection, RejectionReason } from '../source.ts';
import type { ListDocument } from './document.ts';
import type { ListItems } from './scan/index.ts';
import type { Page } from './paging.ts';

/** What became of one item: a product's narrow value (its price or its balance), or the reason why it cannot be used. */
export type Verdict =
  | { productId: number; value: number }
  | { productId: number | null; reason: RejectionReason; noStock?: boolean | undefined };

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
  check: (index: number) => Verdict,
): SortedItems {
  const { items } = document;
  const productIds = new Float64Array(items.length);
  const values = new Float64Array(items.length);
  const indexes: number[] = [];
  const rowOf = new Map<number, number>();
  const repeated: number[] = [];
  const rejected: RejectedItem[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const verdict = check(index);
    if ('reason' in verdict) {
      rejected.push({ index, ...verdict });
      continue;
    }
    const { productId } = verdict;
    const earlier = rowOf.get(productId);
    if (earlier === undefined) {
      const row = indexes.push(index) - 1;
      rowOf.set(productId, row);
      productIds[row] = productId;
      values[row] = verdict.value;
    } else if (saysTheSame(items.at(indexes[earlier] as number), items.at(index))) {
      repeated.push(productId);
    } else {
      rejected.push({ index, productId, reason: 'contradictory' });
    }
  }
  const rows = indexes.length;
  const page = {
    request: document.request,
    body: document.body,
    release: document.release,
    fetched: items.length,
    total: document.total,
    totalPages: document.totalPages,
    idsSeen: productIds.subarray(0, rows),
    productIds: productIds.subarray(0, rows),
    values: values.subarray(0, rows),
    indexes,
    repeated,
    rejections: [],
  };
  return rejected.length === 0 ? page : withoutRejected(list, page, items, rejected, rowOf);
}

/** Takes every product with a rejected item out of the columns. */
function withoutRejected(
  list: Rejection['list'],
  page: SortedItems,
  items: ListItems,
  rejected: readonly RejectedItem[],
  rowOf: ReadonlyMap<number, number>,
): SortedItems {
  const rejections = reject(list, items, rejected, rowOf, page.repeated);
  const unusable = new Set(rejections.map(({ productId }) => productId));
  const isUsable = (productId: number): boolean => !unusable.has(productId);
  const kept = page.indexes.map((_, row) => row).filter((row) => isUsable(page.productIds[row] as number));
  const unseen = [...unusable].filter((productId) => productId !== null && !rowOf.has(productId)) as number[];
  return {
    ...page,
    idsSeen: Float64Array.from([...page.productIds, ...unseen]),
    productIds: Float64Array.from(kept, (row) => page.productIds[row] as number),
    values: Float64Array.from(kept, (row) => page.values[row] as number),
    indexes: kept.map((row) => page.indexes[row] as number),
    repeated: page.repeated.filter(isUsable),
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
  noStock?: boolean | undefined;
}

/** One rejection a product, standing for all its items in the page; one each for items without an id. */
function reject(
  list: Rejection['list'],
  items: ListItems,
  rejected: readonly RejectedItem[],
  rowOf: ReadonlyMap<number, number>,
  repeated: readonly number[],
): Rejection[] {
  const ofProduct = new Map<number, Rejection>();
  const raws = items.cut(rejected.map(({ index }) => index));
  const rejections: Rejection[] = [];
  for (const [at, { productId, reason, noStock }] of rejected.entries()) {
    const known = productId === null ? undefined : ofProduct.get(productId);
    if (known !== undefined) {
      known.items += 1;
      known.noStock &&= noStock;
      continue;
    }
    const raw = (raws[at] as Buffer).toString('utf8').trim();
    const rejection: Rejection = { list, productId, reason, items: 1, raw, noStock };
    rejections.push(rejection);
    if (productId !== null) {
      if (rowOf.has(productId)) {
        rejection.items += 1;
        rejection.noStock = undefined;
      }
      ofProduct.set(productId, rejection);
    }
  }
  for (const productId of repeated) {
    const rejection = ofProduct.get(productId);
    if (rejection !== undefined) rejection.items += 1;
  }
  return rejections;
}
