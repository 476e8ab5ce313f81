import { type Markup, markup, sentence } from '../../platform/markup.ts';
import type { Part } from '../model/changed.ts';
import type { Wording } from './wording.ts';

/** Rows that are seen before anybody asks for more, and on a phone. The style sheet hides the others, where there is a button for them. */
const FIRST_ROWS = 10;
const FIRST_ON_PHONE = 5;

export interface List<Row> {
  id: string;
  /** How wide its columns are. */
  kind: 'numbers' | 'reasons';
  heading: string;
  /** What to do about them. */
  todo?: string;
  /** What is said instead where there are no rows. */
  none: string;
  /** After the product. */
  columns: readonly string[];
  part: Part<Row>;
  cells(row: Row): readonly Cell[];
}

type Shown = Markup | string;

/** `value` is what the column is sorted by, where that is not its text; null comes last. */
export type Cell = Shown | { shown: Shown; value: number | null };

export interface ListedProduct {
  product_id: number | null;
  code?: string;
  name: string | null;
}

/** Products, a row each: the first ones, and the others on request, which takes no script. */
export function list<Row extends ListedProduct>(
  { id, kind, heading, todo, columns, part, cells }: List<Row>,
  wording: Wording,
): Markup {
  const { count, rows } = part;
  const { products } = wording.page;
  return markup`<div class="card list" id="${id}">
    <h3 id="${id}-h">${heading} <span class="count">${wording.number(count)}</span></h3>
    ${todo === undefined ? null : markup`<p>${sentence(todo)}</p>`}
    ${count > rows.length ? markup`<p class="note">${firstOf(rows.length, count, wording)}</p>` : null}
    <table class="${kind}" aria-labelledby="${id}-h">
      <thead>
        <tr>${[products.product, ...columns].map((name) => markup`<th scope="col">${name}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr><th scope="row">${productName(row, wording)}${cells(row).map((cell, at) => cellOf(cell, columns[at] ?? ''))}\n`,
        )}
      </tbody>
    </table>
    ${rows.length > FIRST_ON_PHONE ? others(rows.length, count, heading, wording) : null}
  </div>`;
}

/** On a phone it is far from its heading, and says it itself. Without what HTML closes by itself, for there are thousands. */
function cellOf(cell: Cell, heading: string): Markup {
  if (typeof cell === 'string' || !('shown' in cell)) return markup`<td data-h="${heading}">${cell}`;
  return markup`<td data-h="${heading}" data-v="${cell.value}">${cell.shown}`;
}

/** Where all fit on a wide screen, only a phone has the button. Whoever reads it on paper cannot ask. */
function others(rows: number, count: number, heading: string, wording: Wording): Markup {
  const { all, fewer } = wording.page.lists;
  const isLong = rows > FIRST_ROWS;
  return markup`<details class="${isLong ? 'long' : 'short'}">
      <summary><span class="all">${all(wording.number(rows))}</span><span class="fewer">${fewer}</span><span class="unseen">: ${heading}</span></summary>
    </details>
    ${isLong ? markup`<p class="note on-paper">${firstOf(FIRST_ROWS, count, wording)}</p>` : null}`;
}

function firstOf(shown: number, count: number, { page, number }: Wording): string {
  return page.products.first(number(shown), number(count));
}

function productName({ product_id: id, code, name }: ListedProduct, wording: Wording): Markup {
  const { unnamed, noId } = wording.page.products;
  return markup`${name === null ? markup`<em>${unnamed}</em>` : markup`<bdi>${wording.foreign(name)}</bdi>`}
    <small>${code === undefined ? (id ?? noId) : wording.foreign(code)}</small>`;
}
