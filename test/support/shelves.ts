import { openCheckout } from '../../dev/simulate/bitcram.ts';
import type { Shop } from './shop.ts';

/** A row of raw_item_data as an earlier program left it. */
export interface StoredRow {
  id: number;
  /** Null stands for a `data` that is NULL. */
  data: object | string | null;
  stock: number | null;
}

/** Long ago, so that `updated_at` shows which rows moved. */
export const LONG_AGO = '2020-01-01 00:00:00';

/** Puts rows into raw_item_data without a run. */
export async function store(shop: Shop, rows: readonly StoredRow[]): Promise<void> {
  const values = rows.map(({ id, data, stock }) => [
    id,
    data === null || typeof data === 'string' ? data : JSON.stringify(data),
    stock,
    LONG_AGO,
  ]);
  await shop.schema.query('INSERT INTO raw_item_data (id, data, stock, updated_at) VALUES ?', [values]);
}

/** Which products moved since `store`. */
export async function moved(shop: Shop): Promise<number[]> {
  const rows = await shop.rows();
  return rows.filter(({ updated_at: at }) => at !== LONG_AGO).map(({ id }) => id);
}

/** Which products the publications service was notified of. */
export function told(shop: Shop): (number | undefined)[] {
  return shop.publications
    .received()
    .map(({ itemId }) => itemId)
    .sort((a = 0, b = 0) => a - b);
}

const TABLES = [
  'raw_item_data',
  'sync_run',
  'channel_outbox',
  'sync_quarantine',
  'sync_missing',
  'sync_change',
];

/** Brings a shop back to its first morning: opening another for each test would take longer than the tests. */
export async function clear(shop: Shop, env: Readonly<Record<string, string>>): Promise<void> {
  const wanted = { ...env };
  for (const table of TABLES) await shop.schema.query(`DELETE FROM ${table}`);
  for (const name of Object.keys(shop.env)) delete shop.env[name];
  Object.assign(shop.env, wanted);
  const { bitcram, publications } = shop;
  bitcram.intercept();
  bitcram.checkouts.splice(0, Infinity, openCheckout(1));
  Object.assign(bitcram.paging, { style: 'totals', says: undefined, counts: 'list', cap: 100 });
  bitcram.setCatalogue([]);
  bitcram.setStock([]);
  bitcram.forgetRequests();
  publications.intercept();
  publications.reset();
  publications.latencyMs = 0;
}
