/** A product as the page's search knows it. */
export interface Product {
  id: number;
  name: string | null;
  /** All that others may know it by. */
  codes: string[];
  price: number | null;
  stock: number | null;
  /** Pending, given up, in quarantine and missing from the price list, as `TROUBLE` has them. */
  trouble: number;
  /** The last ones, newest first. */
  changes: ProductChange[];
  /** How many came before those. */
  earlier: number;
  /** How it is, as one text, where its source has that. */
  pulse?: string;
}

export const TROUBLE = { owed: 1, dead: 2, quarantine: 4, missing: 8 } as const;

export interface ProductChange {
  /** Which of the catalogue's moments. */
  moment: number;
  kind: string;
  oldPrice: number | null;
  newPrice: number | null;
  oldStock: number | null;
  newStock: number | null;
}

export interface Catalogue {
  /** Whether the products' numbers say nothing to the shop, which knows them by their codes. */
  isCoded?: true;
  /** As they are read, the newest first. */
  moments: string[];
  products: Product[];
}

/** What a change left is nearly always what the next one found, or what there is now. */
const AS_EXPECTED = '=';
type Left = number | null | typeof AS_EXPECTED;

/** Column by column, which compresses to two thirds of what it would product by product. */
interface Columns {
  moments: string[];
  /** Each as the difference to the one before. */
  ids: number[];
  names: (string | null)[];
  /** Most products have one at most. */
  codes: (string | string[] | null)[];
  prices: (number | null)[];
  stocks: (number | null)[];
  troubles: number[];
  /** How many changes each product has; theirs follow. */
  counts: number[];
  earlier: number[];
  at: number[];
  kinds: string[];
  oldPrices: (number | null)[];
  newPrices: Left[];
  oldStocks: (number | null)[];
  newStocks: Left[];
  /** Left out where none has one. */
  pulses?: (string | null)[];
  /** Left out where the numbers are those of the shop. */
  isCoded?: true;
}

export function encode({ moments, products, isCoded }: Catalogue): string {
  const changes = products.flatMap((product) =>
    product.changes.map((change, index) => ({ ...change, next: nextOf(product, index) })),
  );
  return JSON.stringify({
    moments,
    ids: products.map(({ id }, index) => id - (products[index - 1]?.id ?? 0)),
    names: products.map(({ name }) => name),
    codes: products.map(({ codes }) => (codes.length > 1 ? codes : (codes[0] ?? null))),
    prices: products.map(({ price }) => price),
    stocks: products.map(({ stock }) => stock),
    troubles: products.map(({ trouble }) => trouble),
    counts: products.map((product) => product.changes.length),
    earlier: products.map((product) => product.earlier),
    at: changes.map(({ moment }) => moment),
    kinds: changes.map(({ kind }) => kind),
    oldPrices: changes.map(({ oldPrice }) => oldPrice),
    newPrices: changes.map(({ newPrice, next }) => (newPrice === next.price ? AS_EXPECTED : newPrice)),
    oldStocks: changes.map(({ oldStock }) => oldStock),
    newStocks: changes.map(({ newStock, next }) => (newStock === next.stock ? AS_EXPECTED : newStock)),
    ...(products.some(({ pulse }) => pulse !== undefined)
      ? { pulses: products.map(({ pulse = null }) => pulse) }
      : {}),
    ...(isCoded ? { isCoded } : {}),
  } satisfies Columns);
}

export function decode(text: string): Catalogue {
  const columns = JSON.parse(text) as Columns;
  let id = 0;
  let at = 0;
  const products = columns.ids.map((difference, index): Product => {
    id += difference;
    const pulse = columns.pulses?.[index];
    const product: Product = {
      ...(pulse === undefined || pulse === null ? {} : { pulse }),
      id,
      name: columns.names[index] ?? null,
      codes: [columns.codes[index] ?? []].flat(),
      price: columns.prices[index] ?? null,
      stock: columns.stocks[index] ?? null,
      trouble: columns.troubles[index] ?? 0,
      changes: [],
      earlier: columns.earlier[index] ?? 0,
    };
    for (const end = at + (columns.counts[index] ?? 0); at < end; at += 1) {
      const next = nextOf(product, product.changes.length);
      product.changes.push({
        moment: columns.at[at] ?? 0,
        kind: columns.kinds[at] ?? '',
        oldPrice: columns.oldPrices[at] ?? null,
        newPrice: left(columns.newPrices[at], next.price),
        oldStock: columns.oldStocks[at] ?? null,
        newStock: left(columns.newStocks[at], next.stock),
      });
    }
    return product;
  });
  return { moments: columns.moments, products, ...(columns.isCoded ? { isCoded: true } : {}) };
}

/** What the shop may know a product by, its number first. */
export function numbersOf({ id, codes }: Product, isCoded = false): string[] {
  return isCoded ? codes : [String(id), ...codes];
}

/** What came after the change `index` of a product, whose changes are the newest first. */
function nextOf({ price, stock, changes }: Product, index: number): Pick<Product, 'price' | 'stock'> {
  const newer = changes[index - 1];
  return newer === undefined ? { price, stock } : { price: newer.oldPrice, stock: newer.oldStock };
}

function left(value: Left | undefined, expected: number | null): number | null {
  return value === AS_EXPECTED ? expected : (value ?? null);
}
