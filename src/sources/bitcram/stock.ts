import { SourceError } from '../../platform/errors.ts';
import type { ItemLimits } from '../source.ts';
import type { Reading, StockPage } from '../source.ts';
import type { ListDocument } from './document.ts';
import { checkBalance, checkId, checkScannedId, idOf, stockItem } from './item-checks.ts';
import { otherThan } from './others.ts';
import type { Page } from './paging.ts';
import { phrase } from './phrase.ts';
import type { Filter } from './scan/index.ts';
import { sortItems, type Verdict } from './sorting.ts';

export const STOCK_VALUE = 'product_balance';

/** What the list is asked for by, and where an item may say its own. */
export const WAREHOUSE = 'warehouse_id';

/** Reads a page of a warehouse's stock list. Throws `SourceError` where an item is another warehouse's. */
export function readStockPage(
  document: ListDocument,
  { limits }: Reading,
  warehouse: Filter,
): StockPage & Page {
  const { items, request } = document;
  const { narrow } = items;
  const check = (index: number): Verdict => {
    if (narrow?.has(index) !== true) {
      const item = items.at(index);
      const other = otherThan(warehouse, item);
      if (other !== undefined) {
        throw new SourceError(phrase('other_warehouse', { request, other, warehouse: warehouse.value }));
      }
      return checkItem(item, limits);
    }
    const id = checkScannedId(narrow.productIds[index] as number, limits);
    return id.usable ? checkValue(id.value, narrow.values[index], limits) : id;
  };
  const sorted = sortItems('stock', document, check);
  return { ...sorted, balances: sorted.values };
}

function checkItem(item: unknown, limits: ItemLimits): Verdict {
  if (typeof item !== 'object' || item === null) return { productId: null, reason: 'not_an_object' };
  const parsed = stockItem.safeParse(item);
  const id = checkId(parsed.success ? parsed.data : idOf(item), limits);
  if (!id.usable) return { productId: id.productId, reason: id.reason };
  if (!parsed.success) return { productId: id.value, reason: 'bad_balance' };
  return checkValue(id.value, parsed.data.product_balance, limits);
}

function checkValue(
  productId: number,
  given: number | string | null | undefined,
  limits: ItemLimits,
): Verdict {
  const balance = checkBalance(given, limits);
  return balance.usable ? { productId, value: balance.value } : { ...balance, productId };
}
