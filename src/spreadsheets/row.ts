import type { Phrase } from '../platform/phrase.ts';
import { SpreadsheetError } from './refused.ts';
import { phrase } from './phrase.ts';

/** A row that has anything in it. */
export interface Row {
  /** As a spreadsheet program counts: from 1, with the rows that are empty. */
  readonly number: number;
  /** '' where there is nothing; none after the last one that has something. */
  readonly cells: readonly string[];
  /** The columns, from 0, of the cells that are numbers and no texts: their decimal mark is a point. */
  readonly numeric: readonly number[];
  readonly faults: readonly Fault[];
}

/** What cannot be read of a row. The cell is then ''. */
export interface Fault {
  /** From 0; null where it is the whole row. */
  readonly column: number | null;
  readonly what: Phrase;
}

export interface Limits {
  /** That have anything in them, the one with the names of the columns included. */
  readonly rows: number;
  readonly columns: number;
  readonly cellCharacters: number;
  /** Of what is read, unpacked. */
  readonly bytes: number;
}

/** The longest cell is that of spreadsheet programs. */
export const LIMITS: Limits = {
  rows: 1_048_576,
  columns: 256,
  cellCharacters: 32_767,
  bytes: 512 * 1024 * 1024,
};

/** Of a row: a quotation mark that is never closed would take in the rest of a .csv, and a text that cells share fill the memory. */
export const MOST_ROW_CHARACTERS = 512 * 1024;
const BYTES_PER_MB = 1024 * 1024;

export const megabytes = (bytes: number): number => Math.floor(bytes / BYTES_PER_MB);

/** What rows have in common, however they are written: what is in them, and how much of it there may be. */
export class RowBuilder {
  readonly #limits: Limits;
  #number = 0;
  #cells: string[] = [];
  #numeric: number[] = [];
  #faults: Fault[] = [];
  #holdsText = false;
  #rows = 0;
  #rowCharacters = 0;
  #characters = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Of all rows. */
  get characters(): number {
    return this.#characters;
  }

  start(number: number): void {
    this.#number = number;
    this.#cells = [];
    this.#numeric = [];
    this.#faults = [];
    this.#holdsText = false;
    this.#rowCharacters = 0;
  }

  put(column: number, text: string, isNumber = false): void {
    if (text === '') return;
    if (text.length > this.#limits.cellCharacters) return this.faultOfLength(column, text.length);
    this.#reserve(column);
    for (let at = this.#cells.length; at < column; at += 1) this.#cells.push('');
    this.#cells[column] = text;
    if (isNumber) this.#numeric.push(column);
    this.#holdsText ||= isNumber || text.trim() !== '';
    this.#rowCharacters += text.length;
    this.#characters += text.length;
    if (this.#rowCharacters > MOST_ROW_CHARACTERS) throw rowTooLong(this.#number);
  }

  fault(column: number | null, what: Phrase): void {
    if (column !== null) this.#reserve(column);
    this.#faults.push({ column, what });
  }

  faultOfLength(column: number, length: number): void {
    this.fault(column, phrase('cell_too_long', { length, most: this.#limits.cellCharacters }));
  }

  /** Undefined where there is nothing in it. */
  end(): Row | undefined {
    if (!this.#holdsText && this.#faults.length === 0) return undefined;
    this.#rows += 1;
    const most = this.#limits.rows;
    if (this.#rows > most) throw new SpreadsheetError(phrase('too_many_rows', { most }));
    return { number: this.#number, cells: this.#cells, numeric: this.#numeric, faults: this.#faults };
  }

  #reserve(column: number): void {
    const most = this.#limits.columns;
    if (column < most) return;
    throw new SpreadsheetError(phrase('too_many_columns', { most, row: this.#number }));
  }
}

export function rowTooLong(row: number): SpreadsheetError {
  return new SpreadsheetError(phrase('row_too_long', { row, most: MOST_ROW_CHARACTERS }));
}
