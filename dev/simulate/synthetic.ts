export interface SyntheticOptions {
  readonly products: number;
  /** Of one price-list item's text; an item with all its attributes has about 430 at least. */
  readonly bytesPerProduct?: number;
  /** How many products have another price than in the catalogue made without it. */
  readonly changedPercent?: number;
  /** Picks which products those are. */
  readonly seed?: number;
}

export interface SyntheticCatalogue {
  readonly priceList: string[];
  readonly stock: string[];
}

// No catalogue has a multiple of this prime, so its steps visit every product exactly once.
const STRIDE = 2_147_483_647;

/** Ready texts in a scattered order of ids, those of the stock scattered otherwise: the API promises no order. */
export function syntheticCatalogue(options: SyntheticOptions): SyntheticCatalogue {
  const { products, bytesPerProduct = 500, changedPercent = 0, seed = 1 } = options;
  const changed = Math.round((products * changedPercent) / 100);
  const filler = 'Producto de uso diario para toda la familia. '.repeat(Math.ceil(bytesPerProduct / 45));
  const priceList: string[] = [];
  const stock: string[] = [];
  for (let at = 0; at < products; at += 1) {
    const index = scatter(at, products);
    const price = 1000 + ((index * 37) % 900_000);
    const risen = scatter(index + seed, products) < changed ? Math.ceil(price * 1.08) : price;
    priceList.push(priceListItem(index, risen / 100, bytesPerProduct, filler));

    const inStock = scatter(at + 1, products);
    stock.push(`{"product_id":${inStock + 1},"product_balance":${(inStock * 7) % 201}}`);
  }
  return { priceList, stock };
}

function scatter(index: number, products: number): number {
  return (index * STRIDE) % products;
}

function priceListItem(index: number, price: number, bytes: number, filler: string): string {
  const code = String(7_790_000_000_000 + index);
  const type = 1 + (index % 300);
  const head =
    `{"product_id":${index + 1},"product_code":"${code}","product_name":"Artículo ${index + 1} x 500 gr",` +
    `"price":${price},"product_type_id":${type},"product_type_path":"Almacén > Tipo ${type}",` +
    `"product_type_node_left":${2 * type},"product_use_stock":true,"product_sale_type_id":1,` +
    `"product_search_codes":["${code}"],"product_change_cost_on_sales":false,` +
    `"product_image_b_format_url":"https://imagenes.bitcram.example/b/${code}.jpg","description":"`;
  const missing = bytes - Buffer.byteLength(head) - 2;
  return `${head}${filler.slice(0, Math.max(missing, 0))}"}`;
}
