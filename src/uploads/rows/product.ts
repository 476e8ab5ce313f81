import type { Value } from '../../mysql/session.ts';
import { isPhrase, type Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import { decimalAt, type DecimalMark, readDecimal, type Row, unguarded } from '../../spreadsheets/index.ts';
import { phrase } from '../phrase.ts';
import { CODE, type Column, COLUMNS, ID } from './columns.ts';
import type { Header } from './header.ts';

/** Its values in the order of `COLUMNS`, each exactly as the database gives it back: prices as "12.5000", booleans as 0 and 1. */
export type Product = readonly Value[];

/** What is wrong with a row, or with one of its cells. */
export interface RowError {
  /** As the template names it; null where it is the whole row. */
  readonly column: string | null;
  readonly what: Phrase;
}

/** One row of the spreadsheet: a product, or why it is none. */
export interface ProductRow {
  /** As a spreadsheet program counts. */
  readonly number: number;
  /** Undefined where there are errors. */
  readonly product: Product | undefined;
  readonly errors: readonly RowError[];
  /** Of all texts that are taken. */
  readonly characters: number;
}

const NO_ERRORS: readonly RowError[] = [];
const SHOWN_CHARACTERS = 40;
/** Nothing is to be found out of them, and most cells are such. */
const DIGITS = /^\d{1,9}$/;
const MOST_WHOLE = 2_147_483_647;
/** Of DECIMAL(15,4). */
const WHOLE_DIGITS = 11;
const DECIMALS = 4;
/** How spreadsheet programs show what they have no room for: "7,79E+12". */
const SHORTENED = /^\d(?:[.,]\d+)?E\+\d\d+$/i;

const BOOLEANS: ReadonlyMap<string, 0 | 1> = new Map([
  ...['true', '1', 'si', 'sí', 'yes', 'verdadero'].map((text) => [text, 1] as const),
  ...['false', '0', 'no', 'falso'].map((text) => [text, 0] as const),
]);

/** Reads the rows of one spreadsheet. */
export class ProductReader {
  readonly #places: readonly number[];
  readonly #mark: DecimalMark;
  readonly #errorFileColumns: number | undefined;

  constructor({ places, errorFileColumns }: Header, mark: DecimalMark) {
    this.#places = places;
    this.#mark = mark;
    this.#errorFileColumns = errorFileColumns;
  }

  read(row: Row): ProductRow {
    return this.#read(this.#errorFileColumns === undefined ? row : asUploaded(row, this.#errorFileColumns));
  }

  /** Names all that is wrong with the row, not only what comes first. */
  #read(row: Row): ProductRow {
    const product: Value[] = [];
    const empty: string[] = [];
    let errors: RowError[] | undefined;
    let characters = 0;
    const faulty = row.faults.length === 0 ? undefined : this.#faultyColumns(row);
    for (const { column, what } of row.faults) if (column === null) (errors ??= []).push({ column, what });
    for (const [index, column] of COLUMNS.entries()) {
      const place = this.#places[index] as number;
      const fault = faulty?.get(index);
      if (fault !== undefined) {
        (errors ??= []).push({ column: column.name, what: fault });
        continue;
      }
      const text = (row.cells[place] ?? '').trim();
      if (text === '') {
        if (column.isRequired) empty.push(column.name);
        product.push('usual' in column ? column.usual : null);
        continue;
      }
      characters += text.length;
      const value = this.#valueOf(column, index, text, row);
      if (isPhrase(value)) (errors ??= []).push({ column: column.name, what: value });
      else product.push(value);
    }
    if (empty.length > 0) {
      const what = phrase('fields_empty', { columns: empty });
      errors = [{ column: null, what }, ...(errors ?? [])];
    }
    return {
      number: row.number,
      product: errors ? undefined : product,
      errors: errors ?? NO_ERRORS,
      characters,
    };
  }

  /** What cannot be read, by its place among `COLUMNS`; what is in other columns is of no interest. */
  #faultyColumns({ faults }: Row): ReadonlyMap<number, Phrase> {
    return new Map(
      faults.flatMap(({ column: place, what }) =>
        place === null ? [] : [[this.#places.indexOf(place), what]],
      ),
    );
  }

  #valueOf(column: Column, index: number, text: string, row: Row): Value | Phrase {
    if (column.kind === 'text') return textIn(text, column.most, index === ID || index === CODE);
    if (column.kind === 'boolean') return booleanIn(text);
    if (column.kind === 'whole' && DIGITS.test(text)) return Number(text);
    const decimal = decimalAt(row, this.#places[index] as number, this.#mark);
    return column.kind === 'price' ? priceIn(text, decimal) : wholeIn(text, decimal);
  }
}

/** A row of a file of errors as the file that was uploaded had it; what slid out of its columns is still at fault. */
function asUploaded(row: Row, columns: number): Row {
  const cells = row.cells.map(unguarded);
  if (cells.length <= columns || row.faults.some(({ column }) => column === null)) return { ...row, cells };
  const fault = { column: null, what: phrase('cells_beyond', { cells: cells.length, columns }) };
  return { ...row, cells, faults: [...row.faults, fault] };
}

const shown = (text: string) => ({ text: printable(text, SHOWN_CHARACTERS) });

function textIn(text: string, most: number, isKey: boolean): string | Phrase {
  // A code that a spreadsheet program shortened as it wrote the .csv.
  if (isKey && SHORTENED.test(text)) {
    const why = readDecimal(text);
    if (isPhrase(why)) return why;
  }
  // What the database would keep is what it is compared with.
  const kept = text.toWellFormed();
  if (kept.length <= most) return kept;
  // The column counts characters, and not the halves of some.
  const { length } = Array.from(kept);
  return length <= most ? kept : phrase('text_too_long', { length, most });
}

function priceIn(text: string, decimal: string | Phrase): string | Phrase {
  if (isPhrase(decimal)) return decimal;
  if (decimal.startsWith('-')) return phrase('number_negative', shown(text));
  const [whole = '', fraction = ''] = decimal.split('.');
  if (whole.length > WHOLE_DIGITS) return phrase('number_too_large', shown(text));
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > DECIMALS) return phrase('decimals_too_many', { ...shown(text), most: DECIMALS });
  return `${whole}.${digits.padEnd(DECIMALS, '0')}`;
}

function wholeIn(text: string, decimal: string | Phrase): number | Phrase {
  if (isPhrase(decimal)) return decimal;
  if (decimal.startsWith('-')) return phrase('number_negative', shown(text));
  const [whole = '', fraction = ''] = decimal.split('.');
  if (/[1-9]/.test(fraction)) return phrase('number_not_whole', shown(text));
  const number = Number(whole);
  return number > MOST_WHOLE ? phrase('number_too_large', shown(text)) : number;
}

function booleanIn(text: string): 0 | 1 | Phrase {
  // As most spell it there is nothing to make of it.
  const value = BOOLEANS.get(text) ?? BOOLEANS.get(text.normalize().toLowerCase());
  return value ?? phrase('no_boolean', shown(text));
}
