import type { Pool } from '../../mysql/pool.ts';
import { BugError } from '../../platform/errors.ts';
import type { Describe } from '../../platform/phrase.ts';
import { openSpreadsheet } from '../../spreadsheets/index.ts';
import { type Cell, writeCsv, writeXlsx } from '../../spreadsheets/write.ts';
import { phrase } from '../phrase.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Task } from '../task.ts';
import { failedRows } from './failed-rows.ts';
import { Layout } from './layout.ts';

interface ErrorFileJob {
  readonly pool: Pool;
  readonly store: ObjectStore;
  readonly task: Task;
  readonly format: 'xlsx' | 'csv';
  /** Of whoever will read it. */
  readonly inWords: Describe;
}

/** Excel in Argentina has a comma before the decimals, and this between the cells. */
const DELIMITER = ';';
const SHEET = 'errores';
const WIDTHS: Readonly<Record<string, number>> = { error_columna: 24, error_codigo: 30, error_detalle: 80 };
const USUAL_WIDTH = 16;
const widthOf = (heading: string): number => WIDTHS[heading] ?? USUAL_WIDTH;

/**
 * The rows of an upload that failed, each with what is wrong with it behind its own cells: to be corrected and uploaded again. It is written as it
 * is taken, from the file that was uploaded. Throws `NoSuchObjectError` before anything is written where that file is gone.
 */
export function errorFile(job: ErrorFileJob): AsyncGenerator<Uint8Array, void, undefined> {
  const { task, format } = job;
  const rows = rowsOf(job);
  if (format === 'xlsx') return writeXlsx(rows, { sheet: SHEET, widthOf });
  const mark = task.asked.decimal === '.' ? '.' : ',';
  return writeCsv(rows, { delimiter: task.foundDelimiter ?? DELIMITER, mark });
}

async function* rowsOf({
  pool,
  store,
  task,
  format,
  inWords,
}: ErrorFileJob): AsyncGenerator<readonly Cell[]> {
  const { sheet, encoding, decimal: mark } = task.asked;
  await using file = await store.open(task.file.key);
  await using book = await openSpreadsheet(file.path, {
    sheet: sheet ?? undefined,
    encoding: encoding ?? undefined,
  });
  const failed = failedRows(pool, task.id);
  let next = await failed.next();
  let layout: Layout | undefined;
  for await (const row of book.rows()) {
    if (layout === undefined) {
      layout = new Layout(row.cells, { format, kind: book.kind, mark, inWords });
      yield layout.headings;
      continue;
    }
    // Below the last one may stand what nobody could read.
    if (next.done === true) return;
    if (row.number < next.value.number) continue;
    if (row.number > next.value.number) break;
    yield layout.cellsOf(row, next.value);
    next = await failed.next();
  }
  if (next.done !== true) throw new BugError(phrase('row_missing', { row: next.value.number }));
}
