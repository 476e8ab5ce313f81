import type { DayMove } from '../../runs/questions/day-changes.ts';
import type { Listed } from '../../runs/questions/listed.ts';
import { priceMove } from '../../runs/product-change.ts';

export interface DayLists {
  /** The largest move first; what is equal, here and below, by its number. */
  prices: Listed<DayMove>;
  /** The largest stock first. */
  back: Listed<DayMove>;
  /** Retired, the newest first. */
  gone: Listed<DayMove>;
}

export function dayLists(moves: readonly DayMove[], maxRows: number): DayLists {
  const listed = (rows: readonly DayMove[]): Listed<DayMove> => ({
    count: rows.length,
    rows: rows.slice(0, maxRows),
  });
  const byNumber = moves.toSorted((a, b) => compare(Number(a.itemId), Number(b.itemId)));
  const stayed = byNumber.filter((move) => !isRetired(move));
  const moved = stayed.filter(({ oldPrice, newPrice }) => oldPrice !== newPrice);
  return {
    prices: listed(
      moved.toSorted((a, b) => compare(priceMove(b.oldPrice, b.newPrice), priceMove(a.oldPrice, a.newPrice))),
    ),
    back: listed(stayed.filter(isBack).toSorted((a, b) => compare(Number(b.newStock), Number(a.newStock)))),
    gone: listed(byNumber.filter(isRetired).toSorted((a, b) => compare(b.changedAt, a.changedAt))),
  };
}

function isRetired({ kind }: DayMove): boolean {
  return kind === 'gone' || kind === 'deleted';
}

function isBack({ oldStock, newStock }: DayMove): boolean {
  return oldStock !== null && Number(oldStock) <= 0 && Number(newStock) > 0;
}

function compare<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
