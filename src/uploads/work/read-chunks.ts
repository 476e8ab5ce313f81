import type { Row } from '../../spreadsheets/index.ts';
import { phrase } from '../phrase.ts';
import { UploadError } from '../refused.ts';
import { readHeader } from '../rows/header.ts';
import { ProductReader, type ProductRow } from '../rows/product.ts';
import type { Asked } from '../task.ts';
import type { Chunk } from './chunk.ts';

const FIRST_ROWS = 500;
/** Rows that wait longer than young objects live are moved about in memory. */
const MOST_ROWS = 1000;
const FEWEST_ROWS = 100;
/** Of what a statement is made of: with escapes and in UTF-8 it may be several times as long. */
const MOST_CHARACTERS = 1024 * 1024;
/** What is shown of a task is to move every half second. */
const SOON_MS = 120;
const LATE_MS = 300;
const LONGEST_READ_MS = 400;

/** How many rows make a chunk: the more the faster, as long as one is written well within half a second. */
export class ChunkSize {
  #rows = FIRST_ROWS;

  get rows(): number {
    return this.#rows;
  }

  /** `ms`: how long it took to write a chunk. */
  took(ms: number): void {
    if (ms < SOON_MS) this.#rows = Math.min(this.#rows * 2, MOST_ROWS);
    else if (ms > LATE_MS) this.#rows = Math.max(Math.floor(this.#rows / 2), FEWEST_ROWS);
  }
}

export interface ReadingRules {
  readonly asked: Asked;
  /** Rows up to here have their outcome already. */
  readonly afterRow: number;
  readonly mostRows: number;
  readonly size: ChunkSize;
}

/** The rows of a spreadsheet as products, in chunks, of which the last one says so. Throws an `UploadError` where it is no list of products. */
export async function* readChunks(
  rows: AsyncIterable<Row>,
  { asked, afterRow, mostRows, size }: ReadingRules,
): AsyncGenerator<Chunk, void, undefined> {
  let reader: ProductReader | undefined;
  let rowsRead = 0;
  let chunk: ProductRow[] = [];
  let characters = 0;
  let sinceMs = performance.now();
  for await (const row of rows) {
    if (reader === undefined) {
      reader = new ProductReader(readHeader(row.cells), asked.decimal);
      continue;
    }
    rowsRead += 1;
    if (rowsRead > mostRows) throw new UploadError(phrase('rows_too_many', { most: mostRows }));
    if (row.number <= afterRow) continue;
    if (chunk.length === 0) sinceMs = performance.now();
    const product = reader.read(row);
    chunk.push(product);
    characters += product.characters;
    const isFull = chunk.length >= size.rows || characters >= MOST_CHARACTERS;
    if (isFull || performance.now() - sinceMs > LONGEST_READ_MS) {
      yield { rows: chunk, rowsRead, isLast: false };
      chunk = [];
      characters = 0;
    }
  }
  if (reader === undefined) throw new UploadError(phrase('nothing_in_it'));
  yield { rows: chunk, rowsRead, isLast: true };
}
