import type { Shop } from './shop.ts';

/** A product as a test thinks of it: where a balance is undefined, the stock list has no row of it. */
export interface Good {
  id: number;
  price?: number | string | null;
  balance?: number;
  name?: string;
}

/** Products 1 to `count`, priced 10 times their id, `balance` of each in stock. */
export function goods(count: number, balance = 5): Good[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, price: (index + 1) * 10, balance }));
}

/** Makes these the price list and the stock of the shop's checkout. */
export function offer(shop: Shop, offered: readonly Good[], ...more: readonly object[]): void {
  shop.bitcram.setCatalogue([
    ...offered.map(({ id, price, name = `Producto ${id}` }) => ({
      product_id: id,
      product_name: name,
      ...(price === undefined ? {} : { price }),
    })),
    ...more,
  ]);
  shop.bitcram.setStock(
    offered
      .filter(({ balance }) => balance !== undefined)
      .map(({ id, balance }) => ({ product_id: id, product_balance: balance })),
  );
}

/** The same products, some of them changed. */
export function changed(offered: readonly Good[], change: (good: Good) => Partial<Good> | undefined): Good[] {
  return offered.map((good) => ({ ...good, ...change(good) }));
}

export function without(offered: readonly Good[], ...ids: readonly number[]): Good[] {
  return offered.filter(({ id }) => !ids.includes(id));
}
