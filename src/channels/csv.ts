import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../platform/errors.ts';
import { causeInWords, printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';

/** A row of a file: where it stands, and its cells by the names of their columns; '' where the file has no such column. */
export interface CsvRow<Column extends string> {
  line: number;
  cells: Record<Column, string>;
}

/**
 * The rows of a file with these columns, in any order, whose names its first line has. `required` are columns that it must have: of those
 * in a list, one. Throws `UsageError` where it cannot be read, or has no rows.
 */
export async function readCsv<Column extends string>(
  file: string,
  columns: readonly Column[],
  required: readonly (Column | readonly Column[])[],
): Promise<CsvRow<Column>[]> {
  const [head, ...rows] = recordsOf(await textOf(file, columns), file, columns);
  const names = (head?.record ?? []).map((name) => name.toLowerCase());
  const missing = required
    .map((name) => [name].flat())
    .filter((any) => !any.some((name) => names.includes(name)));
  if (missing.length > 0) {
    throw new UsageError(
      phrase('file_head', { file, missing: missing.map((any) => any.join('/')), columns }),
    );
  }
  if (rows.length === 0) throw new UsageError(phrase('file_empty', { file, columns }));
  return rows.map(({ record, info: { lines: line } }) => ({
    line,
    cells: Object.fromEntries(columns.map((name) => [name, record[names.indexOf(name)] ?? ''])) as Record<
      Column,
      string
    >,
  }));
}

async function textOf(file: string, columns: readonly string[]): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(phrase('file_unread', { file, why: causeInWords(code, message), columns }));
  }
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/** With commas, or with the semicolons that a spreadsheet in Spanish writes. */
function recordsOf(text: string, file: string, columns: readonly string[]): CsvRecord[] {
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
    throw new UsageError(phrase('file_unread', { file, why: printable(error.message), columns }));
  }
}
