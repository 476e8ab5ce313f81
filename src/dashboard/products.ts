import { type List, list } from './list.ts';
import { type Markup, markup } from './markup.ts';
import type { Part } from './changed.ts';
import type { PendingProduct, PageModel, QuarantinedItem } from './model.ts';
import type { Wording } from './wording.ts';

/** What is pending, given up or in quarantine. */
export function productsSection(model: PageModel, wording: Wording): Markup {
  const { products } = wording.page;
  return markup`<section id="products" aria-labelledby="products-h">
    <h2 id="products-h">${products.heading}</h2>
    ${troubles(model, wording)}
  </section>`;
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
