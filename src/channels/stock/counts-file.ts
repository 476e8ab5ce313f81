import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { causeInWords, printable } from '../../platform/text.ts';
import { phrase } from './phrase.ts';
import { MOST_UNITS, unitsIn } from './units.ts';

/** What a row says, and where it stands; undefined: on the command line. */
export interface CountRow {
  sku: string;
  location: string;
  quantity: number;
  line?: number;
}

const COLUMNS = ['sku', 'location', 'quantity'];

/** The rows of a file, each of which can be used as far as it says. Throws `UsageError` naming the first that cannot. */
export async function readCounts(file: string, least: number): Promise<CountRow[]> {
  const [head, ...rows] = recordsOf(await textOf(file), file);
  const places = COLUMNS.map((name) => (head?.record ?? []).findIndex((cell) => cell.toLowerCase() === name));
  const missing = ['sku', 'quantity'].filter((name) => places[COLUMNS.indexOf(name)] === -1);
  if (missing.length > 0) throw new UsageError(phrase('file_head', { file, missing }));
  if (rows.length === 0) throw new UsageError(phrase('file_empty', { file }));
  const lines = new Map<string, number>();
  return rows.map(({ record, info: { lines: line } }) => {
    const [sku = '', location = '', quantity = ''] = places.map((place) => record[place]);
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

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(phrase('file_unread', { file, why: causeInWords(code, message) }));
  }
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/** With commas, or with the semicolons that a spreadsheet in Spanish writes. */
function recordsOf(text: string, file: string): CsvRecord[] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [',', ';'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(phrase('file_unread', { file, why: printable(error.message) }));
  }
}
