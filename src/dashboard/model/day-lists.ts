import type { DayMove } from '../../runs/questions/day-changes.ts';
import type { Listed } from '../../runs/questions/listed.ts';
import { priceMove } from '../../runs/product-change.ts';

export interface DayLists {
  /** The largest move first. */
  prices: Listed<DayMove>;
  back: Listed<DayMove>;
  /** Not in the price list any more, the newest first. */
  gone: Listed<DayMove>;
}

export function dayLists(moves: readonly DayMove[], maxRows: number): DayLists {
  const listed = (rows: readonly DayMove[]): Listed<DayMove> => ({
    count: rows.length,
    rows: rows.slice(0, maxRows),
  });
  const stayed = moves.filter((move) => !hasLeft(move));
  const moved = stayed.filter(({ oldPrice, newPrice }) => oldPrice !== newPrice);
  return {
    prices: listed(
      moved.toSorted((a, b) => compare(priceMove(b.oldPrice, b.newPrice), priceMove(a.oldPrice, a.newPrice))),
    ),
    back: listed(stayed.filter(isBack)),
    gone: listed(moves.filter(hasLeft).toSorted((a, b) => compare(b.changedAt, a.changedAt))),
  };
}

function hasLeft({ kind }: DayMove): boolean {
  return kind === 'gone' || kind === 'deleted';
}

function isBack({ oldStock, newStock }: DayMove): boolean {
  return oldStock !== null && Number(oldStock) <= 0 && Number(newStock) > 0;
}

function compare<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
