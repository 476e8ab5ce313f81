import { StringDecoder } from 'node:string_decoder';
import { Transform, type TransformCallback } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';

/** What a line break of a pasted text becomes: one key would send the first line off, and the others answer what is asked next. */
export const PASTED_BREAK = '\u2424';

const ESCAPE = '\u001b';
const PASTE_BEGINS = `${ESCAPE}[200~`;
const PASTE_ENDS = `${ESCAPE}[201~`;

/** Asks a terminal to say where a pasted text begins and ends; those that cannot pass over it. */
export const MARK_PASTES = `${ESCAPE}[?2004h`;
export const MARK_NO_PASTES = `${ESCAPE}[?2004l`;

/** A terminal's keys, with what is pasted as one line: without spaces and line breaks around it, and with a visible mark for those in it. */
export class Keyboard extends Transform {
  readonly isTTY = true;
  readonly #terminal: ReadStream;
  readonly #decoder = new StringDecoder('utf8');
  /** What has come of a text that is still being pasted. */
  #pasted: string | undefined;

  constructor(terminal: ReadStream) {
    super({ encoding: 'utf8' });
    this.#terminal = terminal;
    terminal.pipe(this);
  }

  setRawMode(raw: boolean): this {
    this.#terminal.setRawMode(raw);
    return this;
  }

  /** Lets the process end. */
  close(): void {
    this.#terminal.unpipe(this).pause();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const keys = this.#keysOf(this.#decoder.write(chunk));
    done(null, keys === '' ? undefined : keys);
  }

  #keysOf(text: string): string {
    if (this.#pasted === undefined) {
      const at = text.indexOf(PASTE_BEGINS);
      if (at < 0) return withoutBreaks(text);
      this.#pasted = '';
      return text.slice(0, at) + this.#keysOf(text.slice(at + PASTE_BEGINS.length));
    }
    this.#pasted += text;
    const end = this.#pasted.indexOf(PASTE_ENDS);
    if (end < 0) return '';
    const whole = inOneLine(this.#pasted.slice(0, end));
    const rest = this.#pasted.slice(end + PASTE_ENDS.length);
    this.#pasted = undefined;
    return rest === '' ? whole : whole + this.#keysOf(rest);
  }
}

/** Keys come one by one: what has a line break and goes on behind it was pasted, on a terminal that does not say so. */
function withoutBreaks(text: string): string {
  const wasPasted = /[^\r\n][\r\n]+[^\r\n]/.test(text) && !text.includes(ESCAPE);
  return wasPasted ? inOneLine(text) + (/[\r\n]$/.test(text) ? '\r' : '') : text;
}

function inOneLine(text: string): string {
  return stripVTControlCharacters(text)
    .trim()
    .replaceAll(/\s*[\r\n]+\s*/g, PASTED_BREAK)
    .replaceAll('\t', ' ')
    .replaceAll(/\p{Cc}/gu, '');
}
