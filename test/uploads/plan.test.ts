import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KnownProduct, type Plan, planRows } from '../../src/uploads/catalogue/plan.ts';
import { CODE, ID } from '../../src/uploads/rows/columns.ts';
import type { Product, ProductRow } from '../../src/uploads/rows/product.ts';

/** Few of each, so that they meet. */
const product = fc
  .record({
    id: fc.integer({ max: 5, min: 0 }),
    code: fc.integer({ max: 5, min: 0 }),
    name: fc.integer({ max: 1, min: 0 }),
  })
  .map(({ id, code, name }): Product => [`I${id}`, `name ${name}`, `C${code}`]);
const bad = fc.constant(undefined);
const rows = fc.array(fc.oneof({ weight: 8, arbitrary: product }, { weight: 1, arbitrary: bad }), {
  maxLength: 14,
});

interface Stored {
  product: Product;
  isOwn: boolean;
}

const stored = fc
  .array(fc.record({ product, isOwn: fc.boolean() }), { maxLength: 6 })
  .map((all): Stored[] =>
    all.filter(
      ({ product: one }, index) => !all.slice(0, index).some((other) => sharesKey(one, other.product)),
    ),
  );

const sharesKey = (one: Product, other: Product): boolean =>
  one[ID] === other[ID] || one[CODE] === other[CODE];

/** What the rows are to come to, one by one, by the rules as a person reads them. */
function byHand(catalogue: Stored[], all: readonly (Product | undefined)[], replaces: boolean) {
  const outcomes = all.map((row): keyof Plan['counts'] => {
    if (row === undefined) return 'failed';
    const taken = catalogue.filter((other) => sharesKey(row, other.product));
    const [first, second] = taken;
    if (first === undefined) {
      catalogue.push({ product: row, isOwn: true });
      return 'created';
    }
    if (!replaces || second !== undefined || !first.isOwn) return 'failed';
    const after = row.with(ID, first.product[ID] as string);
    if (JSON.stringify(first.product) === JSON.stringify(after)) return 'unchanged';
    first.product = after;
    return 'updated';
  });
  return { catalogue, outcomes };
}

/** A table with both unique keys, which refuses what a database would. */
class Table {
  readonly #products: Stored[];

  constructor(products: readonly Stored[]) {
    this.#products = products.map((each) => ({ ...each }));
  }

  find(all: readonly ProductRow[]): KnownProduct[] {
    return this.#products
      .filter(({ product: known }) =>
        all.some(({ product: row }) => row !== undefined && sharesKey(row, known)),
      )
      .map(({ product: known, isOwn }) => {
        return { id: known[ID] as string, code: known[CODE] as string, isOwn, product: known };
      });
  }

  write({ inserts, updates, freeing }: Plan): void {
    for (const id of freeing) this.#set(id, (known) => known.with(CODE, `frees ${id}`));
    for (const each of updates) this.#set(each[ID] as string, () => each);
    for (const each of inserts) {
      this.#products.push({ product: each, isOwn: true });
      this.#requireUnique();
    }
  }

  #set(id: string, change: (known: Product) => Product): void {
    const found = this.#products.find(({ product: known }) => known[ID] === id);
    if (found === undefined || !found.isOwn) throw new Error(`${id} is not there, or of another supplier`);
    found.product = change(found.product);
    this.#requireUnique();
  }

  #requireUnique(): void {
    for (const at of [ID, CODE]) {
      const keys = this.#products.map(({ product: known }) => known[at]);
      if (new Set(keys).size !== keys.length) throw new Error(`one key twice: ${keys.join(' ')}`);
    }
  }

  get products(): unknown {
    return new Map(this.#products.map(({ product: known, isOwn }) => [known[ID], { product: known, isOwn }]));
  }
}

test('however the rows are divided into chunks, each has the outcome that it has by itself, and no key is ever there twice', () => {
  fc.assert(
    fc.property(
      stored,
      rows,
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 14, maxLength: 14 }),
      (known, all, replaces, sizes) => {
        const expected = byHand(
          known.map((each) => ({ ...each })),
          all,
          replaces,
        );
        const table = new Table(known);
        const counts = { created: 0, updated: 0, unchanged: 0, failed: 0, duplicates: 0 };
        const numbered = all.map((each, index): ProductRow => ({
          number: index + 2,
          product: each,
          errors: [],
          characters: 0,
        }));
        for (let at = 0, chunk = 0; at < numbered.length; chunk += 1) {
          const part = numbered.slice(at, at + (sizes[chunk] ?? 1));
          at += part.length;
          const plan = planRows(part, table.find(part), { replaces });
          table.write(plan);
          for (const name of Object.keys(counts) as (keyof typeof counts)[])
            counts[name] += plan.counts[name];
          expect(plan.errors).toHaveLength(plan.counts.failed);
        }
        const count = (outcome: string): number =>
          expected.outcomes.filter((each) => each === outcome).length;
        expect(counts).toMatchObject({
          ...{ created: count('created'), updated: count('updated') },
          ...{ unchanged: count('unchanged'), failed: count('failed') },
        });
        expect(counts.duplicates).toBe(all.filter((each) => each !== undefined).length - counts.created);
        expect(table.products).toEqual(new Table(expected.catalogue).products);
      },
    ),
    { numRuns: 3000 },
  );
});
