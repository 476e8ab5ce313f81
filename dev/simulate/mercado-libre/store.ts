/** Where units lie: the seller's one address, one of his warehouses, or a warehouse of Mercado Libre's, which nobody else counts. */
interface Place {
  readonly type: 'selling_address' | 'seller_warehouse' | 'meli_facility';
  readonly storeId: string;
  quantity: number;
}

/** What is in stock, which several listings may share. */
export interface UserProduct {
  readonly id: string;
  version: number;
  readonly places: Place[];
}

type Status = 'active' | 'paused' | 'closed' | 'under_review';

/** What a customer picks: an item, or one variation of it. */
export interface Variant {
  readonly item: Item;
  /** Undefined in an item that has none. */
  readonly id: number | undefined;
  sku: string | null;
  skuIn: 'attribute' | 'custom_field';
  readonly product: UserProduct;
}

export interface Item {
  readonly number: number;
  readonly id: string;
  title: string;
  status: Status;
  subStatus: readonly string[];
  readonly isCatalogue: boolean;
  readonly logisticType: string;
  readonly variants: Variant[];
  price: number;
}

interface OrderLine {
  readonly variant: Variant;
  readonly sku: string | null;
  readonly quantity: number;
}

export interface Order {
  readonly number: number;
  readonly id: number;
  readonly packId: number | null;
  readonly lines: readonly OrderLine[];
  status: 'paid' | 'confirmed' | 'payment_required' | 'cancelled' | 'invalid';
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** By this machine's clock, in milliseconds since 1970. */
  changedAtMs: number;
}

export interface ItemOptions {
  sku?: string | null;
  skuIn?: Variant['skuIn'];
  title?: string;
  available?: number;
  status?: Status;
  subStatus?: readonly string[];
  isCatalogue?: boolean;
  /** `fulfillment`: it lies in a warehouse of Mercado Libre's. */
  logisticType?: string;
  /** Of each variation; an item without any has none. */
  variations?: readonly { sku?: string | null; available?: number }[];
  /** That it shares its stock with. */
  sharing?: Variant;
  /** How what is available is divided among the seller's warehouses. */
  warehouses?: readonly number[];
}

/** A seller's listings and orders, in memory. */
export class Store {
  readonly sellerId = 1_008_002_397;
  readonly siteId = 'MLA';
  nickname = 'TIENDA_SIMULADA';
  /** `warehouse_management`: stock is written to the user's products and nowhere else. */
  readonly tags = new Set(['normal', 'user_product_seller']);
  readonly items = new Map<string, Item>();
  readonly products = new Map<string, UserProduct>();
  readonly orders: Order[] = [];
  #numbers = 0;
  /** How far its clock is ahead of this machine's, in milliseconds. */
  clockAheadMs = 0;

  get variants(): readonly Variant[] {
    return [...this.items.values()].flatMap(({ variants }) => variants);
  }

  /** Returns its first variant, which is its only one where it has no variations. */
  add(options: ItemOptions = {}): Variant {
    this.#numbers += 1;
    const number = this.#numbers;
    const { sku = `SKU-${number}`, skuIn = 'attribute', available = 0, variations = [] } = options;
    const item: Item = {
      number,
      id: `MLA${1_400_000_000 + number}`,
      title: options.title ?? `Producto ${number}`,
      status: options.status ?? 'active',
      subStatus: options.subStatus ?? [],
      isCatalogue: options.isCatalogue ?? false,
      logisticType: options.logisticType ?? 'cross_docking',
      variants: [],
      price: 1000 * number,
    };
    this.items.set(item.id, item);
    if (variations.length === 0) {
      const product = options.sharing?.product ?? this.#stock(options, available);
      item.variants.push({ item, id: undefined, sku, skuIn, product });
    }
    for (const [index, each] of variations.entries()) {
      this.addVariation(item, { sku: `${sku}-${index + 1}`, skuIn, ...each });
    }
    settle(item);
    return item.variants[0] as Variant;
  }

  addVariation(
    item: Item,
    { sku = null, skuIn = 'attribute', available = 0 }: Pick<ItemOptions, 'sku' | 'skuIn' | 'available'>,
  ): Variant {
    this.#numbers += 1;
    const id = 174_000_000_000 + this.#numbers;
    const variant = { item, id, sku, skuIn, product: this.#stock({}, available) };
    item.variants.push(variant);
    return variant;
  }

  #stock({ warehouses, logisticType }: ItemOptions, available: number): UserProduct {
    const id = `MLAU${2_000_000 + this.products.size}`;
    const type = logisticType === 'fulfillment' ? 'meli_facility' : 'selling_address';
    const places: Place[] =
      warehouses === undefined && !this.tags.has('warehouse_management')
        ? [{ type, storeId: '', quantity: available }]
        : (warehouses ?? [available]).map((quantity, index) => ({
            type: 'seller_warehouse',
            storeId: String(9_876_500 + index),
            quantity,
          }));
    const product = { id, version: 1, places };
    this.products.set(id, product);
    return product;
  }

  /** What became of the stock shows in every listing that shares it. */
  changed(product: UserProduct): void {
    product.version += 1;
    for (const item of this.items.values()) {
      if (item.variants.some((variant) => variant.product === product)) settle(item);
    }
  }

  /** An order, where the listings offer what it takes: nobody buys what is not offered, unless told to. */
  sell(
    wanted: readonly { variant: Variant; quantity: number }[],
    { isForced = false, packId = null as number | null } = {},
  ): Order | undefined {
    const offers = ({ variant, quantity }: { variant: Variant; quantity: number }): boolean =>
      variant.item.status === 'active' && availableOf(variant) >= quantity;
    if (!isForced && !wanted.every(offers)) return undefined;
    for (const { variant, quantity } of wanted) this.#take(variant.product, quantity);
    const nowMs = this.#now();
    const order: Order = {
      number: this.orders.length + 1,
      id: 2_000_003_500_000_000 + this.orders.length,
      packId,
      lines: wanted.map(({ variant, quantity }) => ({ variant, sku: variant.sku, quantity })),
      status: 'paid',
      ...{ createdAtMs: nowMs, updatedAtMs: nowMs, changedAtMs: Date.now() },
    };
    this.orders.push(order);
    return order;
  }

  #take(product: UserProduct, quantity: number): void {
    let rest = quantity;
    for (const place of product.places) {
      const taken = Math.min(place.quantity, rest);
      place.quantity -= taken;
      rest -= taken;
    }
    this.changed(product);
  }

  cancel(order: Order, { restocks }: { restocks: boolean }): void {
    if (order.status === 'cancelled') return;
    this.touch(order, 'cancelled');
    if (!restocks) return;
    for (const { variant, quantity } of order.lines) {
      const [place] = variant.product.places;
      if (place !== undefined) place.quantity += quantity;
      this.changed(variant.product);
    }
  }

  touch(order: Order, status: Order['status'] = order.status): void {
    order.status = status;
    order.updatedAtMs = this.#now();
    order.changedAtMs = Date.now();
  }

  #now(): number {
    return Date.now() + this.clockAheadMs;
  }
}

export function availableOf({ product }: Variant): number {
  return product.places.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Nothing left pauses what is active, and something wakes what was paused only by that. */
function settle(item: Item): void {
  const available = item.variants.reduce((sum, variant) => sum + availableOf(variant), 0);
  if (item.status === 'active' && available === 0) {
    item.status = 'paused';
    item.subStatus = ['out_of_stock'];
  } else if (item.status === 'paused' && item.subStatus.includes('out_of_stock') && available > 0) {
    item.status = 'active';
    item.subStatus = [];
  }
}
