import { createReadStream } from 'node:fs';
import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { type Limits, megabytes } from '../row.ts';
import { Utf8Pieces } from '../utf8.ts';

const PIECE_BYTES = 256 * 1024;
const SHOWN_CHARACTERS = 40;

export interface Examined {
  /** By the name that the standard gives it. */
  readonly encoding: string;
  /** How the text begins. */
  readonly beginning: string;
}

/**
 * The encoding of a text: by its byte order mark, as it is said, UTF-8 where all of it is that, otherwise windows-1252. Reads the whole
 * file, because the first letter with an accent may stand at its end.
 */
export async function examine(path: string, said: string | undefined, limits: Limits): Promise<Examined> {
  const saidName = said === undefined ? undefined : nameOf(said);
  const utf8 = new Utf8Pieces();
  let isUtf8 = true;
  let marked: string | undefined;
  let first: Buffer | undefined;
  let bytes = 0;
  for await (const piece of piecesOf(path)) {
    if (first === undefined) {
      first = piece;
      marked = markIn(piece);
    }
    bytes += piece.length;
    if (bytes > limits.bytes) {
      throw new SpreadsheetError(phrase('too_large', { mostMb: megabytes(limits.bytes) }));
    }
    const isWide = (marked ?? saidName ?? '').startsWith('utf-16');
    if (!isWide && piece.includes(0)) throw new SpreadsheetError(phrase('nul'));
    isUtf8 &&= utf8.take(piece) !== undefined;
  }
  isUtf8 &&= utf8.isComplete;
  const encoding = marked ?? saidName ?? (isUtf8 ? 'utf-8' : 'windows-1252');
  if (encoding === 'utf-8' && !isUtf8) throw notIn(encoding);
  return { encoding, beginning: new TextDecoder(encoding).decode(first, { stream: true }) };
}

/** The text in UTF-8, which the parser works in. */
export function utf8Of(path: string, encoding: string): AsyncIterable<Buffer | string> {
  return encoding === 'utf-8' ? piecesOf(path) : decoded(path, encoding);
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const piece of piecesOf(path)) {
      const text = decoder.decode(piece, { stream: true });
      if (text !== '') yield text;
    }
    yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError ? notIn(encoding) : error;
  }
}

function piecesOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: PIECE_BYTES });
}

function markIn([one, two, three]: Buffer): string | undefined {
  if (one === 0xef && two === 0xbb && three === 0xbf) return 'utf-8';
  if (one === 0xff && two === 0xfe) return 'utf-16le';
  return one === 0xfe && two === 0xff ? 'utf-16be' : undefined;
}

function nameOf(said: string): string {
  try {
    return new TextDecoder(said).encoding;
  } catch {
    throw new SpreadsheetError(phrase('encoding_unknown', { encoding: printable(said, SHOWN_CHARACTERS) }));
  }
}

const notIn = (encoding: string): SpreadsheetError =>
  new SpreadsheetError(phrase('not_in_encoding', { encoding }));
