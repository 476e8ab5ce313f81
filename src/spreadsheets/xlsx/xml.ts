import { SaxesParser } from 'saxes';
import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { Utf8Pieces } from '../utf8.ts';
import { damaged } from './archive.ts';

export type Attributes = Readonly<Record<string, string | undefined>>;

/** Names of elements come without the prefix of their namespace, which each program chooses for itself. */
export interface XmlEvents {
  open(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Of one text, attribute or comment, which the parser keeps until its end. */
const MOST_CHARACTERS = 512 * 1024;
const MOST_DEPTH = 100;
const UTF = /^utf-?(?:8|16(?:le|be)?)$/i;

/** One part, as its bytes come. */
export class XmlReader {
  readonly #parser: SaxesParser;
  #decode: Decode | undefined;
  /** How many characters the parser took since it had anything to say. */
  #silence = 0;
  #depth = 0;

  constructor(events: XmlEvents) {
    this.#parser = this.#parserFor(events);
  }

  write(piece: Buffer): void {
    this.#decode ??= decoderFor(piece);
    const text = this.#decode(piece);
    this.#silence += text.length;
    this.#parser.write(text);
    if (this.#silence <= MOST_CHARACTERS) return;
    throw new SpreadsheetError(phrase('endless', { most: MOST_CHARACTERS }));
  }

  end(): void {
    this.#decode?.(undefined);
    this.#parser.close();
  }

  #parserFor(events: XmlEvents): SaxesParser {
    const parser = new SaxesParser({ xmlns: false, position: false });
    const text = (said: string): void => {
      this.#silence = 0;
      events.text?.(said);
    };
    parser.on('opentag', ({ name, attributes }) => {
      this.#silence = 0;
      this.#depth += 1;
      if (this.#depth > MOST_DEPTH) throw damaged(new Error('too deep'));
      events.open(localName(name), attributes);
    });
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('closetag', ({ name }) => {
      this.#silence = 0;
      this.#depth -= 1;
      events.close?.(localName(name));
    });
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding === undefined || UTF.test(encoding)) return;
      throw new SpreadsheetError(phrase('charset', { encoding: printable(encoding, 40) }));
    });
    parser.on('doctype', refuseDoctype);
    parser.on('error', (error) => {
      throw damaged(error);
    });
    return parser;
  }
}

/** The whole of a small part. */
export async function readXml(bytes: AsyncIterable<Buffer>, events: XmlEvents): Promise<void> {
  const reader = new XmlReader(events);
  for await (const piece of bytes) reader.write(piece);
  reader.end();
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Whatever it declares could make a small file a large one, or read other files. */
function refuseDoctype(): never {
  throw new SpreadsheetError(phrase('doctype'));
}

/** Undefined ends the part. */
type Decode = (piece: Buffer | undefined) => string;

function decoderFor(first: Buffer): Decode {
  const [one, two] = first;
  if ((one === 0xff && two === 0xfe) || (one === 0x3c && two === 0)) return utf16('utf-16le');
  if ((one === 0xfe && two === 0xff) || (one === 0 && two === 0x3c)) return utf16('utf-16be');
  return utf8();
}

function utf16(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (piece) => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (error) {
      throw damaged(error);
    }
  };
}

const MARK = '\ufeff';

function utf8(): Decode {
  const pieces = new Utf8Pieces();
  let isFirst = true;
  return (piece) => {
    if (piece === undefined) {
      if (pieces.isComplete) return '';
      throw damaged(new Error('cut off in a character'));
    }
    const whole = pieces.take(piece);
    if (whole === undefined) throw damaged(new Error('not UTF-8'));
    const text = whole.toString();
    const start = isFirst && text.startsWith(MARK) ? MARK.length : 0;
    isFirst = false;
    return start === 0 ? text : text.slice(start);
  };
}
