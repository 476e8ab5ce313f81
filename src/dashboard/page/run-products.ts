import { percentMoved } from '../../runs/product-change.ts';
import type { ChangedInRun, ChangedProduct } from '../model/changed.ts';
import type { RunEntry } from '../model/history.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import type { Wording } from './wording.ts';

const MAX_NAME_CHARS = 60;

/** What a run changed, the largest first, folded away; how to see the rest. */
export function runProducts({ products, run_id: id }: RunEntry, wording: Wording): Markup | null {
  const words = wording.page.runs;
  if (products === null) return null;
  const { count, rows } = products;
  if (rows.length === 0) return markup`<p class="reason">${words.productsOf(count, id)}</p>`;
  return markup`<details class="products"><summary>${words.products(count)}</summary>
    <ul>${rows.map((row) => markup`<li>${lineOf(row, wording)}\n`)}</ul>
    ${count > rows.length ? markup`<p>${words.moreProducts(count - rows.length, id)}</p>` : null}
  </details>`;
}

/** "Polvo Pédico 103708 · price 119.00 → 139.00 +16.8 % · stock 5 → 6" */
function lineOf(row: ChangedInRun, wording: Wording): Markup {
  const { name, code, product_id: id } = row;
  const { unnamed } = wording.page.products;
  const parts = [code === undefined ? String(id) : wording.foreign(code), ...whatOf(row, wording)];
  return markup`${name === null ? unnamed : markup`<bdi>${wording.foreign(name, MAX_NAME_CHARS)}</bdi>`} ${parts.join(' · ')}`;
}

function whatOf(row: ChangedInRun, wording: Wording): string[] {
  const words = wording.page.runs;
  const { noPrice } = wording.page.today;
  const { kind, new_price: price, new_stock: stock } = row;
  switch (kind) {
    case 'new':
      return [
        words.new,
        price === null ? noPrice : `${words.price} ${wording.price(price)}`,
        ...(stock === null ? [] : [`${words.stock} ${wording.number(stock)}`]),
      ];
    case 'deleted':
      return [words.retired];
    case 'gone':
      return [words.retired, ...stockOf(row, wording)];
    default:
      return [...priceOf(row, wording), ...stockOf(row, wording)];
  }
}

function priceOf({ old_price: before, new_price: now }: ChangedProduct, wording: Wording): string[] {
  if (before === now) return [];
  const { noPrice } = wording.page.today;
  const [from, to] = [before, now].map((price) => (price === null ? noPrice : wording.price(price)));
  const moved = `${wording.page.runs.price} ${from} → ${to}`;
  const percent = percentMoved(before, now);
  return [percent === undefined ? moved : `${moved} ${wording.change(percent)}`];
}

function stockOf({ old_stock: before, new_stock: now }: ChangedProduct, wording: Wording): string[] {
  if (before === now) return [];
  const [from, to] = [before, now].map((stock) => (stock === null ? '–' : wording.number(stock)));
  return [`${wording.page.runs.stock} ${from} → ${to}`];
}
