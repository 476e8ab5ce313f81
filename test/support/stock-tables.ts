import { expect } from 'vitest';
import { offersOf, type StockRules } from '../../src/channels/stock.ts';
import { at, type Books } from './ledger.ts';
import { held, ITEMS, KIT, KIT_LISTING, levelIn, type ModelState } from './stock-model.ts';

/** What the ledger keeps, in the order in which `asInDatabase` says it. */
export async function inDatabase({ schema }: Pick<Books, 'schema'>) {
  const levels = await schema.query<{ item: number }>(
    'SELECT item_id AS item, base, held, read_at AS readAt FROM stock_level ORDER BY item_id',
  );
  const movements = await schema.query<Record<'key' | 'line' | 'kind' | 'why' | 'run', string | null>>(
    `SELECT source_key AS \`key\`, line, kind, item_id AS item, quantity, received_at AS at, end_reason AS why, ended_run_id AS run
       FROM stock_movement`,
  );
  return { levels, movements: movements.map((row) => textOf(row)).sort() };
}

function textOf({ key, line, kind, why, run, ...rest }: Record<string, unknown>): string {
  const name = kind === 'count' ? 'count' : `${String(key)}${String(line).slice(1)}`;
  return JSON.stringify({ name, kind, ...rest, ended: run ?? why });
}

/** What the tables would have of this state. */
export function asInDatabase(state: ModelState) {
  const levels = ITEMS.map((item) => {
    const { base, readAt } = state.levels[item] as ModelState['levels'][number];
    return { item, base, held: held(state, item), readAt: readAt === null ? null : at(readAt) };
  });
  const movements = state.movements.map(({ key, kind, itemId, quantity, at: received, ended }) =>
    JSON.stringify({
      name: kind === 'count' ? 'count' : key,
      kind,
      item: itemId,
      quantity,
      at: at(received),
      ended,
    }),
  );
  return { levels, movements: movements.sort() };
}

/** I1 to I4, as the tables have them, whatever the model says. */
export async function expectInvariants(
  books: Books,
  rules: StockRules,
  before: Awaited<ReturnType<typeof inDatabase>>,
): Promise<void> {
  const none = async (what: string, sql: string): Promise<void> => {
    expect(await books.schema.query(sql), what).toEqual([]);
  };
  await none(
    'held is the sum of the movements that have not ended',
    `SELECT l.item_id, l.held FROM stock_level l WHERE l.held <>
       (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_movement m WHERE m.item_id = l.item_id AND m.ended_at IS NULL)`,
  );
  const late = (kind: 'sale' | 'order'): string => {
    const seconds = rules.absorbS[kind];
    return seconds === undefined
      ? ''
      : `AND NOT (m.kind = '${kind}' AND r.started_at > m.received_at + INTERVAL ${seconds} SECOND)`;
  };
  await none(
    'a run ends only what its list is sure to show',
    `SELECT m.id FROM stock_movement m LEFT JOIN sync_run r ON r.run_id = m.ended_run_id
      WHERE m.end_reason = 'reading' AND (r.run_id IS NULL OR (TRUE ${late('sale')} ${late('order')}))`,
  );
  await none(
    'an order has its id',
    `SELECT id FROM stock_movement WHERE kind = 'order' AND order_id IS NULL`,
  );
  const readAt = new Map(
    before.levels.map((level) => [level.item, (level as { readAt?: string | null }).readAt ?? '']),
  );
  for (const level of (await inDatabase(books)).levels as { item: number; readAt: string | null }[]) {
    expect((level.readAt ?? '') >= (readAt.get(level.item) ?? ''), 'read_at never falls').toBe(true);
  }
}

/** The keys under which listings are to be looked at. */
export async function keysIn({ schema }: Pick<Books, 'schema'>): Promise<Map<number, string>> {
  const rows = await schema.query<{ id: number; key: string }>(
    'SELECT subject_id AS id, `key` FROM channel_outbox',
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}

/** Every listing of a level that moved is to be looked at again, and offers what the level says. */
export async function expectTold(
  books: Books,
  before: ModelState,
  now: ModelState,
  keysBefore: Map<number, string>,
): Promise<void> {
  const keysNow = await keysIn(books);
  const listings = [
    ...ITEMS.flatMap(
      (item) =>
        [
          [item * 10 + 1, { [item]: 1 }],
          [item * 10 + 2, { [item]: 1 }],
        ] as const,
    ),
    [KIT_LISTING, KIT] as const,
  ];
  const offers = await offersOf(
    books.session,
    listings.map(([id]) => id),
    { buffer: 0, locations: undefined },
  );
  for (const [id, parts] of listings) {
    const moved = Object.keys(parts).some(
      (item) => levelIn(before, Number(item)) !== levelIn(now, Number(item)),
    );
    if (moved) expect(keysNow.get(id), `listing ${id}`).not.toBe(keysBefore.get(id));
    const pieces = Object.entries(parts).map(([item, units]) =>
      Math.floor(levelIn(now, Number(item)) / units),
    );
    expect(offers.get(id), `offer of ${id}`).toBe(Math.max(0, Math.min(...pieces)));
  }
}
