import type { Product } from '../catalogue-code.ts';

/** The products, and what each is found by. */
export interface Index {
  products: readonly Product[];
  texts: readonly string[];
}

export function indexOf(products: readonly Product[]): Index {
  return {
    products,
    texts: products.map(({ id, name, code }) => plain(`${name ?? ''} ${id} ${code ?? ''}`)),
  };
}

/** Every word in any order. First whose number or code it is, then whose name begins with it. */
export function matches({ products, texts }: Index, wanted: string): Product[] {
  const whole = plain(wanted);
  const words = whole.split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const ranks: [Product[], Product[], Product[]] = [[], [], []];
  products.forEach((product, index) => {
    const text = texts[index] ?? '';
    if (!words.every((word) => text.includes(word))) return;
    const isExact = String(product.id) === whole || plain(product.code ?? '') === whole;
    ranks[isExact ? 0 : text.startsWith(whole) ? 1 : 2].push(product);
  });
  return ranks.flat();
}

/** Without accents and case, and with one space where there are several. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
