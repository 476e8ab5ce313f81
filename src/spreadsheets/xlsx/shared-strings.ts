import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import type { Limits } from '../row.ts';
import type { Archive } from './archive.ts';
import { RichText } from './rich-text.ts';
import { TextStore } from './text-store.ts';
import { readXml } from './xml.ts';

const MOST_TEXTS = 4_000_000;

/** The texts that cells name by their number. */
export class SharedStrings {
  readonly #texts = new TextStore();
  /** Of those that are longer than a cell can be. */
  readonly #lengths = new Map<number, number>();

  #longest = 0;

  get bytes(): number {
    return this.#texts.bytes;
  }

  /** In characters, of those that a cell can hold. */
  get longest(): number {
    return this.#longest;
  }

  async read(archive: Archive, part: string, limits: Limits): Promise<void> {
    const item = new RichText(limits.cellCharacters);
    await readXml(archive.read(part), {
      open: (name) => (name === 'si' ? item.start() : item.open(name)),
      text: (text) => item.take(text),
      close: (name) => (name === 'si' ? this.#keep(item.value) : item.close(name)),
    });
  }

  /** Undefined where there is none of this number; a number where it is too long: its length. */
  get(index: number): string | number | undefined {
    return this.#lengths.size === 0
      ? this.#texts.get(index)
      : (this.#lengths.get(index) ?? this.#texts.get(index));
  }

  close(): void {
    this.#texts.close();
  }

  #keep(value: string | number): void {
    if (this.#texts.count === MOST_TEXTS) {
      throw new SpreadsheetError(phrase('too_many_texts', { most: MOST_TEXTS }));
    }
    const text = typeof value === 'number' ? '' : value;
    if (typeof value === 'number') this.#lengths.set(this.#texts.count, value);
    this.#longest = Math.max(this.#longest, text.length);
    this.#texts.append(text);
  }
}
