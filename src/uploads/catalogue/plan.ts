import type { Counts } from '../task.ts';
import { phrase } from '../phrase.ts';
import { CODE, ID } from '../rows/columns.ts';
import type { Product, ProductRow, RowError } from '../rows/product.ts';

/** A product that there is already. */
export interface KnownProduct {
  readonly id: string;
  readonly code: string;
  /** Of the supplier whose upload it is. */
  readonly isOwn: boolean;
  /** Undefined where it is not to be compared. */
  readonly product: Product | undefined;
}

/** What is to be written of some rows, and what became of each. */
export interface Plan {
  readonly counts: Counts;
  readonly inserts: readonly Product[];
  /** Whole, by their ids. */
  readonly updates: readonly Product[];
  /** Ids of updated products whose code goes to another one at the same time. */
  readonly freeing: readonly string[];
  readonly errors: readonly { number: number; errors: readonly RowError[] }[];
}

/** One product as it is after the rows so far. */
interface Entry {
  id: string;
  code: string;
  readonly isOwn: boolean;
  product: Product | undefined;
  /** Undefined for one that these rows create. */
  readonly codeBefore: string | undefined;
  isChanged: boolean;
}

/** What becomes of the rows, one after the other, over the products that have any of their ids or codes. Pure. */
export function planRows(
  rows: readonly ProductRow[],
  known: readonly KnownProduct[],
  { replaces }: { replaces: boolean },
): Plan {
  const products = new Products(known);
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0, duplicates: 0 };
  const errors: { number: number; errors: readonly RowError[] }[] = [];
  for (const { number, product, errors: own } of rows) {
    const outcome = product === undefined ? own : products.take(product, replaces, counts);
    if (typeof outcome === 'string') {
      counts[outcome] += 1;
    } else {
      counts.failed += 1;
      errors.push({ number, errors: outcome });
    }
  }
  return { counts, errors, ...products.toWrite() };
}

class Products {
  readonly #byId = new Map<string, Entry>();
  readonly #byCode = new Map<string, Entry>();
  readonly #touched: Entry[] = [];

  constructor(known: readonly KnownProduct[]) {
    for (const { id, code, isOwn, product } of known) {
      this.#add({ id, code, isOwn, product, codeBefore: code, isChanged: false });
    }
  }

  take(
    product: Product,
    replaces: boolean,
    counts: Counts,
  ): 'created' | 'updated' | 'unchanged' | readonly RowError[] {
    const [id, code] = [product[ID] as string, product[CODE] as string];
    const ofId = this.#byId.get(id);
    const ofCode = this.#byCode.get(code);
    const target = ofId ?? ofCode;
    if (target === undefined) {
      const entry = { id, code, isOwn: true, product, codeBefore: undefined, isChanged: true };
      this.#add(entry);
      this.#touched.push(entry);
      return 'created';
    }
    counts.duplicates += 1;
    const keys = { id, code };
    if (!replaces) return whole(phrase('product_taken', keys));
    if (!target.isOwn || ofCode?.isOwn === false) return whole(phrase('keys_of_others', keys));
    if (ofCode !== undefined && ofCode !== target) return whole(phrase('keys_of_two', keys));
    const whatItIs = target.id === id ? product : product.with(ID, target.id);
    if (isEqual(target.product, whatItIs)) return 'unchanged';
    this.#change(target, whatItIs, code);
    return 'updated';
  }

  toWrite(): Pick<Plan, 'inserts' | 'updates' | 'freeing'> {
    const productOf = ({ product }: Entry): Product => product as Product;
    const isNew = ({ codeBefore }: Entry): boolean => codeBefore === undefined;
    const updated = this.#touched.filter((entry) => !isNew(entry));
    const freeing = updated.filter((entry) => {
      const holder = this.#byCode.get(entry.codeBefore as string);
      return holder !== undefined && holder !== entry;
    });
    return {
      inserts: this.#touched.filter(isNew).map(productOf),
      updates: updated.map(productOf),
      freeing: freeing.map(({ id }) => id),
    };
  }

  #add(entry: Entry): void {
    this.#byId.set(entry.id, entry);
    this.#byCode.set(entry.code, entry);
  }

  #change(entry: Entry, product: Product, code: string): void {
    if (entry.code !== code) {
      this.#byCode.delete(entry.code);
      this.#byCode.set(code, entry);
      entry.code = code;
    }
    entry.product = product;
    if (!entry.isChanged) this.#touched.push(entry);
    entry.isChanged = true;
  }
}

const whole = (what: RowError['what']): readonly RowError[] => [{ column: null, what }];

function isEqual(one: Product | undefined, other: Product): boolean {
  return one !== undefined && one.every((value, index) => value === other[index]);
}
