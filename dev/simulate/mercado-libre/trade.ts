import { anyOf, type Random } from '../customers.ts';
import { goodsOf } from '../goods.ts';
import type { Item } from '../item-list.ts';
import type { ItemOptions, Store } from './store.ts';

/** As shops are: a SKU that was never typed in or is there twice, and listings that nobody can buy from for now. */
const ODD: readonly Partial<ItemOptions>[] = [
  { sku: null },
  { sku: 'SKU-TWICE' },
  { status: 'paused', subStatus: ['paused_by_seller'] },
  { status: 'under_review' },
  { status: 'closed' },
  { skuIn: 'custom_field' },
];
/** Of this many products that come one after the other, one listing has them as its variations. */
const VARIATIONS = 3;

/** A listing for each product, with the balance of the warehouse; of some, one listing with variations. */
export function stockUp(
  store: Store,
  products: { priceList: readonly Item[]; stock: readonly Item[] },
  { oddPercent = 0, variationsPercent = 0 } = {},
  random: Random = Math.random,
): void {
  const goods = goodsOf(products);
  for (let at = 0; at < goods.length;) {
    const some = goods.slice(at, random() * 100 < variationsPercent ? at + VARIATIONS : at + 1);
    const [first] = some;
    const odd = random() * 100 < oddPercent ? anyOf(ODD, random) : {};
    store.add(some.length > 1 ? { title: first?.title ?? '', variations: some } : { ...first, ...odd });
    at += some.length;
  }
}
