import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PAGE_BYTES = 16 * 1024;
/** 16 MB: 400,000 short texts. What does not fit waits in a file that has no name, so that it ends with the process. */
const MOST_PAGES = 1024;
const MOST_BYTES_A_CHARACTER = 3;
const FIRST_CAPACITY = 1024;
/** What many cells have, such as a category, stands near the beginning and is short. Others would only fill the heap. */
const KEPT = { texts: 1024, characters: 64 };

/** Many texts by number, in little memory: all of them are written first, then read in any order. */
export class TextStore {
  /** Also where the next one begins: one more than there are texts. */
  #starts = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  #bytes = 0;
  /** In the order in which they came. */
  readonly #pages = new Map<number, Buffer>();
  readonly #written = new Set<number>();
  #file: number | undefined;
  #scratch = Buffer.allocUnsafe(PAGE_BYTES);
  readonly #kept: (string | undefined)[] = [];
  #last = { index: -1, text: '' };

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(text: string): void {
    const most = text.length * MOST_BYTES_A_CHARACTER;
    if (most > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(most);
    const length = this.#scratch.write(text);
    for (let at = 0; at < length;) {
      const within = this.#bytes % PAGE_BYTES;
      const copied = Math.min(length - at, PAGE_BYTES - within);
      this.#page(Math.floor(this.#bytes / PAGE_BYTES)).set(this.#scratch.subarray(at, at + copied), within);
      at += copied;
      this.#bytes += copied;
    }
    this.#count += 1;
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = this.#bytes;
  }

  /** Undefined where there is none of this number. */
  get(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    const kept = this.#last.index === index ? this.#last.text : this.#kept[index];
    if (kept !== undefined) return kept;
    const text = this.#read(this.#starts[index] as number, this.#starts[index + 1] as number);
    if (index < KEPT.texts && text.length <= KEPT.characters) this.#kept[index] = text;
    this.#last = { index, text };
    return text;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#pages.clear();
    this.#count = 0;
  }

  #read(start: number, end: number): string {
    const first = Math.floor(start / PAGE_BYTES);
    const from = start - first * PAGE_BYTES;
    if (from + end - start <= PAGE_BYTES) return this.#page(first).toString('utf8', from, from + end - start);
    if (end - start > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(end - start);
    for (let at = start; at < end;) {
      const within = at % PAGE_BYTES;
      const copied = Math.min(end - at, PAGE_BYTES - within);
      const page = this.#page(Math.floor(at / PAGE_BYTES));
      this.#scratch.set(page.subarray(within, within + copied), at - start);
      at += copied;
    }
    return this.#scratch.toString('utf8', 0, end - start);
  }

  #page(number: number): Buffer {
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const page = this.#pages.size < MOST_PAGES ? Buffer.allocUnsafeSlow(PAGE_BYTES) : this.#takeOldest();
    if (this.#written.has(number)) readSync(this.#file as number, page, 0, PAGE_BYTES, number * PAGE_BYTES);
    this.#pages.set(number, page);
    return page;
  }

  /** Its content is in the file from then on. */
  #takeOldest(): Buffer {
    const [number, page] = this.#pages.entries().next().value as [number, Buffer];
    this.#pages.delete(number);
    if (!this.#written.has(number)) {
      this.#file ??= openNameless();
      writeSync(this.#file, page, 0, PAGE_BYTES, number * PAGE_BYTES);
      this.#written.add(number);
    }
    return page;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#starts.length * 2);
    larger.set(this.#starts);
    this.#starts = larger;
  }
}

function openNameless(): number {
  const path = join(tmpdir(), `spreadsheet-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}
