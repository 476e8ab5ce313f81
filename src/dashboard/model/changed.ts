import { calledOf, type NamedProducts } from '../../runs/names.ts';
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
  /** What its source knows it by, where its number says nothing to the shop. */
  code?: string;
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
  return (itemId) =>
    itemId === null
      ? { product_id: null, name: null }
      : { product_id: Number(itemId), ...calledOf(names, Number(itemId)) };
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
