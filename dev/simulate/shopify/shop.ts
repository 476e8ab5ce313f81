export const LOCATION = 'gid://shopify/Location/61000000001';

export interface Level {
  isActive: boolean;
  /** Units that can be bought. */
  available: number;
}

/** A variant with its inventory item; at most one of its numbers is the same as another's. */
export interface Variant {
  readonly number: number;
  readonly id: string;
  readonly productId: string;
  readonly itemId: string;
  sku: string | null;
  title: string;
  tracked: boolean;
  /** Absent where it was never stocked at the location. */
  level: Level | undefined;
}

export interface OrderLine {
  readonly id: string;
  /** Absent once the variant is deleted. */
  variant: Variant | undefined;
  readonly sku: string | null;
  readonly quantity: number;
}

export interface Order {
  readonly number: number;
  readonly id: string;
  /** Whoever edits an order adds lines, or units to one. */
  readonly lines: OrderLine[];
  /** Whole seconds, as Shopify has them, in milliseconds since 1970. */
  updatedAtMs: number;
  cancelledAtMs: number | undefined;
  /** By this machine's clock, in milliseconds since 1970. */
  changedAtMs: number;
}

export interface VariantOptions {
  sku?: string | null;
  title?: string;
  available?: number;
  tracked?: boolean;
  level?: 'active' | 'inactive' | 'none';
}

/** A shop with one location, in memory. */
export class Shop {
  readonly location = { id: LOCATION, name: 'Depósito central', isActive: true };
  readonly #variants = new Map<string, Variant>();
  readonly #byItem = new Map<string, Variant>();
  readonly orders: Order[] = [];
  #numbers = 0;
  /** How far its clock is ahead of this machine's, in milliseconds. */
  clockAheadMs = 0;

  get variants(): readonly Variant[] {
    return [...this.#variants.values()];
  }

  variant(id: string): Variant | undefined {
    return this.#variants.get(id);
  }

  variantOf(itemId: string): Variant | undefined {
    return this.#byItem.get(itemId);
  }

  add(options: VariantOptions = {}): Variant {
    this.#numbers += 1;
    const number = this.#numbers;
    const { sku = `SKU-${number}`, title = `Producto ${number}`, available = 0 } = options;
    const { tracked = true, level = 'active' } = options;
    const variant: Variant = {
      number,
      id: `gid://shopify/ProductVariant/${41_000_000_000 + number}`,
      productId: `gid://shopify/Product/${81_000_000_000 + number}`,
      itemId: `gid://shopify/InventoryItem/${51_000_000_000 + number}`,
      sku,
      title,
      tracked,
      level: level === 'none' ? undefined : { isActive: level === 'active', available },
    };
    this.#variants.set(variant.id, variant);
    this.#byItem.set(variant.itemId, variant);
    return variant;
  }

  /** Orders keep its lines, without the variant. */
  remove(variant: Variant): void {
    this.#variants.delete(variant.id);
    this.#byItem.delete(variant.itemId);
    for (const line of this.orders.flatMap(({ lines }) => lines)) {
      if (line.variant === variant) line.variant = undefined;
    }
  }

  /** An order, where the shop offers what it takes: nobody buys what is not offered, unless told to. */
  sell(
    wanted: readonly { variant: Variant; quantity: number }[],
    { isForced = false } = {},
  ): Order | undefined {
    const offers = ({ variant, quantity }: { variant: Variant; quantity: number }): boolean =>
      !variant.tracked || (variant.level?.isActive === true && variant.level.available >= quantity);
    if (!isForced && !wanted.every(offers)) return undefined;
    const number = this.orders.length + 1;
    const lines = wanted.map(({ variant, quantity }, index) => {
      if (variant.tracked && variant.level !== undefined) variant.level.available -= quantity;
      return {
        id: `gid://shopify/LineItem/${(71_000_000_000 + number) * 1000 + index}`,
        variant,
        sku: variant.sku,
        quantity,
      };
    });
    const order: Order = {
      number,
      id: `gid://shopify/Order/${31_000_000_000 + number}`,
      lines,
      updatedAtMs: this.#now(),
      cancelledAtMs: undefined,
      changedAtMs: Date.now(),
    };
    this.orders.push(order);
    return order;
  }

  /** Whoever cancels decides whether what was ordered can be bought again. */
  cancel(order: Order, { restocks }: { restocks: boolean }): void {
    if (order.cancelledAtMs !== undefined) return;
    order.cancelledAtMs = this.#now();
    this.touch(order);
    if (!restocks) return;
    for (const { variant, quantity } of order.lines) {
      if (variant?.tracked === true && variant.level !== undefined) variant.level.available += quantity;
    }
  }

  /** Changes nothing about what was ordered: paid, packed, sent, refunded. */
  touch(order: Order): void {
    order.updatedAtMs = this.#now();
    order.changedAtMs = Date.now();
  }

  #now(): number {
    return Math.floor((Date.now() + this.clockAheadMs) / 1000) * 1000;
  }
}
