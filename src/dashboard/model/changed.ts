import type { NamedProducts } from '../../runs/names.ts';
import type { Big, ChangeRow } from '../../runs/questions/listed.ts';
import type { RunChange } from '../questions/run-products.ts';

/** The first of `count` rows. */
export interface Part<Row> {
  count: number;
  rows: Row[];
}

export interface Product {
  /** Null: an item without a usable id. */
  product_id: number | null;
  /** Null where the table has none. */
  name: string | null;
}

export interface ChangedInRun extends ChangedProduct {
  kind: RunChange['kind'];
}

export interface ChangedProduct extends Product {
  old_price: number | null;
  new_price: number | null;
  old_stock: number | null;
  new_stock: number | null;
}

export type Naming = (itemId: Big | null) => Product;

export function namingBy(names: NamedProducts): Naming {
  return (itemId) => ({
    product_id: itemId === null ? null : Number(itemId),
    name: itemId === null ? null : (names.get(Number(itemId)) ?? null),
  });
}

export function changedProduct(row: ChangeRow, named: Naming): ChangedProduct {
  return {
    ...named(row.itemId),
    old_price: row.oldPrice,
    new_price: row.newPrice,
    old_stock: numberOf(row.oldStock),
    new_stock: numberOf(row.newStock),
  };
}

function numberOf(value: Big | null): number | null {
  return value === null ? null : Number(value);
}
