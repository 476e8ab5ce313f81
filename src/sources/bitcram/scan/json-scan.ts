import { MOST_DIGITS, POWERS_OF_TEN } from '../../../platform/decimal.ts';
import { BYTE } from './bytes.ts';
import { isSpace, skipSpace } from './item-text.ts';

/**
 * Where the values of a JSON text end, byte by byte, by the grammar of RFC 8259: keys without escapes, scalars, and lists of
 * scalars. Whatever is not plainly one of these ends at `ODD`. `words` is a view of the same bytes, with which four of them are
 * looked at together.
 */
export const ODD = -1;

/** MySQL refuses a longer key. */
const LONGEST_KEY_BYTES = 65_535;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const SHORT_ESCAPES = Buffer.from('"\\\\/bfnrt');

/** What was found beside ends: an object for each value would cost more than finding it. */
export const found = {
  /** The last number. */
  number: NaN,
  /** Whether there was white space, since the reader last set this. */
  isSpaced: false,
};

/** Whether the same bytes stand at both places, of which `one` comes first. */
export function isSameText(words: DataView, one: number, other: number, length: number): boolean {
  if (other + length > words.byteLength) return false;
  let at = 0;
  for (; at + 4 <= length; at += 4)
    if (words.getInt32(one + at, true) !== words.getInt32(other + at, true)) return false;
  for (; at < length; at += 1) if (words.getUint8(one + at) !== words.getUint8(other + at)) return false;
  return true;
}

/** Behind the key that starts here; ODD with an escape, under which any name may hide. */
export function endOfKey(body: Buffer, start: number): number {
  if (body[start] !== BYTE.quote) return ODD;
  let position = start + 1;
  for (;;) {
    const byte = body[position] as number;
    if (byte > BYTE.backslash) position += 1;
    else if (byte === BYTE.quote) return position - start > LONGEST_KEY_BYTES ? ODD : position + 1;
    else if (byte >= BYTE.space && byte !== BYTE.backslash) position += 1;
    else return ODD;
  }
}

/** Behind a scalar or a list of scalars, or ODD. */
export function endOfMember(body: Buffer, words: DataView, start: number): number {
  if (body[start] !== BYTE.openBracket) return endOfScalar(body, words, start);
  let position = spaceAfter(body, start);
  if (body[position] === BYTE.closeBracket) return position + 1;
  for (;;) {
    const end = endOfScalar(body, words, position);
    if (end === ODD) return ODD;
    position = spaceBefore(body, end);
    if (body[position] === BYTE.closeBracket) return position + 1;
    if (body[position] !== BYTE.comma) return ODD;
    position = spaceAfter(body, position);
  }
}

export function endOfScalar(body: Buffer, words: DataView, start: number): number {
  const byte = body[start] as number;
  if (byte === BYTE.quote) return endOfText(body, words, start);
  if (byte === BYTE.minus || (byte >= BYTE.digit0 && byte <= BYTE.digit9)) return endOfNumber(body, start);
  if (byte === BYTE.letterT) return endOfLiteral(body, start, TRUE);
  if (byte === BYTE.letterF) return endOfLiteral(body, start, FALSE);
  return byte === BYTE.letterN ? endOfLiteral(body, start, NULL) : ODD;
}

function endOfLiteral(body: Buffer, start: number, literal: Buffer): number {
  for (let at = 1; at < literal.length; at += 1) if (body[start + at] !== literal[at]) return ODD;
  return start + literal.length;
}

/** Behind the text that starts here; ODD with half a surrogate pair or more escaped, for which a closer look is needed. */
function endOfText(body: Buffer, words: DataView, start: number): number {
  const lastWord = words.byteLength - 4;
  let position = start + 1;
  for (;;) {
    while (position <= lastWord && isPlain(words.getInt32(position, true))) position += 4;
    const byte = body[position] as number;
    if (byte > BYTE.backslash) position += 1;
    else if (byte === BYTE.quote) return position + 1;
    else if (byte === BYTE.backslash) {
      position = endOfEscape(body, position);
      if (position === ODD) return ODD;
    } else if (byte >= BYTE.space) position += 1;
    else return ODD;
  }
}

/**
 * Whether none of the four bytes of this word ends a text or is a control character or an escape. Each term has the highest
 * bit of a byte set where the byte is less than the space, a quote or a backslash.
 */
function isPlain(word: number): boolean {
  const noQuote = word ^ 0x22222222;
  const noEscape = word ^ 0x5c5c5c5c;
  const special =
    ((word - 0x20202020) & ~word) |
    ((noQuote - 0x01010101) & ~noQuote) |
    ((noEscape - 0x01010101) & ~noEscape);
  return (special & 0x80808080) === 0;
}

function endOfEscape(body: Buffer, start: number): number {
  const letter = body[start + 1] as number;
  if (SHORT_ESCAPES.includes(letter)) return start + 2;
  if (letter !== BYTE.letterU) return ODD;
  const unit = body.toString('latin1', start + 2, start + 6);
  return /^(?!d[89a-f])[\da-f]{4}$/i.test(unit) ? start + 6 : ODD;
}

export function isNumber(body: Buffer, start: number): boolean {
  const byte = body[start] as number;
  return byte === BYTE.minus || (byte >= BYTE.digit0 && byte <= BYTE.digit9);
}

/** Behind the number that starts here; ODD with an exponent or so many digits that a double may not hold them. */
function endOfNumber(body: Buffer, start: number): number {
  const first = body[start] === BYTE.minus ? start + 1 : start;
  let position = first;
  let whole = 0;
  let digit = digitAt(body, position);
  while (digit >= 0 && digit <= 9) {
    whole = whole * 10 + digit;
    position += 1;
    digit = digitAt(body, position);
  }
  let digits = position - first;
  if (digits === 0 || (digits > 1 && body[first] === BYTE.digit0)) return ODD;
  let fraction = 0;
  if (body[position] === BYTE.point) {
    const point = position;
    position += 1;
    digit = digitAt(body, position);
    while (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      position += 1;
      digit = digitAt(body, position);
    }
    fraction = position - point - 1;
    if (fraction === 0) return ODD;
    digits += fraction;
  }
  if (digits > MOST_DIGITS || ((body[position] as number) | BYTE.caseBit) === BYTE.letterE) return ODD;
  const magnitude = fraction === 0 ? whole : whole / (POWERS_OF_TEN[fraction] as number);
  found.number = first > start ? -magnitude : magnitude;
  return position;
}

function digitAt(body: Buffer, position: number): number {
  return (body[position] as number) - BYTE.digit0;
}

/** The first byte behind this one that is no white space. */
export function spaceAfter(body: Buffer, position: number): number {
  return spaceBefore(body, position + 1);
}

export function spaceBefore(body: Buffer, position: number): number {
  if ((body[position] as number) > BYTE.space || !isSpace(body[position])) return position;
  found.isSpaced = true;
  return skipSpace(body, position);
}
