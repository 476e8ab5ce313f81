import { finderOf, isWhole, plain } from '../../platform/found.ts';
import { numbersOf, type Product, type ProductChange, TROUBLE } from '../page/catalogue-code.ts';
import { FILTERS, type FilterName, type SearchWords } from '../page/page-data.ts';

/** The products, and what each is found by. */
export interface Index {
  products: readonly Product[];
  texts: readonly string[];
  isCoded: boolean;
}

/** What is asked for: words in any order, and which of the products. */
export interface Wanted {
  whole: string;
  filters: readonly FilterName[];
}

/** `isCoded`: nobody looks for their numbers. */
export function indexOf(products: readonly Product[], isCoded = false): Index {
  return {
    products,
    texts: products.map((product) => plain([product.name ?? '', ...numbersOf(product, isCoded)].join(' '))),
    isCoded,
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

/**
 * First whose number it is, or one of its codes, then whose name begins with it, last where its numbers are only digits within others; of
 * what is out of stock, what ran out last.
 */
export function matches({ products, texts, isCoded }: Index, { whole, filters }: Wanted): Product[] {
  const typed = whole.split(' ').filter(Boolean);
  const words = typed.map(finderOf);
  if (words.length === 0 && filters.length === 0) return [];
  const ranks: [Product[], Product[], Product[], Product[]] = [[], [], [], []];
  products.forEach((product, index) => {
    const text = texts[index] ?? '';
    if (!filters.every((name) => PASSES[name](product)) || !words.every((isIn) => isIn(text))) return;
    const codes = numbersOf(product, isCoded).map(plain);
    const rank = codes.includes(whole)
      ? 0
      : !isWhole(typed, plain(product.name ?? ''), codes)
        ? 3
        : text.startsWith(whole)
          ? 1
          : 2;
    ranks[rank].push(product);
  });
  if (filters.includes('out')) for (const rank of ranks) rank.sort((a, b) => ranOutAt(a) - ranOutAt(b));
  return ranks.flat();
}

/** Which of the moments, the newest first; none is known for what ran out before all changes that the page has. */
export function ranOutAt({ changes }: Product): number {
  return changes.find(isRunningOut)?.moment ?? Number.MAX_SAFE_INTEGER;
}

function isRunningOut({ oldStock, newStock }: ProductChange): boolean {
  return newStock !== null && newStock <= 0 && (oldStock === null || oldStock > 0);
}

const PASSES: Readonly<Record<FilterName, (product: Product) => boolean>> = {
  // What is not in the price list any more is no news.
  out: ({ stock, trouble }) => stock !== null && stock <= 0 && (trouble & TROUBLE.missing) === 0,
  owed: ({ trouble }) => (trouble & TROUBLE.owed) !== 0,
  dead: ({ trouble }) => (trouble & TROUBLE.dead) !== 0,
  quarantine: ({ trouble }) => (trouble & TROUBLE.quarantine) !== 0,
};
