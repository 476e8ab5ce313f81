import { percentMoved } from '../../runs/product-change.ts';
import type { ChangedProduct } from '../model/changed.ts';
import type { RunEntry } from '../model/history.ts';
import { type Markup, markup } from './markup.ts';
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

/** "Polvo Pédico 103708 · 119.00 → 139.00 +16.8 % · stock 5 → 6" */
function lineOf(row: ChangedProduct, wording: Wording): Markup {
  const { name, product_id: id } = row;
  const { unnamed } = wording.page.products;
  const parts = [String(id), ...priceOf(row, wording), ...stockOf(row, wording)];
  return markup`${name === null ? unnamed : markup`<bdi>${wording.foreign(name, MAX_NAME_CHARS)}</bdi>`} ${parts.join(' · ')}`;
}

function priceOf({ old_price: before, new_price: now }: ChangedProduct, wording: Wording): string[] {
  if (before === now) return [];
  const { noPrice } = wording.page.today;
  const [from, to] = [before, now].map((price) => (price === null ? noPrice : wording.price(price)));
  const moved = `${from} → ${to}`;
  const percent = percentMoved(before, now);
  return [percent === undefined ? moved : `${moved} ${wording.change(percent)}`];
}

function stockOf({ old_stock: before, new_stock: now }: ChangedProduct, wording: Wording): string[] {
  if (before === now) return [];
  const [from, to] = [before, now].map((stock) => (stock === null ? '–' : wording.number(stock)));
  return [`${wording.page.runs.stock} ${from} → ${to}`];
}
