import { isUtf8 } from 'node:buffer';

const CONTINUATION_BITS = 0b1100_0000;
const CONTINUATION = 0b1000_0000;
const ASCII_END = 0x80;
/** What the first byte of a character of so many bytes is at least. */
const LEADS = [
  [0xf0, 4],
  [0xe0, 3],
  [0xc0, 2],
] as const;
const NOTHING = Buffer.alloc(0);

/** Bytes that come in pieces, each of which may end in the middle of a character, held strictly to UTF-8. */
export class Utf8Pieces {
  #rest = NOTHING;

  /** The whole characters up to here; undefined where it is not UTF-8. */
  take(piece: Buffer): Buffer | undefined {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = bytes.length - unfinished(bytes);
    // A copy: the piece need not wait in memory for the next.
    this.#rest = end === bytes.length ? NOTHING : Buffer.from(bytes.subarray(end));
    const whole = bytes.subarray(0, end);
    return isUtf8(whole) ? whole : undefined;
  }

  get isComplete(): boolean {
    return this.#rest.length === 0;
  }
}

/** How many bytes at the end are the beginning of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < ASCII_END) return 0;
    if ((byte & CONTINUATION_BITS) === CONTINUATION) continue;
    const [, length] = LEADS.find(([least]) => byte >= least) ?? [0, 0];
    return length > back ? back : 0;
  }
  return 0;
}
