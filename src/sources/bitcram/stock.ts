import type { Reading, StockPage } from '../source.ts';
import type { ListDocument } from './document.ts';
import { checkBalance, checkId, idOf, stockItem } from './item-checks.ts';
import type { Page } from './paging.ts';
import { sortItems, type Verdict } from './sorting.ts';

/** Reads a page of the stock list. */
export function readStockPage(document: ListDocument, reading: Reading): StockPage & Page {
  const check = (item: unknown): Verdict => {
    if (typeof item !== 'object' || item === null) return { productId: null, reason: 'not_an_object' };
    const parsed = stockItem.safeParse(item);
    const id = checkId(parsed.success ? parsed.data : idOf(item), reading.limits);
    if (!id.usable) return { productId: id.productId, reason: id.reason };
    const productId = id.value;
    if (!parsed.success) return { productId, reason: 'bad_balance' };
    const balance = checkBalance(parsed.data.product_balance, reading.limits);
    return balance.usable ? { productId, value: balance.value } : { productId, reason: balance.reason };
  };
  const sorted = sortItems('stock', document, check);
  return { ...sorted, balances: sorted.values };
}
