import { percentMoved } from '../../runs/product-change.ts';
import type { ChangedProduct } from '../model/changed.ts';
import { type Cell, type List, list, type ListedProduct } from './list.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import type { PageModel } from '../model/model.ts';
import type { GoneProduct, OutOfStock, Today } from '../model/today.ts';
import type { Wording } from './wording.ts';

/** What the whole day changed; what did not happen is one short sentence. */
export function todaySection({ today, by_day: days, products }: PageModel, wording: Wording): Markup {
  const words = wording.page.today;
  const facts = days.at(-1);
  const changes = (facts?.changed ?? 0) + (facts?.new ?? 0);
  const lists = listsOf(today, facts?.retired ?? 0, days.length, wording);
  const empty = lists.filter(({ count, isKnown }) => isKnown && count === 0).map(({ none }) => none);
  const tooMany = today.new.count > 0 && today.new.rows.length === 0;
  return markup`<section id="today" aria-labelledby="today-h">
    <h2 id="today-h">${words.heading(wording.day(today.day))}</h2>
    ${today.gap === null ? null : markup`<p class="note">${words.gap[today.gap.why](wording.at(today.gap.until))}</p>`}
    ${tooMany ? markup`<p>${words.manyNew(today.new.count, today.new.count === products)}</p>` : null}
    ${today.recorded && changes > 0 ? markup`<p class="note">${words.counted(changes)}</p>` : null}
    <p class="note">${[...empty, words.outOfStock(today.out_of_stock)].join(' ')}</p>
    ${lists.map(({ shown }) => shown)}
  </section>`;
}

interface Told {
  count: number;
  /** Of one without rows: whether there were none indeed. */
  isKnown: boolean;
  none: string;
  shown: Markup | null;
}

function listsOf(today: Today, retired: number, days: number, wording: Wording): Told[] {
  const words = wording.page.today;
  const price = (value: number | null): string => (value === null ? words.noPrice : wording.price(value));
  const stock = (value: number | null): string => (value === null ? '–' : wording.number(value));
  const numbers = <Row extends ListedProduct>(each: Omit<List<Row>, 'kind'>): Told => ({
    count: each.part.count,
    isKnown: each.id === 'out-of-stock' ? today.recorded_before : today.recorded,
    none: each.none,
    shown: each.part.rows.length === 0 ? null : list({ kind: 'numbers', ...each }, wording),
  });
  const out = ({ old_stock: before, since }: OutOfStock): Cell[] => [
    { shown: stock(before), value: before },
    { shown: wording.moment(since), value: Date.parse(since) },
  ];
  return [
    numbers<ChangedProduct>({
      id: 'moves',
      ...words.prices,
      part: today.prices,
      cells: (row) => [
        { shown: beforeAndNow(price(row.old_price), price(row.new_price)), value: row.new_price },
        moveOf(row, wording),
      ],
    }),
    numbers({ id: 'sold-out', ...words.ranOut, part: today.ran_out, cells: out }),
    numbers({
      id: 'out-of-stock',
      ...words.ranOutBefore,
      heading: words.ranOutBefore.heading(days),
      part: today.ran_out_before,
      cells: out,
    }),
    numbers<ChangedProduct>({
      id: 'back',
      ...words.back,
      part: today.back_in_stock,
      cells: (row) => [{ shown: stock(row.new_stock), value: row.new_stock }],
    }),
    numbers<ChangedProduct>({
      id: 'new',
      ...words.added,
      part: today.new,
      cells: (row) => [
        { shown: price(row.new_price), value: row.new_price },
        { shown: stock(row.new_stock), value: row.new_stock },
      ],
    }),
    numbers<GoneProduct>({
      id: 'gone',
      ...words.gone,
      ...goneBeside(retired, today.gone.count, wording),
      part: today.gone,
      cells: (row) => [
        { shown: stock(row.old_stock), value: row.old_stock },
        { shown: wording.moment(row.at), value: Date.parse(row.at) },
      ],
    }),
  ];
}

/** A run counts all that it retires, and the list has what that changed: one without stock already stays as it was. */
function goneBeside(
  retired: number,
  listed: number,
  { page }: Wording,
): Partial<Pick<List<GoneProduct>, 'todo' | 'none'>> {
  if (retired <= listed) return {};
  const said = page.today.goneBeside(retired - listed, listed > 0);
  return { todo: said, none: said };
}

/** Side by side where there is room, else one above the other. */
function beforeAndNow(before: string, now: string): Markup {
  return markup`<span>${before}</span> <b>${now}</b>`;
}

/** Sorted by how far a price moved; one that appears or vanishes has no percentage. */
function moveOf({ old_price: before, new_price: after }: ChangedProduct, wording: Wording): Cell {
  const percent = percentMoved(before, after);
  if (percent === undefined) return { shown: '–', value: null };
  return { shown: `${percent > 0 ? '▲' : '▼'} ${wording.change(percent)}`, value: percent };
}
