import type { Limits, Row } from './row.ts';

export interface OpenOptions {
  /** Of an .xlsx, also one that is hidden; without it the first that is not. */
  readonly sheet?: string | undefined;
  /** Of a .csv, by any name that browsers know; without it found out. A byte order mark decides in any case. */
  readonly encoding?: string | undefined;
  /** Where they are to be other than usual. */
  readonly limits?: Partial<Limits> | undefined;
}

/** A spreadsheet whose rows can be read, more than once too, until it is disposed of. */
export interface Spreadsheet extends AsyncDisposable {
  readonly kind: 'xlsx' | 'csv';
  /** Of a .csv, as it was said or found. */
  readonly encoding: string | null;
  readonly delimiter: string | null;
  /** Those that are not hidden, in order; a .csv has none. */
  readonly sheets: readonly string[];
  /** The one that is read. */
  readonly sheet: string | null;
  /** As fast as they are taken, in little memory. Throws `SpreadsheetError` where the file is at fault, maybe at its very end. */
  rows(): AsyncGenerator<Row, void>;
}
