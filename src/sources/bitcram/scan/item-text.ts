import { BYTE } from './bytes.ts';

/**
 * Where the items stand in the bytes of a list's answer, so that one item can be cut out of a page without holding the
 * page's objects. The text was accepted by `JSON.parse` before: this only has to find the ends of values.
 */

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
  let position = skipSpace(body, body.indexOf(BYTE.openBrace) + 1);
  while (body[position] === BYTE.quote) {
    const keyEnd = endOfString(body, position);
    const key = JSON.parse(body.toString('utf8', position, keyEnd)) as string;
    const valueStart = skipSpace(body, skipSpace(body, keyEnd) + 1);
    if (key === 'items') start = valueStart;
    const next = skipSpace(body, endOfValue(body, valueStart));
    position = body[next] === BYTE.comma ? skipSpace(body, next + 1) : next;
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
    if (byte === BYTE.quote) {
      position = endOfString(body, position);
      continue;
    }
    if (byte === BYTE.openBrace || byte === BYTE.openBracket) depth += 1;
    else if (byte === BYTE.closeBrace || byte === BYTE.closeBracket) {
      if (depth === 0) return position;
      depth -= 1;
    } else if (byte === BYTE.comma && depth === 0) return position;
    position += 1;
  }
}

/** Behind the closing quote of the string that starts here. */
function endOfString(body: Buffer, start: number): number {
  let position = start + 1;
  for (;;) {
    const byte = body[position];
    if (byte === BYTE.quote || byte === undefined) return position + 1;
    position += byte === BYTE.backslash ? 2 : 1;
  }
}

export function skipSpace(body: Buffer, start: number): number {
  let position = start;
  while (isSpace(body[position])) position += 1;
  return position;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === BYTE.space || byte === BYTE.lineFeed || byte === BYTE.carriageReturn || byte === BYTE.tab;
}
