import { text } from '../platform/config/checks.ts';
import type { Part, Variables } from '../platform/config/config.ts';

/** Where the products of a source lie: what others read of them are the columns `id`, `data`, `stock` and `updated_at`. */
const USUAL = 'raw_item_data';
/** Sources that have a table of their own, which `sql/` makes. */
const OWN: Readonly<Record<string, string>> = { air: 'air_item' };

/** The table where the products of the source that SOURCE names lie. */
export function productsOf(source: string | undefined): string {
  return OWN[String(source)] ?? USUAL;
}

/** Whether the products of the source that SOURCE names lie in a table of its own. */
export function hasOwnTable(source: string): boolean {
  return Object.hasOwn(OWN, source);
}

/** Whether a product there is known by a number of the program's own, which says nothing to the shop: `item` has its code. */
export function hasCodes(products: string): boolean {
  return products !== USUAL;
}

/** SQL for how a product of the row `r` is, as one text for a list; a table that everybody has, has none. */
export function pulseSql(products: string): string {
  return products === USUAL ? 'NULL' : 'r.pulse';
}

const source: Variables = {
  SOURCE: { check: text.optional(), about: 'where goods, prices and stock come from' },
};

/** A part that knows as well in which table the products of this shop lie. */
export function withProducts<C>(part: Part<C>): Part<C & { products: string }> {
  return {
    variables: part.variables,
    read(reading) {
      const build = part.read(reading);
      const { SOURCE } = reading.valuesOf(source);
      const products = productsOf(SOURCE as string | undefined);
      return () => {
        const { config, secrets } = build();
        return { config: { ...config, products }, secrets };
      };
    },
  };
}
