import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { UploadError } from '../refused.ts';
import { COLUMNS, ERROR_COLUMNS } from './columns.ts';

/** What the first row says of the columns of a spreadsheet. */
export interface Header {
  /** In which cell each of `COLUMNS` stands, from 0; -1 where it is absent. */
  readonly places: readonly number[];
  /** The columns that are taken, and as what; in the order of the spreadsheet. */
  readonly matched: readonly { readonly heading: string; readonly column: string }[];
  /** Headings that nothing is taken from; those of a file of errors are no news to anybody. */
  readonly ignored: readonly string[];
  /** Of a file of errors: what begins like a formula is guarded there, and each cell has a heading. Otherwise undefined. */
  readonly errorFileColumns: number | undefined;
}

const SHOWN_CHARACTERS = 60;
const OF_ERRORS: ReadonlySet<string> = new Set(ERROR_COLUMNS.map(keyOf));

/** The same, whether or not it is enough for products. */
export interface Headings extends Header {
  /** Why it is not. */
  readonly problem: UploadError | undefined;
}

/** Throws an `UploadError` where a column that every product needs is absent, or one is there twice. */
export function readHeader(cells: readonly string[]): Header {
  const headings = examineHeader(cells);
  if (headings.problem !== undefined) throw headings.problem;
  return headings;
}

export function examineHeader(cells: readonly string[]): Headings {
  const known = new Map(COLUMNS.map(({ name }, index) => [keyOf(name), index]));
  const places = COLUMNS.map(() => -1);
  const matched: { heading: string; column: string }[] = [];
  const ignored: string[] = [];
  let problem: UploadError | undefined;
  for (const [place, cell] of cells.entries()) {
    const heading = printable(cell.trim(), SHOWN_CHARACTERS);
    if (heading === '' || isOfErrors(cell)) continue;
    const index = known.get(keyOf(cell));
    const column = index === undefined ? undefined : COLUMNS[index];
    if (index === undefined || column === undefined) {
      ignored.push(heading);
      continue;
    }
    if (places[index] !== -1) {
      problem ??= new UploadError(phrase('column_twice', { column: column.name }));
      continue;
    }
    places[index] = place;
    matched.push({ heading, column: column.name });
  }
  const missing = COLUMNS.filter(({ isRequired }, index) => isRequired && places[index] === -1);
  if (missing.length > 0) {
    problem ??= new UploadError(phrase('columns_missing', { columns: missing.map(({ name }) => name) }));
  }
  return {
    places,
    matched,
    ignored,
    problem,
    errorFileColumns: cells.some(isOfErrors) ? cells.length : undefined,
  };
}

/** Whether it is a column that files of errors have. */
export function isOfErrors(heading: string): boolean {
  return OF_ERRORS.has(keyOf(heading));
}

/** Without case, accents, spaces and underscores, and without the mark that the template has at required ones. */
function keyOf(heading: string): string {
  return heading
    .normalize('NFD')
    .replaceAll(/[\p{M}\s_*\uFEFF]/gu, '')
    .toLowerCase();
}
