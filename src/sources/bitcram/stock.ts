import { SourceError } from '../../platform/errors.ts';
import { printable } from '../../platform/text.ts';
import type { ItemLimits } from '../source.ts';
import type { Reading, StockPage } from '../source.ts';
import type { ListDocument } from './document.ts';
import { checkBalance, checkId, checkScannedId, idOf, stockItem } from './item-checks.ts';
import type { Page } from './paging.ts';
import { phrase } from './phrase.ts';
import { sortItems, type Verdict } from './sorting.ts';

export const STOCK_VALUE = 'product_balance';

/** What the list is asked for by, and where an item may say its own. */
export const WAREHOUSE = 'warehouse_id';

/** Reads a page of a warehouse's stock list. Throws `SourceError` where an item is another warehouse's. */
export function readStockPage(
  document: ListDocument,
  { limits }: Reading,
  warehouseId: string,
): StockPage & Page {
  const { items } = document;
  const { narrow } = items;
  const check = (index: number): Verdict => {
    if (narrow?.has(index) !== true) {
      const item = items.at(index);
      refuseOtherWarehouse(item, warehouseId, document);
      return checkItem(item, limits);
    }
    const id = checkScannedId(narrow.productIds[index] as number, limits);
    return id.usable ? checkValue(id.value, narrow.values[index], limits) : id;
  };
  const sorted = sortItems('stock', document, check);
  return { ...sorted, balances: sorted.values };
}

/** A server that does not heed the filter mixes the warehouses: what another one has would be sold from this one. */
function refuseOtherWarehouse(item: unknown, warehouseId: string, { request }: ListDocument): void {
  const { [WAREHOUSE]: flat, warehouse } = (item ?? {}) as Record<string, unknown>;
  const { id: nested } = (warehouse ?? {}) as Record<string, unknown>;
  for (const said of [flat, nested]) {
    if (typeof said !== 'number' && typeof said !== 'string') continue;
    const id = String(said).trim();
    if (id === '' || id === warehouseId || isSameNumber(id, warehouseId)) continue;
    const other = printable(id, 40);
    throw new SourceError(phrase('other_warehouse', { request, other, warehouse: warehouseId }));
  }
}

function isSameNumber(one: string, other: string): boolean {
  return [one, other].every((id) => /^\d+$/.test(id)) && Number(one) === Number(other);
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
