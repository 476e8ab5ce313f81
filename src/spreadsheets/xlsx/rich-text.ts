const ESCAPED = /_x([0-9a-f]{4})_/gi;

/** The text of an element whose parts may be formatted, without the reading aid that East Asian ones have. */
export class RichText {
  readonly #most: number;
  #text = '';
  #length = 0;
  #isText = false;
  #isAid = false;

  constructor(mostCharacters: number) {
    this.#most = mostCharacters;
  }

  start(): void {
    this.#text = '';
    this.#length = 0;
    this.#isText = false;
    this.#isAid = false;
  }

  open(name: string): void {
    if (name === 'rPh') this.#isAid = true;
    if (name === 't') this.#isText = !this.#isAid;
  }

  take(text: string): void {
    if (!this.#isText) return;
    this.#length += text.length;
    if (this.#length <= this.#most) this.#text += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isAid = false;
    if (name === 't') this.#isText = false;
  }

  /** A number where it is too long: its length. */
  get value(): string | number {
    return this.#length > this.#most ? this.#length : unescaped(this.#text);
  }
}

/** What XML cannot hold is written as _x0007_, and that itself with its underscore as _x005F_. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(ESCAPED, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
