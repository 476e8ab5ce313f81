import { isMarketplace, labelOf, listingName, refusalOf } from '../../channels/index.ts';
import { type List, list } from './list.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import type { RejectionReason } from '../../sources/source.ts';
import type { Part } from '../model/changed.ts';
import type { PendingProduct, PageModel, QuarantinedItem } from '../model/model.ts';
import type { Wording } from './wording.ts';

/** What is pending, given up or in quarantine. */
export function productsSection(model: PageModel, wording: Wording): Markup {
  const { products } = wording.page;
  return markup`<section id="products" aria-labelledby="products-h">
    <h2 id="products-h">${products.heading}</h2>
    ${troubles(model, wording)}
  </section>`;
}

function troubles({ state, channels, owed, dead, quarantine }: PageModel, wording: Wording): Markup {
  const { products } = wording.page;
  const webhooks = (which: 'owed' | 'dead', part: Part<PendingProduct>): Markup =>
    list(
      {
        id: which,
        kind: 'reasons',
        ...products[which],
        columns: [products.owed.why],
        part,
        cells: ({ channel, listing, reason, dead_at: deadAt, owed_at: owedAt }) => [
          markup`${reason === null ? untoldOf(channel, { state, channels }, wording) : answered(reason, wording)}
            ${listing === null ? null : markup`<small><bdi>${wording.said(labelOf(channel))} ${listingName(listing)}</bdi></small>`}
            <small>${deadAt === null ? wording.since(owedAt) : products.dead.at(wording.at(deadAt))}</small>`,
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
    cells: (item) => [quarantined(item, wording)],
  };
  const lists = [
    { part: owed, none: products.owed.none, shown: webhooks('owed', owed) },
    { part: dead, none: products.dead.none, shown: webhooks('dead', dead) },
    { part: quarantine, none: products.quarantine.none, shown: list(inQuarantine, wording) },
  ];
  const empty = lists.filter(({ part }) => part.rows.length === 0);
  return markup`${empty.length === 0 ? null : markup`<p class="note">${empty.map(({ none }) => none).join(' ')}</p>`}
    ${lists.filter(({ part }) => part.rows.length > 0).map(({ shown }) => shown)}`;
}

/** What a receiver answered, in its words; where it has none, that it said nothing, and for a technician what came. */
function answered(kept: string, wording: Wording): Markup | string {
  const { page } = wording;
  const reason = refusalOf(kept);
  if (typeof reason !== 'string') return wording.said(reason);
  const [, status, said = ''] = /^HTTP (\d+):? ?([^]*)$/.exec(reason) ?? [];
  if (status === undefined) return wording.said(reason);
  if (said !== '' && !said.startsWith('{')) return `${wording.said(said)} (HTTP ${status})`;
  const unsaid = page.products.dead.unsaid(status);
  if (said === '') return unsaid;
  return markup`${unsaid}
            <details><summary>${page.cause.details}</summary><p class="raw"><bdi>${wording.said(said)}</bdi></p></details>`;
}

/** What is said where nothing was answered of the product itself. */
function untoldOf(
  channel: string,
  { state, channels }: Pick<PageModel, 'state' | 'channels'>,
  { page }: Wording,
): string {
  const { paused, behind, noTry } = page.products.owed;
  if (channels.some((each) => each.channel === channel && each.paused_at !== null)) return paused;
  if (isMarketplace(channel)) return noTry;
  return (state.owed_cause === null ? undefined : behind[state.owed_cause]) ?? noTry;
}

const MAX_VALUE_CHARS = 60;

/** What is wrong and where to correct it; the item as it came is folded away. */
function quarantined(item: QuarantinedItem, wording: Wording): Markup {
  const { told, lists, where, unknown, asItCame } = wording.rejections;
  const value = item.value === null ? null : wording.foreign(item.value, MAX_VALUE_CHARS);
  const name = item.name === null ? null : wording.foreign(item.name);
  const id = item.product_id === null ? null : String(item.product_id);
  const called = item.code === undefined ? id : wording.foreign(item.code);
  const place = where(lists[item.list] ?? item.list, called, name);
  const { what, todo } = told[item.reason.code.replace(/^.*\./, '') as RejectionReason] ?? unknown;
  return markup`<bdi>${what(value)}</bdi>
    <small><bdi>${todo(place)}</bdi></small>
    <small>${wording.since(item.since)}</small>
    <details><summary>${asItCame}</summary>
      <p class="raw">${item.member === null ? null : markup`<bdi>${wording.foreign(item.member)}</bdi>: `}<bdi>${wording.foreign(item.raw, 200)}</bdi></p>
    </details>`;
}
