import type { Session, Values } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';

/** `rows` are the first of `count`. */
export interface Listed<Row> {
  count: number;
  rows: Row[];
}

/** Where a column is a BIGINT the driver gives a number that a double does not hold as text. */
export type Big = number | string;

/** What sync_change has of a product, or several of its rows together. */
export interface ChangeRow {
  itemId: Big;
  oldPrice: number | null;
  newPrice: number | null;
  oldStock: Big | null;
  newStock: Big | null;
}

export async function count(session: Session, what: string, values: Values = []): Promise<number> {
  const [row] = await session.read<{ n: Big }>(phrase('count'), `SELECT COUNT(*) AS n FROM ${what}`, values);
  return Number(row?.n ?? 0);
}

/** The database's clock, which every moment of the tables was written by. */
export async function databaseNow(session: Session): Promise<string> {
  const [clock] = await session.read<{ now: string }>(phrase('ask_time'), 'SELECT UTC_TIMESTAMP(3) AS now');
  return clock?.now ?? '';
}
