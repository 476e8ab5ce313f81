import { tablesOf } from './goods.ts';
import type { Shop } from './shop.ts';

/** What stands in all tables, to be put back where the run that made it would be repeated. */
async function keepRows(shop: Shop): Promise<() => Promise<void>> {
  const kept = new Map<string, unknown[][]>();
  for (const table of await tablesOf(shop)) {
    const rows = await shop.schema.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    kept.set(
      table,
      rows.map((row) => Object.values(row)),
    );
  }
  return async () => {
    for (const [table, rows] of kept) {
      await shop.schema.query(`DELETE FROM ${table}`);
      if (rows.length > 0) await shop.schema.query(`INSERT INTO ${table} VALUES ?`, [rows]);
    }
  };
}

/** The work, the first time that it is of this; then what it left in the tables. */
export function oncePerKey(shop: Shop): (key: string, work: () => Promise<void>) => Promise<void> {
  const putBack = new Map<string, () => Promise<void>>();
  return async (key, work) => {
    const known = putBack.get(key);
    if (known !== undefined) return known();
    await work();
    putBack.set(key, await keepRows(shop));
  };
}
