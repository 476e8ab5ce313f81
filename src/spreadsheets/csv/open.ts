import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { LIMITS, type Limits, MOST_ROW_CHARACTERS, type Row, RowBuilder, rowTooLong } from '../row.ts';
import type { OpenOptions, Spreadsheet } from '../spreadsheet.ts';
import { type Delimited, delimiterIn } from './delimiter.ts';
import { examine, utf8Of } from './encoding.ts';

const PDF = '%PDF';

export async function openCsv(path: string, options: OpenOptions): Promise<Spreadsheet> {
  const limits = { ...LIMITS, ...options.limits };
  const { encoding, beginning } = await examine(path, options.encoding, limits);
  if (/^\s*</.test(beginning)) throw new SpreadsheetError(phrase('web_page'));
  if (beginning.startsWith(PDF)) throw new SpreadsheetError(phrase('no_spreadsheet'));
  const delimited = delimiterIn(beginning);
  return {
    kind: 'csv',
    encoding,
    delimiter: delimited.delimiter,
    sheets: [],
    sheet: null,
    rows: () => rowsOf(path, encoding, delimited, limits),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function* rowsOf(
  path: string,
  encoding: string,
  { delimiter, isSaid }: Delimited,
  limits: Limits,
): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    delimiter,
    // Of each line by itself: programs mix them.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // An inch mark within a text is no quotation mark.
    relax_quotes: true,
    max_record_size: MOST_ROW_CHARACTERS,
  });
  // Whoever reads it hears of an error, and one that stops reading ends both.
  pipeline(utf8Of(path, encoding), parser, () => undefined);
  const builder = new RowBuilder(limits);
  let number = 0;
  let columns: number | undefined;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (isSaid && number === 1) continue;
      builder.start(number);
      record.forEach((text, column) => builder.put(column, text));
      if (columns !== undefined) refuseSurplus(builder, record, columns);
      const row = builder.end();
      if (row === undefined) continue;
      columns ??= row.cells.length;
      yield row;
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error, number + 1) : error;
  }
}

/** Digits of a price, for one, that slid into the next column. */
function refuseSurplus(builder: RowBuilder, record: readonly string[], columns: number): void {
  if (record.length <= columns) return;
  const cells = record.findLastIndex((text) => text.trim() !== '') + 1;
  if (cells > columns) builder.fault(null, phrase('surplus_cells', { cells, columns }));
}

function refusalOf(error: CsvError, row: number): SpreadsheetError {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return rowTooLong(row);
  const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED';
  return new SpreadsheetError(isOpen ? phrase('quote_open', { row }) : phrase('damaged'), { cause: error });
}
