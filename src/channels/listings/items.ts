import { escape } from 'mysql2';
import { chunks } from '../../mysql/chunks.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { inLedger } from '../stock.ts';
import { phrase } from './phrase.ts';

const ROWS_PER_STATEMENT = 2000;
/** As wide as `item.sku`. */
const MOST_CHARS = 64;

/**
 * SQL for the SKU in a column of products as JSON; NULL where there is none that can be one. `field` is data, whatever is in it; what is
 * no JSON has no SKU.
 */
export function skuSql(column: string, field: string): string {
  const path = escape(`$.${JSON.stringify(field)}`);
  const value = `JSON_VALUE(${column}, ${path})`;
  const text = `TRIM(CONVERT(CASE WHEN JSON_VALID(${column}) THEN ${value} END USING utf8mb4))`;
  return `(CASE WHEN CHAR_LENGTH(${text}) BETWEEN 1 AND ${MOST_CHARS} THEN ${text} END COLLATE utf8mb4_bin)`;
}

/**
 * The SKU of every product of the source, written only where it differs; one that the table lacks has none any more. Returns how many
 * were written. What differs is found without a lock, so that a load goes on, and checked again where it is written.
 */
export async function fillSkus(session: Session, skuField: string): Promise<number> {
  const differing: number[] = [];
  await session.stream(
    phrase('read_skus'),
    `SELECT r.id FROM ${session.products} r LEFT JOIN item i ON i.id = r.id
      WHERE NOT (i.sku <=> ${skuSql('r.data', skuField)}) ORDER BY r.id`,
    (row) => differing.push(Number(row[0])),
  );
  const sql = `
    INSERT INTO item (id, sku) SELECT r.id, ${skuSql('r.data', skuField)} FROM ${session.products} r WHERE r.id IN (?)
        ON DUPLICATE KEY UPDATE sku = VALUES(sku)`;
  for (const ids of chunks(differing, ROWS_PER_STATEMENT)) await write(session, sql, ids);
  const gone = await session.read<{ id: number | string }>(
    phrase('read_skus'),
    `SELECT i.id FROM item i LEFT JOIN ${session.products} r ON r.id = i.id
      WHERE i.sku IS NOT NULL AND r.id IS NULL ORDER BY i.id`,
  );
  for (const part of chunks(gone, ROWS_PER_STATEMENT)) {
    const ids = part.map(({ id }) => Number(id));
    await write(session, 'UPDATE item SET sku = NULL WHERE id IN (?)', ids);
  }
  return differing.length + gone.length;
}

/** The SKUs of the products in a table with `id` and `data`. Returns how many differed. */
export function writeSkusOf(session: Session, table: string, skuField: string): Promise<number> {
  return session.write(
    phrase('write_skus'),
    `INSERT INTO item (id, sku)
     SELECT s.id, s.sku FROM (SELECT id, ${skuSql('data', skuField)} AS sku FROM ${table}) s LEFT JOIN item i ON i.id = s.id
      WHERE NOT (i.sku <=> s.sku) ORDER BY s.id
     ON DUPLICATE KEY UPDATE sku = VALUES(sku)`,
  );
}

/** Products that are gone have none; `ids` is SQL that selects them as `item_id`. Returns how many had one. */
export function forgetSkusOf(session: Session, ids: string): Promise<number> {
  return session.write(
    phrase('write_skus'),
    `UPDATE item i JOIN (${ids}) t ON t.item_id = i.id SET i.sku = NULL WHERE i.sku IS NOT NULL`,
  );
}

function write(session: Session, sql: string, ids: readonly number[]): Promise<number> {
  return repeated({ signal: session.signal }, () => session.write(phrase('write_skus'), sql, [ids]));
}

/** Without a source: an item for each SKU of a listing that no item has. Returns how many were made. */
export async function makeItems(session: Session): Promise<number> {
  // Two that made items at once would give a SKU to two of them: the end of the table is locked before it is read.
  return inLedger(
    session,
    phrase('make_items'),
    () => lackingSkus(session),
    async (found) => {
      if (found.length === 0) return 0;
      const [row] = await session.read<{ highest: number | string }>(
        phrase('make_items'),
        'SELECT id AS highest FROM item ORDER BY id DESC LIMIT 1 FOR UPDATE',
      );
      const skus = await lackingSkus(session);
      const [own] = await session.read<{ highest: number | string }>(
        phrase('make_items'),
        `SELECT COALESCE(MAX(id), 0) AS highest FROM ${session.products}`,
      );
      const first = Math.max(Number(row?.highest ?? 0), Number(own?.highest ?? 0), 0) + 1;
      const rows = skus.map((sku, index): [number, string] => [first + index, sku]);
      for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
        await session.write(phrase('make_items'), 'INSERT INTO item (id, sku) VALUES ?', [part]);
      }
      return skus.length;
    },
  );
}

async function lackingSkus(session: Session): Promise<string[]> {
  const rows = await session.read<{ sku: string }>(
    phrase('read_skus'),
    `SELECT c.sku FROM channel_listing c
      WHERE c.sku IS NOT NULL AND c.sku <> '' AND CHAR_LENGTH(c.sku) <= ${MOST_CHARS} AND NOT c.by_hand
        AND NOT (c.status <=> 'gone') AND NOT EXISTS (SELECT 1 FROM item i WHERE i.sku = c.sku)
      GROUP BY c.sku ORDER BY MIN(c.id)`,
  );
  return rows.map(({ sku }) => sku);
}
