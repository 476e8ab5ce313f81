/** More levels than anybody means; the client's functions, which call themselves for each, have room for a few thousand. */
const MOST_LEVELS = 100;

/** Bytes of a value, by its type. */
const SIZES: Readonly<Record<string, number>> = {
  ...{ V: 0, b: 1, B: 1, t: 1, s: 2, u: 2, i: 4, I: 4, f: 4, D: 5, l: 8, T: 8, d: 8 },
};
/** These have their length before them; of the latter two, values follow. */
const OF_ANY_LENGTH = 'SxFA';
const OF_VALUES = 'FA';

/** Where the properties of a message begin, which flags are set before them, and those of what is told before the headers. */
const PROPERTIES_AT = 14;
const FLAGS_AT = 12;
const HEADERS = 0x2000;
const BEFORE_HEADERS = [0x8000, 0x4000];

/** In place of headers that are too deep. */
const UNREAD = 'x-unread';

/** Of the properties of a message, as they arrive, makes headers of too many tables within tables one of bytes. */
export function flatten(properties: Buffer): void {
  const flags = properties.readUInt16BE(FLAGS_AT);
  if ((flags & HEADERS) === 0) return;
  let at = PROPERTIES_AT;
  for (const flag of BEFORE_HEADERS) if ((flags & flag) !== 0) at += 1 + properties.readUInt8(at);
  if (!isTooDeep(properties, at)) return;
  const length = properties.readUInt32BE(at);
  let to = properties.writeUInt8(UNREAD.length, at + 4);
  to += properties.write(`${UNREAD}x`, to);
  properties.writeUInt32BE(at + length - to, to);
}

function isTooDeep(bytes: Buffer, tableAt: number): boolean {
  const endOf = (lengthAt: number): number => lengthAt + 4 + bytes.readUInt32BE(lengthAt);
  const open = [{ end: endOf(tableAt), isTable: true }];
  let at = tableAt + 4;
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    if (at >= inner.end) {
      open.pop();
      continue;
    }
    if (inner.isTable) at += 1 + bytes.readUInt8(at);
    const type = String.fromCharCode(bytes.readUInt8(at));
    at += 1;
    if (!OF_ANY_LENGTH.includes(type)) at += SIZES[type] ?? 0;
    else if (OF_VALUES.includes(type)) {
      open.push({ end: endOf(at), isTable: type === 'F' });
      if (open.length > MOST_LEVELS) return true;
      at += 4;
    } else at = endOf(at);
  }
  return false;
}
