import type { Item } from './item-list.ts';

/** A product as a marketplace lists it. */
interface Good {
  readonly sku: string;
  readonly title: string;
  readonly available: number;
}

/** Each product of a warehouse with its balance, or 0 where it is below. */
export function goodsOf(products: { priceList: readonly Item[]; stock: readonly Item[] }): readonly Good[] {
  const balances = new Map(
    products.stock.map(contentOf).map((item) => [item['product_id'], Number(item['product_balance'])]),
  );
  return products.priceList.map(contentOf).map((item) => ({
    sku: String(item['product_code']),
    title: String(item['product_name']),
    available: Math.max(0, balances.get(item['product_id']) ?? 0),
  }));
}

function contentOf(item: Item): Record<string, unknown> {
  return (typeof item === 'string' ? JSON.parse(item) : item) as Record<string, unknown>;
}
