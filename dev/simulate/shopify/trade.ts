import { anyOf, type Random } from '../customers.ts';
import { goodsOf } from '../goods.ts';
import type { Item } from '../item-list.ts';
import type { Shop, VariantOptions } from './shop.ts';

/** As shops are: a SKU that was never typed in or is there twice, and listings that take no quantity or offer nothing. */
const ODD: readonly Partial<VariantOptions>[] = [
  { sku: null },
  { sku: 'SKU-TWICE' },
  { tracked: false },
  { level: 'inactive' },
];

/** A variant for each product, with the balance of the warehouse. */
export function stockUp(
  shop: Shop,
  products: { priceList: readonly Item[]; stock: readonly Item[] },
  oddPercent = 0,
  random: Random = Math.random,
): void {
  for (const good of goodsOf(products)) {
    shop.add({ ...good, ...(random() * 100 < oddPercent ? anyOf(ODD, random) : {}) });
  }
}
