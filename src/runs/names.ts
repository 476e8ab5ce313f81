import { chunks } from '../mysql/chunks.ts';
import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { ProductChange } from './product-change.ts';

/** By product id; one that has no name, or whose data is no JSON, is not in it. */
export type NamedProducts = ReadonlyMap<number, string>;

const IDS_PER_QUESTION = 500;

/** In `text`. A table of the field may hold one that is no JSON, which a server would refuse to look into. */
export const NAMES = `CASE WHEN JSON_VALID(text) THEN JSON_EXTRACT(text, '$.product_name', '$.name', '$.product.name') END`;
export const CODES = `CASE WHEN JSON_VALID(text) THEN JSON_EXTRACT(text, '$.product_code', '$.code', '$.barcode') END`;

/** Only the names travel, not the products. */
const namesSql = (products: string): string => `
  SELECT id, ${NAMES} AS names
    FROM (SELECT id, CONVERT(data USING utf8mb4) AS text FROM ${products} WHERE id IN (?)) AS item`;

export async function namesOf(session: Session, ids: readonly (number | string)[]): Promise<NamedProducts> {
  const names = new Map<number, string>();
  for (const part of chunks([...new Set(ids.map(Number))], IDS_PER_QUESTION)) {
    const rows = await session.read<{ id: number | string; names: string | null }>(
      phrase('read_names'),
      namesSql(session.products),
      [part],
    );
    for (const { id, names: found } of rows) {
      const name = firstName(found);
      if (name !== undefined) names.set(Number(id), name);
    }
  }
  return names;
}

/** Gives the first changes the names of their products, as many as are shown. */
export async function nameFirst(
  session: Session,
  changes: readonly ProductChange[],
  shown: number,
): Promise<void> {
  const named = changes.slice(0, shown);
  const names = await namesOf(
    session,
    named.map(({ product_id: id }) => id),
  );
  for (const change of named) change.name = names.get(change.product_id) ?? null;
}

/** The name of a product that has no row yet, in its JSON. */
export function nameIn(data: Buffer): string | undefined {
  const { product_name: own, name, product } = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
  return nameAmong([own, name, (product as { name?: unknown } | null | undefined)?.name]);
}

/** The first name of those that a server found. */
export function firstName(found: string | null): string | undefined {
  return nameAmong(listOf(found));
}

/** All codes that a server found, each once: others may know a product by any of them. A number stands where a text could. */
export function codesIn(found: string | null): string[] {
  const codes = listOf(found).map((code) => (typeof code === 'number' ? String(code) : code));
  return [...new Set(codes.filter(isText))];
}

function listOf(found: string | null): readonly unknown[] {
  try {
    return JSON.parse(found ?? '[]') as unknown[];
  } catch {
    // MariaDB takes for JSON what is none to the letter.
    return [];
  }
}

function nameAmong(names: readonly unknown[]): string | undefined {
  return names.find(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
