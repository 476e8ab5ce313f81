import { type Markup, markup } from './markup.ts';
import type {
  ChangedProduct,
  LastChange,
  PendingProduct,
  PageModel,
  Part,
  QuarantinedItem,
} from './model.ts';
import type { Wording } from './wording.ts';

/** What can be searched: the last changes, and what is pending, given up or in quarantine. */
export function productsSection(model: PageModel, wording: Wording): Markup {
  const { products, search } = wording.page;
  return markup`<section id="products" aria-labelledby="products-h">
    <h2 id="products-h">${products.heading}</h2>
    <label for="search" hidden>${search.label}</label>
    <div class="search" hidden>
      <input id="search" type="search" autocomplete="off" spellcheck="false" />
      <p id="hits" role="status"></p>
    </div>
    ${lastChange(model.last_change, wording)} ${troubles(model, wording)}
  </section>`;
}

function lastChange(change: LastChange | null, wording: Wording): Markup {
  const { products } = wording.page;
  if (change === null) return markup`<p class="note">${products.neverChanged}</p>`;
  const counts = products.counts(change.new, change.changed, change.removed);
  return markup`<p class="note">${products.lastChange(wording.moment(change.at))} ${counts}</p>
    ${change.recorded ? changes(change, wording) : markup`<p class="note">${products.notRecorded}</p>`}`;
}

function changes({ price_moves: moves, sold_out: soldOut }: LastChange, wording: Wording): Markup {
  const { products } = wording.page;
  const price = (value: number | null): string =>
    value === null ? products.moves.noPrice : wording.price(value);
  const stock = (value: number | null): string => (value === null ? '–' : wording.number(value));
  return markup`${list(
    {
      id: 'moves',
      kind: 'numbers',
      ...products.moves,
      columns: [products.moves.prices, products.moves.move],
      part: moves,
      cells: (row) => [beforeAndNow(price(row.old_price), price(row.new_price)), moveOf(row, wording)],
    },
    wording,
  )}
  ${list(
    {
      id: 'sold-out',
      kind: 'numbers',
      ...products.soldOut,
      columns: [products.soldOut.stocks],
      part: soldOut,
      cells: (row) => [beforeAndNow(stock(row.old_stock), stock(row.new_stock))],
    },
    wording,
  )}`;
}

/** Side by side where there is room, else one above the other. */
function beforeAndNow(before: string, now: string): Markup {
  return markup`<span>${before}</span> <b>${now}</b>`;
}

function moveOf({ old_price: before, new_price: after }: ChangedProduct, wording: Wording): string {
  if (after === null || before === null || before === 0) return '–';
  return `${after > before ? '▲' : '▼'} ${wording.change((after - before) / Math.abs(before))}`;
}

function troubles({ owed, dead, quarantine }: PageModel, wording: Wording): Markup {
  const { products } = wording.page;
  const webhooks = (which: 'owed' | 'dead', part: Part<PendingProduct>): Markup =>
    list(
      {
        id: which,
        kind: 'reasons',
        ...products[which],
        columns: [products.owed.why],
        part,
        cells: ({ reason, dead_at: deadAt, owed_at: owedAt }) => [
          markup`${reason === null ? products.owed.noTry : wording.said(reason)}
            <small>${products[which].since(wording.moment(deadAt ?? owedAt))}</small>`,
        ],
      },
      wording,
    );
  const inQuarantine: List<QuarantinedItem> = {
    id: 'quarantine',
    kind: 'reasons',
    ...products.quarantine,
    columns: [products.quarantine.why],
    part: quarantine,
    cells: ({ reason, name, raw, since }) => [
      markup`${wording.said(reason)}
        ${name === null ? markup`<small class="raw"><bdi>${wording.foreign(raw, 80)}</bdi></small>` : null}
        <small>${products.quarantine.since(wording.moment(since))}</small>`,
    ],
  };
  return markup`${webhooks('owed', owed)} ${webhooks('dead', dead)} ${list(inQuarantine, wording)}`;
}

interface List<Row> {
  id: string;
  kind: 'numbers' | 'reasons';
  heading: string;
  /** What is said where there are no rows. */
  none: string;
  /** After the product. */
  columns: readonly string[];
  part: Part<Row>;
  cells(row: Row): readonly (Markup | string)[];
}

function list<Row extends Product>(
  { id, kind, heading, none, columns, part, cells }: List<Row>,
  wording: Wording,
): Markup {
  const { count, rows } = part;
  const { products } = wording.page;
  if (rows.length === 0) {
    return markup`<div class="card list empty"><h3>${heading}</h3><p>${none}</p></div>`;
  }
  return markup`<div class="card list" id="${id}">
    <h3 id="${id}-h">${heading} <span class="count">${wording.number(count)}</span></h3>
    ${
      count > rows.length
        ? markup`<p class="note">${products.first(wording.number(rows.length), wording.number(count))}</p>`
        : null
    }
    <table class="${kind}" aria-labelledby="${id}-h">
      <thead>
        <tr>${[products.product, ...columns].map((name) => markup`<th scope="col">${name}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr><th scope="row">${productName(row, wording)}</th>${cells(row).map(
              (cell) => markup`<td>${cell}</td>`,
            )}</tr>\n`,
        )}
      </tbody>
    </table>
  </div>`;
}

type Product = Pick<ChangedProduct, 'product_id' | 'name'>;

function productName({ product_id: id, name }: Product, wording: Wording): Markup {
  const { unnamed, noId } = wording.page.products;
  return markup`${name === null ? markup`<em>${unnamed}</em>` : markup`<bdi>${wording.foreign(name)}</bdi>`}
    <small>${id ?? noId}</small>`;
}
