import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { damaged } from './archive.ts';

const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const LETTERS = 26;
const [A, Z] = [65, 90];
const SHOWN_CHARACTERS = 20;

/** The number that a row says it has, or the next; a smaller one than before would be read twice. */
export function rowNumber(said: string | undefined, before: number): number {
  const number = said === undefined ? before + 1 : Number(said);
  if (number > MOST_ROWS) throw beyond(`A${said ?? number}`);
  if (!Number.isInteger(number) || number <= before) throw damaged(new Error(`row ${said} after ${before}`));
  return number;
}

/** The column, from 0, that a cell says it is in, such as 27 of "AB12", or the next. */
export function columnNumber(said: string | undefined, before: number, row: number): number {
  const column = said === undefined ? before + 1 : columnIn(said, row);
  if (column >= MOST_COLUMNS) throw beyond(said ?? `${row}`);
  if (column <= before) throw damaged(new Error(`cell ${said} after column ${before}`));
  return column;
}

/** "AB" of 27. */
export function columnName(column: number): string {
  const before = Math.floor(column / LETTERS);
  return (before === 0 ? '' : columnName(before - 1)) + String.fromCharCode(A + (column % LETTERS));
}

function columnIn(said: string, row: number): number {
  let column = 0;
  let at = 0;
  for (; at < said.length; at += 1) {
    const code = said.charCodeAt(at);
    if (code < A || code > Z) break;
    column = column * LETTERS + code - A + 1;
  }
  if (at === 0 || Number(said.slice(at)) !== row) throw placeIn(said);
  return column - 1;
}

function placeIn(said: string): SpreadsheetError {
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(said) ?? [];
  const isBeyond = digits !== undefined && (Number(digits) > MOST_ROWS || (letters ?? '').length > 3);
  return isBeyond ? beyond(said) : damaged(new Error(`cell ${said}`));
}

function beyond(cell: string): SpreadsheetError {
  return new SpreadsheetError(phrase('beyond', { cell: printable(cell, SHOWN_CHARACTERS) }));
}
