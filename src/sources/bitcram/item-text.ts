/**
 * Where the items stand in the bytes of a list's answer, so that one item can be cut out of a page without holding the
 * page's objects. The text was accepted by `JSON.parse` before: this only has to find the ends of values.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** The text of the items at these indexes, which ascend. */
export function cutItems(body: Buffer, indexes: readonly number[]): Buffer[] {
  const cuts: Buffer[] = [];
  if (indexes.length === 0) return cuts;
  let position = skipSpace(body, startOfItems(body) + 1);
  let item = 0;
  for (const index of indexes) {
    for (; item < index; item += 1) position = skipSpace(body, endOfValue(body, position) + 1);
    const end = endOfValue(body, position);
    cuts.push(body.subarray(position, end));
  }
  return cuts;
}

/** The position of the bracket that opens `items`; the last of several, as `JSON.parse` has it. */
function startOfItems(body: Buffer): number {
  let start = -1;
  let position = skipSpace(body, body.indexOf(OPEN_BRACE) + 1);
  while (body[position] === QUOTE) {
    const keyEnd = endOfString(body, position);
    const key = JSON.parse(body.toString('utf8', position, keyEnd)) as string;
    const valueStart = skipSpace(body, skipSpace(body, keyEnd) + 1);
    if (key === 'items') start = valueStart;
    const next = skipSpace(body, endOfValue(body, valueStart));
    position = body[next] === COMMA ? skipSpace(body, next + 1) : next;
  }
  if (start < 0) throw new RangeError('the answer has no items');
  return start;
}

/** Behind the value that starts here, spaces after it included: the position of the comma or bracket that follows it. */
export function endOfValue(body: Buffer, start: number): number {
  let depth = 0;
  let position = start;
  for (;;) {
    const byte = body[position];
    if (byte === undefined) return position;
    if (byte === QUOTE) {
      position = endOfString(body, position);
      continue;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return position;
      depth -= 1;
    } else if (byte === COMMA && depth === 0) return position;
    position += 1;
  }
}

/** Behind the closing quote of the string that starts here. */
function endOfString(body: Buffer, start: number): number {
  let position = start + 1;
  for (;;) {
    const byte = body[position];
    if (byte === QUOTE || byte === undefined) return position + 1;
    position += byte === BACKSLASH ? 2 : 1;
  }
}

export function skipSpace(body: Buffer, start: number): number {
  let position = start;
  while (isSpace(body[position])) position += 1;
  return position;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
