import type { Phrase } from '../../platform/phrase.ts';
import { orAborted } from '../../platform/lifecycle.ts';
import { decimalMarkOf, openSpreadsheet, type Row, SpreadsheetError } from '../../spreadsheets/index.ts';
import { phrase } from '../phrase.ts';
import { UploadError } from '../refused.ts';
import { CODE, type Column, COLUMNS, ID } from '../rows/columns.ts';
import { examineHeader, type Headings } from '../rows/header.ts';
import { ProductReader, type ProductRow } from '../rows/product.ts';
import type { Asked } from '../task.ts';

/** So many tell whether the columns are what they should be. */
const MOST_ROWS = 50;

/** What an import would make of a file, as far as its first rows show it. */
export interface Preview {
  kind: 'xlsx' | 'csv' | null;
  encoding: string | null;
  delimiter: string | null;
  sheet: string | null;
  sheets: readonly string[];
  headings: Headings | undefined;
  /** The marks before decimals that are met in texts; numbers of an .xlsx have none. */
  marks: ReadonlySet<',' | '.'>;
  /** Of id and code, those that are numbers in the spreadsheet: what stood before their first digit is gone. */
  numericKeys: ReadonlySet<string>;
  rows: readonly { row: Row; product: ProductRow }[];
  hasMore: boolean;
  /** What an import would fail with. */
  problem: Phrase | null;
}

type Reading = Pick<Asked, 'sheet' | 'encoding' | 'decimal'>;

/** Reads as an import does, and no further than the first rows. Throws the signal's reason, and what is no fault of the file. */
export async function previewOf(path: string, asked: Reading, signal: AbortSignal): Promise<Preview> {
  const preview: Preview = {
    ...{ kind: null, encoding: null, delimiter: null, sheet: null, sheets: [] },
    ...{ headings: undefined, marks: new Set(), numericKeys: new Set(), rows: [] },
    ...{ hasMore: false, problem: null },
  };
  try {
    const options = { sheet: asked.sheet ?? undefined, encoding: asked.encoding ?? undefined };
    await using book = await openSpreadsheet(path, options);
    const { kind, encoding, delimiter, sheet, sheets } = book;
    Object.assign(preview, { kind, encoding, delimiter, sheet, sheets });
    await readInto(preview, book.rows(), asked, signal);
  } catch (error) {
    if (!(error instanceof SpreadsheetError || error instanceof UploadError)) throw error;
    preview.problem = error.phrase;
  }
  return preview;
}

async function readInto(
  preview: Preview,
  rows: AsyncGenerator<Row, void>,
  { decimal }: Reading,
  signal: AbortSignal,
): Promise<void> {
  try {
    const head = await orAborted(rows.next(), signal);
    if (head.done === true) throw new UploadError(phrase('nothing_in_it'));
    const headings = examineHeader(head.value.cells);
    preview.headings = headings;
    if (headings.problem !== undefined) throw headings.problem;
    const reader = new ProductReader(headings, decimal);
    const marks = new Set<',' | '.'>();
    const found: { row: Row; product: ProductRow }[] = [];
    const numericKeys = new Set<string>();
    Object.assign(preview, { rows: found, marks, numericKeys });
    for (;;) {
      const next = await orAborted(rows.next(), signal);
      if (next.done === true) return;
      preview.hasMore = found.length === MOST_ROWS;
      if (preview.hasMore) return;
      found.push({ row: next.value, product: reader.read(next.value) });
      for (const mark of marksIn(next.value, headings)) marks.add(mark);
      for (const key of numericKeysIn(next.value, headings)) numericKeys.add(key);
    }
  } finally {
    // Nobody waits for a reader that is in the middle of something.
    rows.return().catch(() => undefined);
  }
}

const NUMBERS = COLUMNS.flatMap(({ kind }, index) => (kind === 'price' || kind === 'whole' ? [index] : []));

function marksIn({ cells, numeric }: Row, { places }: Headings): (',' | '.')[] {
  return NUMBERS.flatMap((index) => {
    const place = places[index] as number;
    const mark = numeric.includes(place) ? undefined : decimalMarkOf(cells[place] ?? '');
    return mark === undefined ? [] : [mark];
  });
}

function numericKeysIn({ numeric }: Row, { places }: Headings): string[] {
  return [ID, CODE].flatMap((index) =>
    numeric.includes(places[index] as number) ? [(COLUMNS[index] as Column).name] : [],
  );
}
