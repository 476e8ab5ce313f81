import type { TableAdvice } from '../mysql/errors.ts';
import { phrase } from './phrase.ts';

/** Statements that write rows of raw_item_data. */
const LOADING: readonly string[] = [phrase('upsert'), phrase('retire'), phrase('lower_stocks')].map(
  ({ code }) => code,
);

/**
 * What is of no class of states: a CHECK's refusal, MySQL's, and MariaDB's under the name that MySQL has for that number; that of a
 * table in parts none of which takes the row; that of a generated column.
 */
const REFUSALS = [
  'ER_CHECK_CONSTRAINT_VIOLATED',
  'ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE',
  'ER_NO_PARTITION_FOR_GIVEN_VALUE',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
];

/** What it means where a statement about the shop's tables and procedures is refused. */
export const tableAdvice: TableAdvice = ({ code, sqlState, message }, failed) => {
  if (isOfAnothersTable(code, message)) return phrase('published_table_wrong', failed);
  if (code === 'ER_SP_DOES_NOT_EXIST') return phrase('procedure_unknown', failed);
  if (code === 'ER_NO_DEFAULT_FOR_FIELD') return phrase('default_missing', failed);
  const isRefused = LOADING.includes(failed.attempt.code) && isOfRow(code, sqlState);
  return isRefused ? phrase('row_refused', failed) : undefined;
};

/** Refused by a key (23), a trigger that raises an error of its own (45) or with a value that a trigger could not write (22). */
function isOfRow(code: string, sqlState: string): boolean {
  return /^(22|23|45)/.test(sqlState) || code === 'ER_SIGNAL_EXCEPTION' || REFUSALS.includes(code);
}

/** `migrate` makes only the program's own tables. */
function isOfAnothersTable(code: string, message: string): boolean {
  if (code === 'ER_NO_SUCH_TABLE')
    return !/\.(raw_item_data|item|air_[a-z_]+|source_state|channel_outbox|sync_[a-z]+)'/.test(message);
  return code === 'ER_BAD_FIELD_ERROR' && /meli_id|'p\.id'/.test(message);
}
