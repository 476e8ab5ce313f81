import { RepeatableError } from '../../mysql/errors.ts';
import type { Session, Value } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { CODE, COLUMNS, ID } from '../rows/columns.ts';
import type { Product, ProductRow } from '../rows/product.ts';
import type { KnownProduct, Plan } from './plan.ts';

/** Whose upload it is, as what. */
export interface Writer {
  readonly proveedorId: string;
  readonly taskId: string;
  readonly replaces: boolean;
}

/** The products as an upload finds and leaves them, within the caller's transaction. */
export interface Catalogue {
  /** Those that have the id or the code of any of these rows. */
  find(rows: readonly ProductRow[]): Promise<readonly KnownProduct[]>;
  /** `now` is the database's. Throws a `RepeatableError` where another upload came in between. */
  write(plan: Plan, now: string): Promise<void>;
}

const NAMES = COLUMNS.map(({ name }) => name);
const [KEY, OTHER_KEY] = [NAMES[ID], NAMES[CODE]] as [string, string];
const INSERTED = [...NAMES, 'proveedor_id', 'created_at', 'updated_at', 'task_id'].join(', ');

/** Which of both keys products are looked up by. A plan that reads the whole table would do so for each chunk. */
const BY = {
  id: { index: 'PRIMARY', key: KEY },
  code: { index: 'by_codigo', key: OTHER_KEY },
} as const;

/** The products themselves, in `catalog_item`. */
export class StoredCatalogue implements Catalogue {
  readonly #session: Session;
  readonly #writer: Writer;
  /** The last look found nothing. A list of new products is brought in without any: that they are inserted shows that both keys are free. */
  #guessesNew = false;

  constructor(session: Session, writer: Writer) {
    this.#session = session;
    this.#writer = writer;
  }

  async find(rows: readonly ProductRow[]): Promise<readonly KnownProduct[]> {
    if (this.#guessesNew) return [];
    const known = await this.#look(rows);
    this.#guessesNew = known.length === 0;
    return known;
  }

  async #look(rows: readonly ProductRow[]): Promise<readonly KnownProduct[]> {
    const products = rows.flatMap(({ product }) => (product === undefined ? [] : [product]));
    const found = await this.findBy('id', keysOf(products, ID));
    const codeById = new Map(found.map(({ id, code }) => [id, code]));
    // A code that the product of this id has is no other product's.
    const others = products.filter((product) => codeById.get(product[ID] as string) !== product[CODE]);
    return distinct([...found, ...(await this.findBy('code', keysOf(others, CODE)))]);
  }

  findBy(key: keyof typeof BY, values: readonly string[]): Promise<KnownProduct[]> {
    return findIn(this.#session, 'catalog_item', key, values, this.#writer);
  }

  async write(plan: Plan, now: string): Promise<void> {
    try {
      await this.#write(plan, now);
    } catch (error) {
      this.#guessesNew = false;
      throw error;
    }
  }

  async #write({ inserts, updates, freeing }: Plan, now: string): Promise<void> {
    const { proveedorId, taskId } = this.#writer;
    const attempt = phrase('write_products');
    if (freeing.length > 0) await this.#session.write(attempt, FREE_SQL, [freeing, proveedorId]);
    if (updates.length > 0) {
      const values = [JSON.stringify(updates), now, taskId, proveedorId];
      const matched = await unlessTaken(() => this.#session.write(attempt, UPDATE_SQL, values));
      if (matched !== updates.length) throw new RepeatableError(phrase('products_moved'));
    }
    if (inserts.length > 0) await insertInto(this.#session, 'catalog_item', inserts, this.#writer, now);
  }
}

export async function findIn(
  session: Session,
  table: string,
  by: keyof typeof BY,
  values: readonly string[],
  { proveedorId, replaces }: Writer,
): Promise<KnownProduct[]> {
  const { index, key } = BY[by];
  const found: KnownProduct[] = [];
  if (values.length === 0) return found;
  // What is not replaced need not be compared.
  const columns = replaces ? NAMES : [KEY, OTHER_KEY];
  const codeAt = columns.indexOf(OTHER_KEY);
  await session.stream(
    phrase('find_products'),
    `SELECT ${columns.join(', ')}, proveedor_id FROM ${table} FORCE INDEX (${index}) WHERE ${key} IN (?)`,
    (row) => {
      const isOwn = row[columns.length] === proveedorId;
      const product = replaces ? row.slice(0, columns.length) : undefined;
      found.push({ id: row[ID] as string, code: row[codeAt] as string, isOwn, product });
    },
    [values],
  );
  return found;
}

export async function insertInto(
  session: Session,
  table: string,
  products: readonly Product[],
  { proveedorId, taskId }: Writer,
  now: string,
): Promise<void> {
  const rows = products.map((product): Value[] => [...product, proveedorId, now, now, taskId]);
  const sql = `INSERT INTO ${table} (${INSERTED}) VALUES ?`;
  await unlessTaken(() => session.write(phrase('write_products'), sql, [rows]));
}

export const keysOf = (products: readonly Product[], at: number): string[] => [
  ...new Set(products.map((product) => product[at] as string)),
];

export function distinct(products: readonly KnownProduct[]): KnownProduct[] {
  return [...new Map(products.map((product) => [product.id, product])).values()];
}

/** Another upload has taken an id or a code since they were looked up. */
async function unlessTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    if (cause?.code !== 'ER_DUP_ENTRY') throw error;
    throw new RepeatableError(phrase('products_moved'), { cause: error });
  }
}

/** Two products cannot have one code, not even for a moment. No code of a spreadsheet is such a digest. */
const FREE_SQL = `UPDATE catalog_item SET codigo = SHA2(CONCAT('frees its code: ', id), 256) WHERE id IN (?) AND proveedor_id = ?`;

const JSON_COLUMNS = COLUMNS.map((column, index) => {
  const type =
    column.kind === 'text'
      ? `VARCHAR(${column.most}) CHARACTER SET utf8mb4`
      : column.kind === 'price'
        ? 'DECIMAL(15, 4)'
        : 'INT';
  return `${column.name} ${type} PATH '$[${index}]'`;
});
const SET = NAMES.filter((name) => name !== KEY).map((name) => `c.${name} = t.${name}`);

/** All in one statement, each by its primary key. An INSERT that updates where there is a duplicate would take either of two keys. */
const UPDATE_SQL = `UPDATE JSON_TABLE(?, '$[*]' COLUMNS (${JSON_COLUMNS.join(', ')})) t
  STRAIGHT_JOIN catalog_item c ON c.id = t.id COLLATE utf8mb4_bin
  SET ${SET.join(', ')}, c.updated_at = ?, c.task_id = ? WHERE c.proveedor_id = ?`;
