import type { Describe, Phrase } from '../../platform/phrase.ts';
import type { RowError } from './product.ts';

/** One of the list that `upload_row_error.errors` has. */
interface KeptError {
  column: string | null;
  code: string;
  params: Phrase['params'];
}

export function keptErrors(errors: readonly RowError[]): string {
  const kept = errors.map(({ column, what: { code, params } }): KeptError => ({ column, code, params }));
  return JSON.stringify(kept);
}

export function errorsIn(json: string): RowError[] {
  const kept = JSON.parse(json) as KeptError[];
  return kept.map(({ column, code, params }) => ({ column, what: { code, params } }));
}

/** All that is wrong with a row, as one sentence: "precio_unitario: abc is no number; …". */
export function sentenceOf(errors: readonly RowError[], inWords: Describe): string {
  return errors
    .map(({ column, what }) => {
      const { message } = inWords(what);
      return column === null ? message : `${column}: ${message}`;
    })
    .join('; ');
}
