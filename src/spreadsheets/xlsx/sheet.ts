import { isPhrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { type Limits, type Row, RowBuilder } from '../row.ts';
import { damaged } from './archive.ts';
import type { Format, Formats } from './formats.ts';
import { numberText } from './numbers.ts';
import { columnNumber, rowNumber } from './place.ts';
import { RichText, unescaped } from './rich-text.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { Attributes, XmlEvents } from './xml.ts';

export interface SheetParts {
  readonly strings: SharedStrings;
  readonly formats: Formats;
  readonly from1904: boolean;
}

const SHOWN_CHARACTERS = 40;

/** A sheet as it is parsed: the rows that ended since they were taken last. */
export class SheetReader implements XmlEvents {
  readonly #parts: SheetParts;
  readonly #row: RowBuilder;
  readonly #inline: RichText;
  readonly #mostCharacters: number;
  #ready: Row[] = [];
  #isData = false;
  #rowNumber = 0;
  #column = -1;
  #type = 'n';
  #format: Format;
  #hasFormula = false;
  /** Undefined where a cell has no element for it. */
  #value: string | undefined;
  #valueLength = 0;
  #isValue = false;

  constructor(parts: SheetParts, limits: Limits) {
    this.#parts = parts;
    this.#row = new RowBuilder(limits);
    this.#inline = new RichText(limits.cellCharacters);
    this.#mostCharacters = limits.cellCharacters;
  }

  /** Of all cells that were read. */
  get characters(): number {
    return this.#row.characters;
  }

  take(): readonly Row[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, attributes: Attributes): void {
    if (!this.#isData) {
      if (name === 'sheetData') this.#isData = true;
      return;
    }
    switch (name) {
      case 'c':
        return this.#startCell(attributes);
      case 'v':
        this.#isValue = true;
        this.#value = '';
        this.#valueLength = 0;
        return;
      case 'row':
        this.#rowNumber = rowNumber(attributes['r'], this.#rowNumber);
        this.#column = -1;
        return this.#row.start(this.#rowNumber);
      case 'f':
        this.#hasFormula = true;
        return;
      default:
        this.#inline.open(name);
    }
  }

  text(text: string): void {
    if (!this.#isValue) return this.#inline.take(text);
    this.#valueLength += text.length;
    if (this.#valueLength <= this.#mostCharacters) this.#value += text;
  }

  close(name: string): void {
    if (!this.#isData) return;
    switch (name) {
      case 'v':
        this.#isValue = false;
        return;
      case 'c':
        return this.#endCell();
      case 'row': {
        const row = this.#row.end();
        if (row !== undefined) this.#ready.push(row);
        return;
      }
      case 'sheetData':
        this.#isData = false;
        return;
      default:
        this.#inline.close(name);
    }
  }

  #startCell({ r, s, t }: Attributes): void {
    this.#column = columnNumber(r, this.#column, this.#rowNumber);
    this.#type = t ?? 'n';
    this.#format = this.#parts.formats.of(s);
    this.#hasFormula = false;
    this.#value = undefined;
    this.#valueLength = 0;
    if (t === 'inlineStr') this.#inline.start();
  }

  #endCell(): void {
    const value = this.#value;
    if (this.#type === 'inlineStr') return this.#putText(detached(this.#inline.value));
    if (value === undefined || (value === '' && this.#type !== 'str')) {
      if (this.#hasFormula) this.#row.fault(this.#column, phrase('cell_without_value'));
      return;
    }
    if (this.#valueLength > this.#mostCharacters) {
      return this.#row.faultOfLength(this.#column, this.#valueLength);
    }
    switch (this.#type) {
      case 's':
        return this.#putText(this.#shared(value));
      case 'str':
        return this.#putText(detached(unescaped(value)));
      case 'b':
        return this.#putText(value === '1' || value === 'true' ? 'true' : 'false');
      case 'd':
        return this.#putText(detached(value));
      case 'e':
        return this.#row.fault(
          this.#column,
          phrase('cell_error', { text: printable(value, SHOWN_CHARACTERS) }),
        );
      default:
        return this.#putNumber(value);
    }
  }

  #putText(text: string | number): void {
    if (typeof text === 'number') this.#row.faultOfLength(this.#column, text);
    else this.#row.put(this.#column, text);
  }

  #putNumber(value: string): void {
    const text = numberText(value, this.#format, this.#parts.from1904);
    if (isPhrase(text)) this.#row.fault(this.#column, text);
    else this.#row.put(this.#column, text, this.#format !== 'date');
  }

  #shared(value: string): string | number {
    const text = this.#parts.strings.get(Number(value));
    if (text === undefined) throw damaged(new Error(`no text ${value}`));
    return text;
  }
}

/** A copy: a piece of the parser's input would keep all of that input in memory. */
function detached<T extends string | number>(text: T): T {
  return typeof text === 'string' ? (Buffer.from(text).toString() as T) : text;
}
