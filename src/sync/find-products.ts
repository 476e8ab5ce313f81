import type { Session } from '../mysql/session.ts';
import { finderOf, isWhole, plain } from '../platform/found.ts';
import { CODES, codesIn, firstName, NAMES } from '../runs/names.ts';
import { phrase } from './phrase.ts';

/** Its code is what others call it by, the first where it has several: a barcode, mostly. */
export interface FoundProduct {
  id: number;
  name: string | null;
  code: string | null;
}

const ROWS_PER_QUESTION = 5000;

const namedSql = (products: string): string => `
  SELECT id, ${NAMES} AS names, ${CODES} AS codes
    FROM (SELECT id, CONVERT(data USING utf8mb4) AS text FROM ${products}
           WHERE id > ? ORDER BY id LIMIT ${ROWS_PER_QUESTION}) AS item
   ORDER BY id`;

/**
 * By any of its codes, or else by words of its name and codes in any order, as the dashboard finds it: those
 * that have its numbers whole first. By id.
 */
export async function findProducts(session: Session, wanted: string): Promise<FoundProduct[]> {
  const whole = plain(wanted);
  const typed = whole.split(' ').filter(Boolean);
  const words = typed.map(finderOf);
  const [coded, named, within]: [FoundProduct[], FoundProduct[], FoundProduct[]] = [[], [], []];
  for (let after = 0; words.length > 0;) {
    const rows = await session.read<{ id: number | string; names: string | null; codes: string | null }>(
      phrase('read_products'),
      namedSql(session.products),
      [after],
    );
    for (const row of rows) {
      const [name = null, codes] = [firstName(row.names), codesIn(row.codes)];
      const [text, plainCodes] = [plain([name ?? '', ...codes].join(' ')), codes.map(plain)];
      const found = { id: Number(row.id), name, code: codes[0] ?? null };
      if (plainCodes.includes(whole)) coded.push(found);
      else if (words.every((isIn) => isIn(text)))
        (isWhole(typed, plain(name ?? ''), plainCodes) ? named : within).push(found);
    }
    after = Number(rows.at(-1)?.id);
    if (rows.length < ROWS_PER_QUESTION) break;
  }
  return coded.length > 0 ? coded : [...named, ...within];
}
