import type { TableAdvice } from '../mysql/errors.ts';

/** What to do where a statement about the shop's tables and procedures is refused. */
export const tableAdvice: TableAdvice = (code, message) => {
  if (isOfAnothersTable(code, message))
    return 'check PUBLISHED_ITEMS_TABLE, and the triggers of raw_item_data where it has any';
  return HINTS[code];
};

const HINTS: Readonly<Record<string, string>> = {
  ER_SP_DOES_NOT_EXIST: 'check POST_LOAD_PROCEDURES',
  ER_NO_DEFAULT_FOR_FIELD: 'give the column of raw_item_data a default',
};

/** `migrate` makes only our own tables. */
function isOfAnothersTable(code: string, message: string): boolean {
  if (code === 'ER_NO_SUCH_TABLE') return !/\.(raw_item_data|sync_[a-z]+)'/.test(message);
  return code === 'ER_BAD_FIELD_ERROR' && /meli_id|'p\.id'/.test(message);
}
