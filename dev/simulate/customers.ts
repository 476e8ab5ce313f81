export type Random = () => number;

/** A shop in a marketplace, as its customers see it. */
interface Market<Good, Order> {
  readonly variants: readonly Good[];
  /** Undefined where it does not offer what is wanted. */
  sell(wanted: readonly { variant: Good; quantity: number }[]): Order | undefined;
  cancel(order: Order, how: { restocks: boolean }): void;
}

/** Customers of a shop, who buy what it offers and think better of it now and then. */
export class Customers<Good, Order> {
  readonly #shop: Market<Good, Order>;
  readonly #goods: readonly Good[];
  readonly #random: Random;
  #open: Order[] = [];

  constructor(shop: Market<Good, Order>, random: Random = Math.random) {
    this.#shop = shop;
    this.#goods = shop.variants;
    this.#random = random;
  }

  /** One to three products; undefined where none of those that were looked at is offered. */
  buy(): Order | undefined {
    const looked = Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () =>
      anyOf(this.#goods, this.#random),
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

export function anyOf<T>(values: readonly T[], random: Random): T | undefined {
  return values[Math.floor(random() * values.length)];
}
