import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { CODE, ID } from '../rows/columns.ts';
import type { ProductRow } from '../rows/product.ts';
import {
  type Catalogue,
  distinct,
  findIn,
  insertInto,
  keysOf,
  StoredCatalogue,
  type Writer,
} from './catalogue.ts';
import type { KnownProduct, Plan } from './plan.ts';

const TABLE = 'upload_foretold';

/**
 * The products as they would be: what a dry run would have written lies in a temporary table before `catalog_item`, which stays as it
 * is. It goes with the connection.
 */
export class ForetoldCatalogue implements Catalogue {
  readonly #session: Session;
  readonly #writer: Writer;
  readonly #stored: StoredCatalogue;

  private constructor(session: Session, writer: Writer) {
    this.#session = session;
    this.#writer = writer;
    this.#stored = new StoredCatalogue(session, writer);
  }

  static async open(session: Session, writer: Writer): Promise<ForetoldCatalogue> {
    const attempt = phrase('make_foretold');
    await session.write(attempt, `DROP TEMPORARY TABLE IF EXISTS ${TABLE}`);
    await session.write(attempt, `CREATE TEMPORARY TABLE ${TABLE} LIKE catalog_item`);
    return new ForetoldCatalogue(session, writer);
  }

  async find(rows: readonly ProductRow[]): Promise<readonly KnownProduct[]> {
    const products = rows.flatMap(({ product }) => (product === undefined ? [] : [product]));
    const [ids, codes] = [keysOf(products, ID), keysOf(products, CODE)];
    const foretold = [...(await this.#findBy('id', ids)), ...(await this.#findBy('code', codes))];
    const foretoldIds = new Set(foretold.map(({ id }) => id));
    const foretoldCodes = new Set(foretold.map(({ code }) => code));
    const stored = distinct([
      ...(await this.#stored.findBy(
        'id',
        ids.filter((id) => !foretoldIds.has(id)),
      )),
      ...(await this.#stored.findBy(
        'code',
        codes.filter((code) => !foretoldCodes.has(code)),
      )),
    ]);
    // One that would have another code by now is found here by the code that it would have no longer.
    const moved = await this.#findBy(
      'id',
      stored.map(({ id }) => id),
    );
    const gone = new Set([...foretoldIds, ...moved.map(({ id }) => id)]);
    return [...distinct(foretold), ...stored.filter(({ id }) => !gone.has(id))];
  }

  async write({ inserts, updates }: Plan, now: string): Promise<void> {
    const ids = keysOf(updates, ID);
    const sql = `DELETE FROM ${TABLE} WHERE id IN (?)`;
    if (ids.length > 0) await this.#session.write(phrase('write_products'), sql, [ids]);
    const all = [...updates, ...inserts];
    if (all.length > 0) await insertInto(this.#session, TABLE, all, this.#writer, now);
  }

  #findBy(key: 'id' | 'code', values: readonly string[]): Promise<KnownProduct[]> {
    return findIn(this.#session, TABLE, key, values, this.#writer);
  }
}
