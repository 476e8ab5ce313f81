import { expect } from 'vitest';
import type { StockRules } from '../../../src/channels/stock.ts';
import type { TestSchema } from '../database.ts';
import { type Channel, ITEMS, type Offered, type Place } from './place.ts';
import type { Truth } from './truth.ts';

/** I1, I2 and I4 as the tables have them. */
export async function expectBooks(schema: TestSchema, { absorbS }: StockRules): Promise<void> {
  const none = async (what: string, sql: string): Promise<void> => {
    expect(await schema.query(sql), what).toEqual([]);
  };
  await none(
    'held is the sum of the movements that have not ended',
    `SELECT l.item_id, l.held FROM stock_level l WHERE l.held <>
       (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_movement m WHERE m.item_id = l.item_id AND m.ended_at IS NULL)`,
  );
  const shown = Object.entries(absorbS)
    .map(([kind, s]) => `(m.kind = '${kind}' AND r.started_at > m.received_at + INTERVAL ${s} SECOND)`)
    .join(' OR ');
  await none(
    'a run ends only what its list is sure to show',
    `SELECT m.id FROM stock_movement m LEFT JOIN sync_run r ON r.run_id = m.ended_run_id
      WHERE m.end_reason = 'reading' AND NOT COALESCE(${shown || 'FALSE'}, FALSE)`,
  );
  await none(
    'an order is recorded once a line and part, with its id',
    `SELECT source_key, line FROM stock_movement WHERE kind = 'order'
      GROUP BY source_key, line HAVING COUNT(*) > 1 OR MAX(order_id IS NULL) = 1`,
  );
}

/** I3. Returns when each item was read last. */
export async function expectLaterRead(
  schema: TestSchema,
  before: ReadonlyMap<number, string>,
): Promise<ReadonlyMap<number, string>> {
  const rows = await schema.query<{ id: number; at: string | null }>(
    'SELECT item_id AS id, read_at AS at FROM stock_level',
  );
  for (const { id, at } of rows)
    expect((at ?? '') >= (before.get(id) ?? ''), 'read_at never falls').toBe(true);
  return new Map(rows.map(({ id, at }) => [id, at ?? '']));
}

/** I6: each level is what is there, each listing shows its offer, and nothing is due any more. */
export async function expectTrue({ books: { schema }, offered }: Place, truth: Truth): Promise<void> {
  const levels = await schema.query<{ id: number; level: number }>(
    'SELECT item_id AS id, base + held AS level FROM stock_level ORDER BY item_id',
  );
  expect(levels).toEqual(ITEMS.map((id) => ({ id, level: truth.of(id) })));
  expect(offered.map(({ id, shown }) => [id, shown.quantity])).toEqual(
    offered.map(({ id, parts, buffer }) => [id, truth.offer(parts, buffer)]),
  );
  expect(await schema.query('SELECT * FROM channel_outbox')).toEqual([]);
}

/** I5: none of these shows more than what is there, and what left a moment ago. */
export function expectNoExcess(offered: readonly Offered[], truth: Truth): void {
  for (const { id, parts, buffer, shown } of offered) {
    const most = truth.mostOf(parts, buffer);
    expect(shown.quantity, `listing ${id} shows at most ${most}`).toBeLessThanOrEqual(most);
  }
}

/** Whether it shows more than that by now, which somebody has to write first. */
export function isTooMuch({ parts, buffer, shown }: Offered, truth: Truth): boolean {
  return (shown.quantity ?? 0) > truth.mostOf(parts, buffer);
}

/** I7. */
export function expectSilence(channel: Channel, before: number | undefined, now: number): void {
  expect(now, `${channel} is paused, and was asked`).toBe(before);
}
