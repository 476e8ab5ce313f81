import type { Describe } from '../../platform/phrase.ts';
import { isPhrase } from '../../platform/phrase.ts';
import { type DecimalMark, readDecimal, type Row, unguarded } from '../../spreadsheets/index.ts';
import type { Cell } from '../../spreadsheets/write.ts';
import { type Column, COLUMNS, ERROR_COLUMNS } from '../rows/columns.ts';
import { sentenceOf } from '../rows/errors.ts';
import { isOfErrors, readHeader } from '../rows/header.ts';
import type { RowError } from '../rows/product.ts';
import type { FailedRow } from './failed-rows.ts';

/** What is written, and how numbers in the texts of the original are to be read. */
export interface Writing {
  readonly format: 'xlsx' | 'csv';
  /** Of the original. */
  readonly kind: 'xlsx' | 'csv';
  readonly mark: DecimalMark;
  readonly inWords: Describe;
}

const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** What spreadsheet programs keep of a number. */
const MOST_DIGITS = 15;
/** In a column that nothing is known of, what is a number whatever it means: longer ones may be codes. */
const SURELY_A_NUMBER = /^-?(?:0|[1-9]\d{0,10})$/;

/** Where the cells of an original stand in its file of errors: its own columns in their order, those of errors, what had no heading. */
export class Layout {
  readonly headings: readonly string[];
  readonly #writing: Writing;
  readonly #places: readonly number[];
  /** Of the template, by their place in the original. */
  readonly #columns: ReadonlyMap<number, Column>;
  readonly #width: number;
  readonly #isGuarded: boolean;

  constructor(cells: readonly string[], writing: Writing) {
    const header = readHeader(cells);
    this.#writing = writing;
    this.#width = cells.length;
    this.#isGuarded = header.errorFileColumns !== undefined;
    this.#places = cells.flatMap((cell, place) => (isOfErrors(cell) ? [] : [place]));
    this.#columns = new Map(header.places.map((place, index) => [place, COLUMNS[index] as Column]));
    this.headings = [...this.#places.map((place) => cells[place] as string), ...ERROR_COLUMNS];
  }

  cellsOf(row: Row, { number, errors }: FailedRow): Cell[] {
    return [
      ...this.#places.map((place) => this.#cellAt(row, place)),
      { number: String(number) },
      [...new Set(errors.flatMap(columnsOf))].join(', '),
      [...new Set(errors.map(({ what }) => what.code))].join(', '),
      sentenceOf(errors, this.#writing.inWords),
      ...row.cells.slice(this.#width).map((text) => this.#asUploaded(text)),
    ];
  }

  #asUploaded(text: string): string {
    return this.#isGuarded ? unguarded(text) : text;
  }

  #cellAt(row: Row, place: number): Cell {
    const { format } = this.#writing;
    const column = this.#columns.get(place);
    const isText = column === undefined || column.kind === 'text';
    // So that it fails again as long as nobody has filled it in; in a .csv a text is as good as any other.
    if (row.faults.some((fault) => fault.column === place)) return format === 'csv' && isText ? '' : null;
    const text = this.#asUploaded(row.cells[place] ?? '');
    if (text === '') return '';
    if (row.numeric.includes(place))
      return PLAIN.test(text) && (format === 'xlsx' || !isText) ? { number: text } : text;
    return format === 'xlsx' && this.#writing.kind === 'csv' ? this.#typed(text, column) : text;
  }

  /** A .csv knows no numbers; in an .xlsx somebody may want to count with them. */
  #typed(text: string, column: Column | undefined): Cell {
    if (column === undefined) return SURELY_A_NUMBER.test(text) ? { number: text } : text;
    if (column.kind !== 'price' && column.kind !== 'whole') return text;
    const decimal = readDecimal(text, this.#writing.mark);
    return isPhrase(decimal) || decimal.replaceAll(/\D/g, '').length > MOST_DIGITS
      ? text
      : { number: decimal };
  }
}

/** Those that are empty stand in the sentence alone. */
function columnsOf({ column, what }: RowError): readonly string[] {
  if (column !== null) return [column];
  return Array.isArray(what.params['columns']) ? (what.params['columns'] as string[]) : [];
}
