import { BYTE } from './bytes.ts';
import { endOfValue, skipSpace } from './item-text.ts';
import {
  endOfKey,
  endOfMember,
  endOfScalar,
  found,
  isNumber,
  isSameText,
  ODD,
  spaceAfter,
  spaceBefore,
} from './json-scan.ts';

/**
 * One pass over the bytes of a list's answer, which finds the narrow columns without making objects of the items. Nearly every
 * item is ordinary: a flat object with a whole product id and a plain number for its value. It is read here, by the grammar of
 * RFC 8259; each other item, and each answer that is no list of items, is left to `JSON.parse`. What is read here,
 * `JSON.parse` reads the same: a test holds them against each other.
 */
export interface ListScan {
  /** The answer with a 0 in place of its items. */
  envelope: string;
  length: number;
  /** Of `ITEM`. These columns may be longer than there are items. */
  kinds: Uint8Array;
  /** Where each item stands in the answer. */
  starts: Int32Array;
  ends: Int32Array;
  /** Where an ordinary item has its product id as a member, one comma included. */
  idStarts: Int32Array;
  idEnds: Int32Array;
  productIds: Float64Array;
  /** NaN where the item has no value, or null. */
  values: Float64Array;
}

export const ITEM = {
  /** Read here, and compact: without its id it can be stored as it stands. */
  compact: 0,
  /** Read here, and spelled with white space. */
  spaced: 1,
  /** Somebody else's to read. */
  odd: 2,
} as const;

/** What the list was asked for by. An item that has this member and does not say it in the very same text is odd. */
export interface Filter {
  name: string;
  value: string;
}

/** More keys than any item has: what has more is odd. */
const MOST_KEYS = 128;
const USUAL_ITEMS = 1024;

const ITEMS = Buffer.from('items');
const PRODUCT_ID = Buffer.from('product_id');

/** What `scanItem` has found, beside where the item ends. */
let productId = 0;
let value = NaN;
let idStart = 0;
let idEnd = 0;

/** The keys of the item so far, and behind them those of items before: most items have the same, in the same order. */
const keyStarts = new Int32Array(MOST_KEYS);
const keyLengths = new Int32Array(MOST_KEYS);
const keyMarks = new Int32Array(MOST_KEYS);
const keyRoles = new Uint8Array(MOST_KEYS);
/** So many of the first keys stand in this answer and differ from each other. */
let knownKeys = 0;

const ROLE = { other: 0, id: 1, value: 2, filter: 3 } as const;

/** The texts that a scan looks for. */
interface Names {
  value: Buffer;
  /** Empty where the list has no filter. */
  filter: Buffer;
  filterValue: Buffer;
}

/** Undefined where the answer is not plainly a list of items. Whether its envelope is JSON is not looked at. */
export function scanList(
  body: Buffer,
  valueName: string,
  filter: Filter = { name: '', value: '' },
): ListScan | undefined {
  const words = new DataView(body.buffer, body.byteOffset, body.length);
  const itemsStart = startOfItems(body, words);
  if (itemsStart < 0) return undefined;
  const names = {
    value: Buffer.from(valueName),
    filter: Buffer.from(filter.name),
    filterValue: Buffer.from(filter.value),
  };
  knownKeys = 0;
  let columns = emptyColumns(USUAL_ITEMS);
  let length = 0;
  let position = skipSpace(body, itemsStart + 1);
  while (body[position] !== BYTE.closeBracket) {
    if (length > 0) {
      if (body[position] !== BYTE.comma) return undefined;
      position = skipSpace(body, position + 1);
    }
    if (length === columns.kinds.length) columns = grown(columns);
    const end = scanItem(body, words, position, names);
    const isOdd = end === ODD;
    columns.starts[length] = position;
    position = isOdd ? endOfValue(body, position) : end;
    columns.ends[length] = position;
    columns.kinds[length] = isOdd ? ITEM.odd : found.isSpaced ? ITEM.spaced : ITEM.compact;
    columns.idStarts[length] = idStart;
    columns.idEnds[length] = idEnd;
    columns.productIds[length] = productId;
    columns.values[length] = value;
    length += 1;
    position = skipSpace(body, position);
    if (position >= body.length) return undefined;
  }
  const envelope = `${body.toString('utf8', 0, itemsStart)}0${body.toString('utf8', position + 1)}`;
  return { envelope, length, ...columns };
}

type Columns = Omit<ListScan, 'envelope' | 'length'>;

function emptyColumns(capacity: number): Columns {
  return {
    kinds: new Uint8Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    idStarts: new Int32Array(capacity),
    idEnds: new Int32Array(capacity),
    productIds: new Float64Array(capacity),
    values: new Float64Array(capacity),
  };
}

function grown(columns: Columns): Columns {
  const larger = emptyColumns(columns.kinds.length * 4);
  for (const name of Object.keys(columns) as (keyof Columns)[]) larger[name].set(columns[name]);
  return larger;
}

