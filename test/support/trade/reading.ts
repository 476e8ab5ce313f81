import { randomUUID } from 'node:crypto';
import { heldItems, type StockRules } from '../../../src/channels/stock.ts';
import type { Session } from '../../../src/mysql/session.ts';
import type { TestSchema } from '../database.ts';
import { readStock } from '../ledger.ts';
import { ITEMS, type Place } from './place.ts';
import type { Truth } from './truth.ts';

export interface RunOfSource {
  isWhole?: boolean;
  /** How old its list is, in seconds. */
  ageS?: number;
  /** Whose row cannot be used: it is not read at all, or only falls. */
  bad?: { itemId: number; as: 'unread' | 'falls' } | undefined;
}

interface Shop {
  place: Place;
  rules: StockRules;
  truth: Truth;
}

/**
 * Reads what the source believes, each item at another moment of the run, and hands in what differs and what is held, as a load does.
 * Returns the items whose rows could be used.
 */
export async function readSource(
  session: Session,
  { place, rules, truth }: Shop,
  run: RunOfSource & { startedAt: number; committedAt: number },
): Promise<number[]> {
  const { isWhole = false, ageS = 0, bad, startedAt, committedAt } = run;
  const { schema } = place.books;
  const held = await heldItems(session);
  const readings: Record<number, number | { falls: number }> = {};
  for (const [index, itemId] of ITEMS.entries()) {
    const readAt = startedAt + ((index + 1) / (ITEMS.length + 1)) * (committedAt - startedAt);
    const found = truth.believedAt(itemId, readAt - ageS);
    const before = await stockOf(schema, itemId);
    if (bad?.itemId !== itemId) {
      if (found !== before || held.has(itemId)) readings[itemId] = found;
    } else if (bad.as === 'falls' && found < before) readings[itemId] = { falls: found };
  }
  const unread = bad === undefined ? [] : [bad.itemId];
  const runId = randomUUID().slice(0, 32);
  await readStock(session, rules, { runId, startedAt, isWhole, unread, readings });
  for (const [id, reading] of Object.entries(readings)) {
    const stock = typeof reading === 'number' ? reading : reading.falls;
    await schema.query('UPDATE raw_item_data SET stock = ? WHERE id = ?', [stock, id]);
  }
  return ITEMS.filter((itemId) => !unread.includes(itemId));
}

async function stockOf(schema: TestSchema, itemId: number): Promise<number> {
  const [row] = await schema.query<{ stock: number }>('SELECT stock FROM raw_item_data WHERE id = ?', [
    itemId,
  ]);
  return row?.stock ?? 0;
}
