import { type Cell, NOT_AVAILABLE } from '../cell.ts';
import { guarded } from '../guard.ts';

/** Without it Excel takes the file for windows-1252. */
const BYTE_ORDER_MARK = '\uFEFF';
const PIECE_CHARACTERS = 64 * 1024;

interface CsvOptions {
  readonly delimiter: string;
  /** Before the decimals of numbers. */
  readonly mark: ',' | '.';
}

/** A .csv in UTF-8, as Excel opens it; no cell of it is a formula there. */
export async function* writeCsv(
  rows: AsyncIterable<readonly Cell[]>,
  { delimiter, mark }: CsvOptions,
): AsyncGenerator<Buffer, void, undefined> {
  let piece = BYTE_ORDER_MARK;
  for await (const row of rows) {
    piece += `${row.map((cell) => quoted(textOf(cell, mark), delimiter)).join(delimiter)}\r\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

function textOf(cell: Cell, mark: ',' | '.'): string {
  if (cell === null) return NOT_AVAILABLE;
  if (typeof cell === 'string') return guarded(cell);
  const [whole = '', fraction = ''] = cell.number.split('.');
  if (fraction === '') return whole;
  // Three digits behind the mark could be thousands.
  return `${whole}${mark}${fraction.length === 3 ? `${fraction}0` : fraction}`;
}

function quoted(text: string, delimiter: string): string {
  const isPlain = !/["\r\n]|^\s|\s$/.test(text) && !text.includes(delimiter);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}