/** The position of the bracket that opens `items`, or -1: only scalars may stand before it, for what comes after is parsed anyway. */
function startOfItems(body: Buffer, words: DataView): number {
  let position = skipSpace(body, 0);
  if (body[position] !== BYTE.openBrace) return ODD;
  for (;;) {
    const keyStart = skipSpace(body, position + 1);
    const keyEnd = endOfKey(body, keyStart);
    if (keyEnd === ODD) return ODD;
    position = skipSpace(body, keyEnd);
    if (body[position] !== BYTE.colon) return ODD;
    position = skipSpace(body, position + 1);
    if (isKey(body, keyStart, keyEnd, ITEMS)) return body[position] === BYTE.openBracket ? position : ODD;
    position = endOfScalar(body, words, position);
    if (position === ODD) return ODD;
    position = skipSpace(body, position);
    if (body[position] !== BYTE.comma) return ODD;
  }
}

/** Behind the item that starts here, or ODD. */
function scanItem(body: Buffer, words: DataView, start: number, names: Names): number {
  if (body[start] !== BYTE.openBrace) return ODD;
  let keys = 0;
  /** Whether all keys so far are known ones. */
  let isKnown = true;
  let previousComma = -1;
  let position = start;
  productId = 0;
  value = NaN;
  found.isSpaced = false;
  for (;;) {
    const keyStart = spaceAfter(body, position);
    isKnown &&=
      keys < knownKeys && isSameText(words, keyStarts[keys] as number, keyStart, keyLengths[keys] as number);
    if (!isKnown) {
      knownKeys = keys;
      if (!takeKey(body, words, keyStart, names)) return ODD;
    }
    const colon = spaceBefore(body, keyStart + (keyLengths[keys] as number));
    if (body[colon] !== BYTE.colon) return ODD;
    const valueStart = spaceAfter(body, colon);
    const valueEnd = endOfMember(body, words, valueStart);
    if (valueEnd === ODD) return ODD;
    position = spaceBefore(body, valueEnd);
    const closes = body[position] === BYTE.closeBrace;
    if (!closes && body[position] !== BYTE.comma) return ODD;
    const role = keyRoles[keys];
    if (role === ROLE.id) {
      if (!isNumber(body, valueStart) || found.number < 1 || Math.floor(found.number) !== found.number)
        return ODD;
      productId = found.number;
      idStart = closes && previousComma >= 0 ? previousComma : keyStart;
      idEnd = closes ? valueEnd : position + 1;
    } else if (role === ROLE.value) {
      if (isNumber(body, valueStart)) value = found.number === 0 ? 0 : found.number;
      // Spelled as text, or no value at all: its reader says what that means.
      else if (body[valueStart] !== BYTE.letterN) return ODD;
    } else if (role === ROLE.filter) {
      if (!says(body, valueStart, valueEnd, names.filterValue)) return ODD;
    }
    if (closes) return productId === 0 ? ODD : position + 1;
    keys += 1;
    previousComma = position;
  }
}

/** Adds a key to the known ones; false where it is none, or where the item has it already, because then the last of them counts. */
function takeKey(body: Buffer, words: DataView, start: number, names: Names): boolean {
  const end = endOfKey(body, start);
  if (end === ODD || knownKeys === MOST_KEYS) return false;
  const length = end - start;
  // Most keys differ in their length or in one of three letters; only where they do not, the others are looked at.
  const middle = body[(start + end) >> 1] as number;
  const mark = (length << 24) ^ ((body[end - 2] as number) << 16) ^ (middle << 8) ^ (body[end - 4] as number);
  for (let key = 0; key < knownKeys; key += 1) {
    if (keyMarks[key] !== mark || keyLengths[key] !== length) continue;
    if (isSameText(words, keyStarts[key] as number, start, length)) return false;
  }
  keyStarts[knownKeys] = start;
  keyLengths[knownKeys] = length;
  keyMarks[knownKeys] = mark;
  keyRoles[knownKeys] = roleOf(body, start, end, names);
  knownKeys += 1;
  return true;
}

function roleOf(body: Buffer, start: number, end: number, { value: valueKey, filter }: Names): number {
  if (isKey(body, start, end, PRODUCT_ID)) return ROLE.id;
  if (isKey(body, start, end, valueKey)) return ROLE.value;
  return filter.length > 0 && isKey(body, start, end, filter) ? ROLE.filter : ROLE.other;
}

function isKey(body: Buffer, start: number, end: number, name: Buffer): boolean {
  return end - start === name.length + 2 && isAt(body, start + 1, name);
}

/** Whether a scalar is this text, as a number or in quotes. */
function says(body: Buffer, start: number, end: number, text: Buffer): boolean {
  if (body[start] === BYTE.quote) return isKey(body, start, end, text);
  return end - start === text.length && isAt(body, start, text);
}

function isAt(body: Buffer, start: number, text: Buffer): boolean {
  for (let at = 0; at < text.length; at += 1) if (body[start + at] !== text[at]) return false;
  return true;
}
