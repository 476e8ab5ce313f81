/** An item as a test gives it: an object, or its JSON text, or its bytes, which are served as they are. */
export type Item = string | Buffer | object;

/** A list's items as one stretch of bytes, so that a page is cut out and never built. */
export interface ItemList {
  readonly length: number;
  /** The items `first` up to, not including, `end`, with commas between them. */
  slice(first: number, end: number): Buffer;
  readonly compressedPages: Map<string, Promise<Buffer>>;
}

const COMMA = 0x2c;

export function prepareItems(items: readonly Item[]): ItemList {
  const texts = items.map(textOf);
  const ends = new Float64Array(texts.length);
  let size = 0;
  for (const [index, text] of texts.entries()) {
    size += byteLength(text);
    ends[index] = size;
    size += 1;
  }

  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const text of texts) {
    at += typeof text === 'string' ? bytes.write(text, at) : text.copy(bytes, at);
    bytes[at] = COMMA;
    at += 1;
  }

  return {
    length: texts.length,
    slice(first, end) {
      if (first >= end) return bytes.subarray(0, 0);
      const start = first === 0 ? 0 : (ends[first - 1] ?? 0) + 1;
      return bytes.subarray(start, ends[end - 1]);
    },
    compressedPages: new Map(),
  };
}

function textOf(item: Item): string | Buffer {
  return typeof item === 'string' || Buffer.isBuffer(item) ? item : JSON.stringify(item);
}

function byteLength(text: string | Buffer): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : text.length;
}
