import { chunks } from '../mysql/chunks.ts';
import type { Session } from '../mysql/session.ts';
import { hasCodes } from '../mysql/products.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';
import type { ProductChange } from './product-change.ts';

/** What the shop calls a product. */
export interface Called {
  /** Undefined where it has none, or its data is no JSON. */
  name?: string | undefined;
  /** What its source knows it by, where its number says nothing to the shop. */
  code?: string | undefined;
}

/** By product id; one that has neither name nor code is not in it. */
export type NamedProducts = ReadonlyMap<number, Called>;

const IDS_PER_QUESTION = 500;

/** In `text`. A table of the field may hold one that is no JSON, which a server would refuse to look into. */
export const NAMES = `CASE WHEN JSON_VALID(text) THEN JSON_EXTRACT(text, '$.product_name', '$.name', '$.product.name') END`;
export const CODES = `CASE WHEN JSON_VALID(text) THEN JSON_EXTRACT(text, '$.product_code', '$.code', '$.barcode') END`;

/** Only the names travel, not the products. One that has no row any more still has its code. */
const namesSql = (products: string): string => {
  const rows = hasCodes(products)
    ? `SELECT i.id, CONVERT(r.data USING utf8mb4) AS text, CONVERT(i.external_id USING utf8mb4) AS code
         FROM item i LEFT JOIN ${products} r ON r.id = i.id WHERE i.id IN (?)`
    : `SELECT id, CONVERT(data USING utf8mb4) AS text, NULL AS code FROM ${products} WHERE id IN (?)`;
  return `SELECT id, ${NAMES} AS names, code FROM (${rows}) AS item`;
};

export async function namesOf(session: Session, ids: readonly (number | string)[]): Promise<NamedProducts> {
  const names = new Map<number, Called>();
  for (const part of chunks([...new Set(ids.map(Number))], IDS_PER_QUESTION)) {
    const rows = await session.read<{ id: number | string; names: string | null; code: string | null }>(
      phrase('read_names'),
      namesSql(session.products),
      [part],
    );
    for (const { id, names: found, code } of rows) {
      const name = firstName(found);
      if (name !== undefined || code !== null) names.set(Number(id), { name, code: code ?? undefined });
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
  for (const change of named) call(change, names.get(change.product_id));
}

/** What the shop calls a product, as it is told to a script: a code only where there is one. */
export function calledOf(names: NamedProducts, id: number): { code?: string; name: string | null } {
  const { name, code } = names.get(id) ?? {};
  return { ...(code === undefined ? {} : { code }), name: name ?? null };
}

/** Gives it what the shop calls its product, and leaves what is there already. */
export function call(change: Pick<ProductChange, 'name' | 'code'>, { name, code }: Called = {}): void {
  change.name ??= name ?? null;
  if (code !== undefined) change.code = code;
}

/** As a person reads which product it is, in a text. */
export function calledIn({
  product_id: id,
  code,
}: {
  product_id: number;
  code?: string | undefined;
}): string {
  return code === undefined ? String(id) : printable(code, LONGEST_CODE_CHARS);
}

const LONGEST_CODE_CHARS = 64;

/** What a product that has no row yet is called, in its JSON; the code where `isCoded`. */
export function calledBy(data: Buffer, isCoded: boolean): Called {
  const {
    product_name: own,
    name,
    product,
    content,
    product_code: code,
  } = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
  const inside = (value: unknown, member: string): unknown =>
    (value as Readonly<Record<string, unknown>> | null | undefined)?.[member];
  return {
    name: nameAmong([own, name, inside(product, 'name'), inside(content, 'product_name')]),
    code: isCoded && isText(code) ? code : undefined,
  };
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
