import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import { errorsIn } from './rows/errors.ts';
import type { RowError } from './rows/product.ts';

/** More kinds are no summary any more. */
const MOST_GROUPS = 30;
const MOST_EXAMPLES = 10;
const EMPTY = phrase('fields_empty', { columns: [] }).code;

/** Rows of an upload that failed for the same reason in the same column. */
export interface ErrorGroup {
  /** That of its first row, whose values stand in it. */
  error: RowError;
  rows: number;
  /** The first of them, as the spreadsheet counts. */
  examples: readonly number[];
}

/** A row may have several; of required fields that are empty, each is one. The most frequent come first. */
const GROUPS = `SELECT kind.code, kind.name, kind.empty_name AS emptyName, COUNT(DISTINCT e.fila) AS count, MIN(e.fila) AS first,
    SUBSTRING_INDEX(GROUP_CONCAT(DISTINCT e.fila ORDER BY e.fila), ',', ${MOST_EXAMPLES}) AS examples
  FROM upload_row_error e
  JOIN JSON_TABLE(e.errors, '$[*]' COLUMNS (
    code VARCHAR(64) CHARACTER SET utf8mb4 PATH '$.code',
    name VARCHAR(64) CHARACTER SET utf8mb4 PATH '$.column',
    NESTED PATH '$.params.columns[*]' COLUMNS (empty_name VARCHAR(64) CHARACTER SET utf8mb4 PATH '$')
  )) AS kind
  WHERE e.task_id = ? GROUP BY kind.code, kind.name, kind.empty_name ORDER BY count DESC, first LIMIT ${MOST_GROUPS + 1}`;
const ROWS = 'SELECT fila, errors FROM upload_row_error WHERE task_id = ? AND fila IN (?)';

interface GroupRow {
  code: string;
  name: string | null;
  emptyName: string | null;
  count: number;
  first: number;
  examples: string;
}

export async function groupedErrors(
  session: Session,
  taskId: string,
): Promise<{ groups: ErrorGroup[]; truncated: boolean }> {
  const found = await session.read<GroupRow>(phrase('read_errors'), GROUPS, [taskId]);
  const shown = found.slice(0, MOST_GROUPS);
  if (shown.length === 0) return { groups: [], truncated: false };
  const firsts = [...new Set(shown.map(({ first }) => first))];
  const rows = await session.read<{ fila: number; errors: string }>(phrase('read_errors'), ROWS, [
    taskId,
    firsts,
  ]);
  const errorsOf = new Map(rows.map(({ fila, errors }) => [fila, errorsIn(errors)]));
  const groups = shown.map(({ count, examples, ...group }) => ({
    error: errorOf(group, errorsOf.get(group.first) ?? []),
    rows: count,
    examples: examples.split(',').map(Number),
  }));
  return { groups, truncated: found.length > MOST_GROUPS };
}

function errorOf(
  { code, name, emptyName }: Omit<GroupRow, 'count' | 'examples'>,
  ofRow: readonly RowError[],
): RowError {
  if (code === EMPTY && emptyName !== null) {
    return { column: null, what: phrase('fields_empty', { columns: [emptyName] }) };
  }
  const error = ofRow.find(({ column, what }) => what.code === code && column === name);
  return error ?? { column: name, what: { code, params: {} } };
}
