import { type ChangedProduct, changedProduct, type Naming, type Part, type Product } from './changed.ts';
import type { Overview } from './overview.ts';
import type { ChangeRow, Listed } from '../../runs/questions/listed.ts';
import type { RanOut } from '../../runs/questions/out-of-stock.ts';
import { type Gap, gapIn } from '../../runs/questions/reach.ts';
import { daysUpTo, isoOf, type Zone } from '../../platform/zone.ts';

/** What the whole day changed, each product from how it was in the morning to how it is now. */
export interface Today {
  day: string;
  /** Whether all that changed was kept, product by product. */
  recorded: boolean;
  /** Where it was not: from when on it was, and why not before. */
  gap: Gap | null;
  /** Whether all that changed on the other days was kept. */
  recorded_before: boolean;
  /** The largest move first; not what moved there and back. */
  prices: Part<ChangedProduct>;
  ran_out: Part<OutOfStock>;
  /** On one of the other days, and still without stock. */
  ran_out_before: Part<OutOfStock>;
  /** In the price list and without stock, since whenever. */
  out_of_stock: number;
  back_in_stock: Part<ChangedProduct>;
  /** Without rows where there are more than a list has: that is a first load. */
  new: Part<ChangedProduct>;
  /** Not in the price list any more. */
  gone: Part<GoneProduct>;
}

export interface OutOfStock extends Product {
  old_stock: number | null;
  since: string;
}

export interface GoneProduct extends ChangedProduct {
  at: string;
}

export function todayOf(
  { now, today, reach }: Pick<Overview, 'now' | 'today' | 'reach'>,
  zone: Zone,
  days: number,
  named: Naming,
): Today {
  const { moves, added, ranOut, ranOutBefore, outOfStock } = today;
  const day = zone.dayOf(now);
  const changed = ({ count, rows }: Listed<ChangeRow>): Part<ChangedProduct> => ({
    count,
    rows: rows.map((row) => changedProduct(row, named)),
  });
  const out = ({ count, rows }: Listed<RanOut>): Part<OutOfStock> => ({
    count,
    rows: rows.map(({ itemId, oldStock, since }) => ({
      ...named(itemId),
      old_stock: oldStock === null ? null : Number(oldStock),
      since: isoOf(since),
    })),
  });
  const gap = gapIn(reach, (moment) => zone.dayOf(moment) === day);
  const [first = day, ...others] = daysUpTo(day, days);
  return {
    day,
    recorded: gap === null,
    gap,
    recorded_before: others.length > 0 && gapIn(reach, (moment) => zone.dayOf(moment) >= first) === null,
    prices: changed(moves.prices),
    ran_out: out(ranOut),
    ran_out_before: out(ranOutBefore),
    out_of_stock: outOfStock,
    back_in_stock: changed(moves.back),
    new: changed(added),
    gone: {
      count: moves.gone.count,
      rows: moves.gone.rows.map((row) => ({ ...changedProduct(row, named), at: isoOf(row.changedAt) })),
    },
  };
}
