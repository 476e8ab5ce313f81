import type { TableAdvice } from '../mysql/errors.ts';
import { phrase } from './phrase.ts';

/** What it means where a statement about the shop's tables and procedures is refused. */
export const tableAdvice: TableAdvice = (code, message, failed) => {
  if (isOfAnothersTable(code, message)) return phrase('published_table_wrong', failed);
  if (code === 'ER_SP_DOES_NOT_EXIST') return phrase('procedure_unknown', failed);
  return code === 'ER_NO_DEFAULT_FOR_FIELD' ? phrase('default_missing', failed) : undefined;
};

/** `migrate` makes only the program's own tables. */
function isOfAnothersTable(code: string, message: string): boolean {
  if (code === 'ER_NO_SUCH_TABLE') return !/\.(raw_item_data|item|channel_outbox|sync_[a-z]+)'/.test(message);
  return code === 'ER_BAD_FIELD_ERROR' && /meli_id|'p\.id'/.test(message);
}
