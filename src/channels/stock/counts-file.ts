import { UsageError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import { readCsv } from '../csv.ts';
import { phrase } from './phrase.ts';
import { MOST_UNITS, unitsIn } from './units.ts';

/** What a row says, and where it stands; undefined: on the command line. */
export interface CountRow {
  sku: string;
  location: string;
  quantity: number;
  line?: number;
}

/** The rows of a file, each usable as it stands. Throws `UsageError` naming the first that cannot. */
export async function readCounts(file: string, least: number): Promise<CountRow[]> {
  const rows = await readCsv(file, ['sku', 'location', 'quantity'], ['sku', 'quantity']);
  const lines = new Map<string, number>();
  return rows.map(({ line, cells: { sku, location, quantity } }) => {
    if (sku === '') throw wrong(line, phrase('sku_absent'));
    const key = JSON.stringify([sku, location]);
    const before = lines.get(key);
    if (before !== undefined) throw wrong(line, phrase('row_repeated', { sku, line: before }));
    lines.set(key, line);
    return { sku, location, line, quantity: unitsOf(quantity, line, least) };
  });
}

/** What is wrong with a row, by its line where it has one. */
export function wrong(line: number | undefined, why: Phrase): UsageError {
  return new UsageError(
    line === undefined ? phrase('count_wrong', { why }) : phrase('row_wrong', { line, why }),
  );
}

function unitsOf(text: string, line: number, least: number): number {
  const units = unitsIn(text, least);
  if (units !== undefined) return units;
  throw wrong(line, phrase('quantity_wrong', { quantity: printable(text, 40), least, most: MOST_UNITS }));
}
