import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';

/** `rows` are the first of `count`. */
export interface Listed<Row> {
  count: number;
  rows: Row[];
}

/** Where a column is a BIGINT the driver gives a number that a double does not hold as text. */
export type Big = number | string;

export async function count(
  session: Session,
  what: string,
  values: readonly (number | string)[] = [],
): Promise<number> {
  const [row] = await session.read<{ n: Big }>(phrase('count'), `SELECT COUNT(*) AS n FROM ${what}`, values);
  return Number(row?.n ?? 0);
}
