import type { Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import type { Format } from './formats.ts';

const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** What spreadsheet programs keep of a number, and show. */
const DIGITS = 15;
const TOO_LARGE = 1e15;
/** From here on the text of a piece of the parser's input would keep all of that piece in memory. */
const SLICED_LENGTH = 13;
const SHOWN_CHARACTERS = 40;
const MS_PER_DAY = 86_400_000;
const MS_PER_SECOND = 1000;
/** 31 December 9999. */
const LAST_DAY = { of1900: 2_958_465, of1904: 2_957_003 };
/** A day that never was, which Excel counts for the sake of Lotus 1-2-3. */
const FEBRUARY_29_1900 = 60;
const DAY_0 = { before: Date.UTC(1899, 11, 31), after: Date.UTC(1899, 11, 30), of1904: Date.UTC(1904, 0, 1) };

/** The number of a cell as text, or why it is none. */
export function numberText(value: string, format: Format, from1904: boolean): string | Phrase {
  if (format === 'date') return dateText(Number(value), from1904) ?? phrase('cell_no_date', shown(value));
  const decimal = decimalText(value);
  if (decimal === undefined) return phrase('cell_no_number', shown(value));
  if (decimal === LOST) return phrase('cell_digits_lost', shown(value));
  const isCode = format !== undefined && /^\d+$/.test(decimal);
  return isCode ? decimal.padStart(format.digits, '0') : decimal;
}

const shown = (text: string) => ({ text: printable(text, SHOWN_CHARACTERS) });

const LOST = Symbol('digits lost');

/** Without an exponent, to 15 digits: a spreadsheet writes 3.3 as 3.2999999999999998. */
function decimalText(value: string): string | undefined | typeof LOST {
  if (value.length < SLICED_LENGTH && PLAIN.test(value)) return value;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return undefined;
  if (Math.abs(number) >= TOO_LARGE) return LOST;
  const rounded = Number(number.toPrecision(DIGITS));
  const short = String(rounded);
  return short.includes('e') ? withoutExponent(short) : short;
}

/** Only of what is less than 0.000001. */
function withoutExponent(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}

/** "2024-01-31", "2024-01-31T08:30:00", or "08:30:00" where there is no day; undefined where there is no such day. */
function dateText(serial: number, from1904: boolean): string | undefined {
  const lastDay = from1904 ? LAST_DAY.of1904 : LAST_DAY.of1900;
  if (!(serial >= 0 && serial < lastDay + 1)) return undefined;
  if (!from1904 && Math.floor(serial) === FEBRUARY_29_1900) return undefined;
  const day0 = from1904 ? DAY_0.of1904 : serial < FEBRUARY_29_1900 ? DAY_0.before : DAY_0.after;
  const ms = Math.round((serial * MS_PER_DAY) / MS_PER_SECOND) * MS_PER_SECOND;
  const [day = '', time = ''] = new Date(day0 + ms).toISOString().replace('.000Z', '').split('T');
  if (serial < 1) return time;
  return ms % MS_PER_DAY === 0 ? day : `${day}T${time}`;
}
