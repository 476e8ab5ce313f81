import {
  type Catalogue,
  numbersOf,
  type Product,
  type ProductChange,
  TROUBLE,
} from '../page/catalogue-code.ts';
import { ranOutAt } from './matches.ts';
import type { PageData } from '../page/page-data.ts';

/** A product as a search shows it. All that comes from data is text. */
export function resultsIn(
  { moments, isCoded }: Catalogue,
  { words, locale }: PageData,
): (product: Product) => HTMLElement {
  const number = new Intl.NumberFormat(locale);
  const price = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const counted = (text: string, count: string): string => text.replace('{count}', count);
  const priced = (value: number | null): string => (value === null ? words.noPrice : price.format(value));
  const stocked = (value: number | null): string => (value === null ? '–' : number.format(value));

  const stockOf = (product: Product): HTMLElement => {
    const { stock } = product;
    if (stock === null) return part('span', words.stockUnknown);
    if (stock <= 0) {
      const since = moments[ranOutAt(product)];
      const said = since === undefined ? words.noStock : words.noStockSince.replace('{moment}', since);
      return part('strong', said, 'out');
    }
    return part('span', counted(words.stock, number.format(stock)));
  };
  const troublesOf = (trouble: number): HTMLElement[] =>
    (['owed', 'dead', 'quarantine', 'missing'] as const)
      .filter((kind) => (trouble & TROUBLE[kind]) !== 0)
      .map((kind) => part('strong', words[kind], `mark-${kind}`));
  const changeOf = (change: ProductChange): HTMLElement => {
    const said: string[] = [];
    if (change.kind === 'new') said.push(words.new);
    if (change.kind === 'gone' || change.kind === 'deleted') said.push(words.retired);
    if (change.kind !== 'new' && change.oldPrice !== change.newPrice) {
      said.push(`${counted(words.price, priced(change.oldPrice))} → ${priced(change.newPrice)}`);
    }
    if (change.kind !== 'new' && change.oldStock !== change.newStock) {
      said.push(`${counted(words.stock, stocked(change.oldStock))} → ${stocked(change.newStock)}`);
    }
    const item = document.createElement('li');
    item.append(part('span', moments[change.moment] ?? '', 'when'), ' ', said.join(', '));
    return item;
  };

  return (product) => {
    const { name, changes, earlier } = product;
    const item = document.createElement('li');
    const heading = document.createElement('p');
    const numbers = part('small', numbersOf(product, isCoded).join(' · '));
    heading.append(name === null ? part('em', words.unnamed) : part('bdi', name), ' ', numbers);
    const facts = document.createElement('p');
    facts.className = 'facts';
    const shownPrice =
      product.price === null ? words.noPrice : counted(words.price, price.format(product.price));
    facts.append(part('span', shownPrice), ' ', stockOf(product), ' ', ...troublesOf(product.trouble));
    if (product.pulse !== undefined) facts.append(' ', part('small', product.pulse));
    item.append(heading, facts);
    if (changes.length > 0) {
      const list = document.createElement('ul');
      list.append(...changes.map(changeOf));
      if (earlier > 0) list.append(part('li', counted(words.earlier, number.format(earlier))));
      item.append(list);
    }
    return item;
  };
}

function part(tag: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.textContent = text;
  return element;
}
