import type { Item } from '../item-list.ts';
import type { Order, Shop, Variant, VariantOptions } from './shop.ts';

type Random = () => number;

/** As shops are: a SKU that was never typed in or is there twice, and listings that take no quantity or offer nothing. */
const ODD: readonly Partial<VariantOptions>[] = [
  { sku: null },
  { sku: 'SKU-TWICE' },
  { tracked: false },
  { level: 'inactive' },
];

/** A variant for each product, with the balance of the warehouse, or 0 where it is below. */
export function stockUp(
  shop: Shop,
  products: { priceList: readonly Item[]; stock: readonly Item[] },
  oddPercent = 0,
  random: Random = Math.random,
): void {
  const balances = new Map(
    products.stock.map(contentOf).map((item) => [item['product_id'], Number(item['product_balance'])]),
  );
  for (const item of products.priceList.map(contentOf)) {
    const odd = random() * 100 < oddPercent ? anyOf(ODD, random) : {};
    shop.add({
      sku: String(item['product_code']),
      title: String(item['product_name']),
      available: Math.max(0, balances.get(item['product_id']) ?? 0),
      ...odd,
    });
  }
}

function contentOf(item: Item): Record<string, unknown> {
  return (typeof item === 'string' ? JSON.parse(item) : item) as Record<string, unknown>;
}

/** Customers of a shop, who buy what it offers and think better of it now and then. */
export class Customers {
  readonly #shop: Shop;
  readonly #variants: readonly Variant[];
  readonly #random: Random;
  #open: Order[] = [];

  constructor(shop: Shop, random: Random = Math.random) {
    this.#shop = shop;
    this.#variants = shop.variants;
    this.#random = random;
  }

  /** One to three products; undefined where none of those that were looked at is offered. */
  buy(): Order | undefined {
    const looked = Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () =>
      anyOf(this.#variants, this.#random),
    );
    const wanted = new Set(looked.filter((variant) => variant !== undefined));
    const order = this.#shop.sell([...wanted].map((variant) => ({ variant, quantity: 1 })));
    if (order !== undefined) this.#open.push(order);
    return order;
  }

  /** An order of theirs, which is put back on the shelf four times in five. */
  cancel(): Order | undefined {
    const order = anyOf(this.#open, this.#random);
    if (order === undefined) return undefined;
    this.#open = this.#open.filter((other) => other !== order);
    this.#shop.cancel(order, { restocks: this.#random() < 0.8 });
    return order;
  }
}

function anyOf<T>(values: readonly T[], random: Random): T | undefined {
  return values[Math.floor(random() * values.length)];
}
