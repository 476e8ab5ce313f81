import { type Cell, type List, list } from './list.ts';
import { type Markup, markup } from './markup.ts';
import type { ChangedProduct, Part } from './changed.ts';
import type { LastChange, PendingProduct, PageModel, QuarantinedItem } from './model.ts';
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
      cells: (row) => [
        { shown: beforeAndNow(price(row.old_price), price(row.new_price)), value: row.new_price },
        moveOf(row, wording),
      ],
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
      cells: (row) => [
        { shown: beforeAndNow(stock(row.old_stock), stock(row.new_stock)), value: row.old_stock },
      ],
    },
    wording,
  )}`;
}

/** Side by side where there is room, else one above the other. */
function beforeAndNow(before: string, now: string): Markup {
  return markup`<span>${before}</span> <b>${now}</b>`;
}

/** Sorted by how far a price moved; one that appears or vanishes has no percentage. */
function moveOf({ old_price: before, new_price: after }: ChangedProduct, wording: Wording): Cell {
  if (after === null || before === null || before === 0) return { shown: '–', value: null };
  const ratio = (after - before) / Math.abs(before);
  return { shown: `${after > before ? '▲' : '▼'} ${wording.change(ratio)}`, value: ratio };
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
