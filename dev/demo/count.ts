import { query } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import type { Away, Shop } from './shop.ts';
import type { Waits } from './watch.ts';

/** A count of all products, in the shop itself or where it is kept. */
export interface Count {
  /** `shop` and `ledger`, or the marketplace's name. */
  place: string;
  sales?: number;
  unitsLeft: number;
  /** Products of which it has another number than the shop. */
  wrong: number;
  waits?: Waits;
}

export interface SoldMinute {
  seconds: number;
  unitsSold: number;
  orders: number;
  cancelled: number;
  /** From the moment when the broker was killed until sales were taken again. */
  awayMs: number;
  counts: readonly Count[];
}

/** The shop first, by what it sold; then the ledger and the marketplaces, compared with it. */
export async function countAll(
  schema: string,
  database: Database,
  shop: Shop,
  away: Away,
): Promise<readonly Count[]> {
  const levels = await query(
    database,
    `SELECT JSON_VALUE(data, '$.product_code'), base + held
     FROM ${schema}.raw_item_data JOIN ${schema}.stock_level ON item_id = id`,
  );
  const [[recorded] = []] = await query(
    database,
    `SELECT COUNT(*) FROM ${schema}.sale WHERE state = 'recorded'`,
  );
  const left = shop.left();
  const offered = new Map([...left].map(([sku, units]) => [sku, Math.max(0, units)]));
  const waits = shop.waits(away);
  return [
    { place: 'shop', sales: shop.sales, unitsLeft: sumOf(left), wrong: 0 },
    {
      ...{ place: 'ledger', sales: Number(recorded) },
      ...compared(new Map(levels.map(([sku, units]) => [String(sku), Number(units)])), left),
    },
    ...shop.markets.map((market, index) => ({
      ...{ place: market.name, waits: waits[index] as Waits },
      ...compared(new Map(market.shown().map(({ sku, available }) => [sku, available])), offered),
    })),
  ];
}

function compared(
  found: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): Pick<Count, 'unitsLeft' | 'wrong'> {
  const all = [...new Set([...found.keys(), ...expected.keys()])];
  return {
    unitsLeft: sumOf(found),
    wrong: all.filter((sku) => found.get(sku) !== expected.get(sku)).length,
  };
}

function sumOf(units: ReadonlyMap<string, number>): number {
  return [...units.values()].reduce((total, each) => total + each, 0);
}
