import type { ChangeRow } from '../questions/last-change.ts';
import type { Listed } from '../questions/listed.ts';

/** A known product, from how it was before the first change of a day to how it is after the last one. */
export interface DayMove extends ChangeRow {
  /** Of the last change: 'changed', 'gone' or 'deleted'. */
  kind: string;
  changedAt: string;
}

export interface DayLists {
  /** The largest percentage first. */
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
    prices: listed(moved.toSorted((a, b) => compare(sizeOf(b), sizeOf(a)))),
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

/** A price that appears or vanishes is the largest of moves. */
function sizeOf({ oldPrice, newPrice }: DayMove): number {
  if (oldPrice === null || newPrice === null || oldPrice === 0) return Infinity;
  return Math.abs(newPrice - oldPrice) / Math.abs(oldPrice);
}

function compare<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
