import type { Session } from '../../mysql/session.ts';
import { readAdded, readMoves } from '../../runs/questions/day-changes.ts';
import type { ChangeRow, Listed } from '../../runs/questions/listed.ts';
import { countOutOfStock, type RanOut, readRanOut } from '../../runs/questions/out-of-stock.ts';
import { type DayLists, dayLists } from '../model/day-lists.ts';

/** What a day changed, and what is out of stock since when. */
export interface TodayFacts {
  moves: DayLists;
  /** Without rows where there are more than a list has: that is a first load. */
  added: Listed<ChangeRow>;
  ranOut: Listed<RanOut>;
  ranOutBefore: Listed<RanOut>;
  /** In the price list, and without stock. */
  outOfStock: number;
}

export interface TodayOptions {
  /** When the first of the days begins, and when this one does. */
  firstMs: number;
  startMs: number;
  maxRows: number;
}

export async function readToday(
  session: Session,
  { firstMs, startMs, maxRows }: TodayOptions,
): Promise<TodayFacts> {
  return {
    moves: dayLists(await readMoves(session, startMs, 'news'), maxRows),
    added: await readAdded(session, startMs, maxRows),
    ranOut: await readRanOut(session, startMs, undefined, maxRows),
    ranOutBefore: await readRanOut(session, firstMs, startMs, maxRows),
    outOfStock: await countOutOfStock(session),
  };
}
