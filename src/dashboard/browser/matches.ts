import { finderOf, plain } from '../../platform/found.ts';
import { type Product, TROUBLE } from '../page/catalogue-code.ts';
import { FILTERS, type FilterName, type SearchWords } from '../page/page-data.ts';

/** The products, and what each is found by. */
export interface Index {
  products: readonly Product[];
  texts: readonly string[];
}

/** What is asked for: words in any order, and which of the products. */
export interface Wanted {
  whole: string;
  filters: readonly FilterName[];
}

export function indexOf(products: readonly Product[]): Index {
  return {
    products,
    texts: products.map(({ id, name, codes }) => plain([name ?? '', id, ...codes].join(' '))),
  };
}

/** A filter is a button that is pressed, or what it is called among what was typed. */
export function wantedOf(typed: string, pressed: readonly FilterName[], words: SearchWords): Wanted {
  let whole = plain(typed);
  const filters = FILTERS.filter((name) => {
    const before = whole;
    for (const call of words.filters[name].typed) {
      whole = ` ${whole} `.replace(` ${plain(call)} `, ' ').trim();
    }
    return whole !== before || pressed.includes(name);
  });
  return { whole, filters };
}

/** First whose number it is, or one of its codes, then whose name begins with it. */
export function matches({ products, texts }: Index, { whole, filters }: Wanted): Product[] {
  const words = whole.split(' ').filter(Boolean).map(finderOf);
  if (words.length === 0 && filters.length === 0) return [];
  const ranks: [Product[], Product[], Product[]] = [[], [], []];
  products.forEach((product, index) => {
    const text = texts[index] ?? '';
    if (!filters.every((name) => PASSES[name](product)) || !words.every((isIn) => isIn(text))) return;
    const isExact = [String(product.id), ...product.codes].some((code) => plain(code) === whole);
    ranks[isExact ? 0 : text.startsWith(whole) ? 1 : 2].push(product);
  });
  return ranks.flat();
}

const PASSES: Readonly<Record<FilterName, (product: Product) => boolean>> = {
  out: ({ stock }) => stock !== null && stock <= 0,
  owed: ({ trouble }) => (trouble & TROUBLE.owed) !== 0,
  dead: ({ trouble }) => (trouble & TROUBLE.dead) !== 0,
  quarantine: ({ trouble }) => (trouble & TROUBLE.quarantine) !== 0,
};
