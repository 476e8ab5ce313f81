import type { Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';
import type { Row } from './row.ts';

/** Which mark stands before the decimals: said, or found in each number by itself. */
export type DecimalMark = 'auto' | ',' | '.';

/** With the mark of pesos and a sign before or behind it, as spreadsheet programs write into a .csv what they show. */
const NUMBER = /^([-+]?)\s*\$?\s*([-+]?)([\d.,]*)$/;
const SHORTENED = /^[-+]?\d+(?:[.,]\d+)?e[-+]?\d+$/i;
/** Thousands in groups of three; a group never begins with 0. */
const GROUPED = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/;
const MOST_CHARACTERS = 64;
const SHOWN_CHARACTERS = 40;

/** A number in a text as a decimal text such as "-1234.50", or why it is none. Digits stay as they are: there is no float in between. */
export function readDecimal(text: string, mark: DecimalMark = 'auto'): string | Phrase {
  const trimmed = text.trim();
  const isNone = (why: Why): Phrase => phrase(why, { text: printable(trimmed, SHOWN_CHARACTERS) });
  if (trimmed.length > MOST_CHARACTERS) return isNone('decimal_wrong');
  if (SHORTENED.test(trimmed)) return isNone('decimal_digits_lost');
  const [, before = '', behind = '', digits = ''] = NUMBER.exec(trimmed) ?? [];
  if (!/\d/.test(digits) || (before !== '' && behind !== '')) return isNone('decimal_wrong');
  const decimal = mark === 'auto' ? markIn(digits) : mark;
  if (decimal === undefined) return isNone('decimal_ambiguous');
  const [whole = '', fraction = '', ...more] = digits.split(decimal);
  if (more.length > 0 || /[.,]/.test(fraction)) return isNone('decimal_wrong');
  if (/[.,]/.test(whole) && !GROUPED.test(whole)) return isNone('decimal_grouped');
  return written(before + behind, whole.replaceAll(/[.,]/g, ''), fraction);
}

type Why = 'decimal_wrong' | 'decimal_digits_lost' | 'decimal_ambiguous' | 'decimal_grouped';

/** The same of a cell: where it is a number already, nothing is to be found out. */
export function decimalAt(row: Row, column: number, mark: DecimalMark = 'auto'): string | Phrase {
  return readDecimal(row.cells[column] ?? '', row.numeric.includes(column) ? '.' : mark);
}

/** The mark before the decimals that a number in a text is written with; undefined where there is none, or it could be either. */
export function decimalMarkOf(text: string): ',' | '.' | undefined {
  const [, , , digits = ''] = NUMBER.exec(text.trim()) ?? [];
  const mark = markIn(digits);
  return mark !== undefined && digits.includes(mark) ? mark : undefined;
}

/** The decimal mark by what is written alone; undefined where it could be either. */
function markIn(digits: string): ',' | '.' | undefined {
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma !== -1 && point !== -1) return comma > point ? ',' : '.';
  const own = comma === -1 ? '.' : ',';
  const other = comma === -1 ? ',' : '.';
  if (!GROUPED.test(digits)) return own;
  return digits.indexOf(own) === digits.lastIndexOf(own) ? undefined : other;
}

function written(sign: string, whole: string, fraction: string): string {
  const plain = whole.replace(/^0+(?=\d)/, '') || '0';
  const value = fraction === '' ? plain : `${plain}.${fraction}`;
  return sign === '-' && /[1-9]/.test(value) ? `-${value}` : value;
}
