import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addStock,
  beginStock,
  cancelOrderLines,
  closeMovements,
  countStock,
  heldItems,
  mapLate,
  type Movement,
  NO_SOURCE,
  offersOf,
  openLevels,
  recordMovements,
  type StockRules,
} from '../../src/channels/stock.ts';
import type { Session } from '../../src/mysql/session.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { addListing, at, type Books, openBooks, readStock, setClock, stockShelf } from '../support/ledger.ts';
import {
  after,
  held,
  KIT,
  LATE_SKU,
  type Line,
  mapped,
  type ModelState,
  type Readings,
  type Step,
} from '../support/stock-model.ts';
import { DOING } from '../support/words.ts';

const RUNS = LONG ? 400 : 15;
const KIT_LISTING = 90;
/** The last two have the SKU that is mapped late. */
const ITEMS = [1, 2, 3, 4];
const BEGUN = 10;
const FIRST_S = 10_000;

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await stockShelf(books, { 1: 'A', 2: 'B', 3: LATE_SKU, 4: LATE_SKU }, BEGUN);
  await addListing(books.schema, KIT_LISTING, 'b', KIT);
});
afterAll(() => books.close());

const WORLDS: Record<string, StockRules> = {
  'the source learns of sales and orders': { hasSource: true, absorbS: { sale: 60, order: 300 } },
  'the source learns of sales alone': { hasSource: true, absorbS: { sale: 60 } },
  'the source learns of orders alone': { hasSource: true, absorbS: { order: 300 } },
  'the source learns of nothing': { hasSource: true, absorbS: {} },
  'there is no source': NO_SOURCE,
};

/** A step before it is known when it comes, and what a run finds. */
type Idea =
  | { what: 'record' | 'cancel'; lines: readonly Line[] }
  | { what: 'read'; lag: number; isWhole: boolean; found: readonly (number | 'falls' | 'unread' | 'same')[] }
  | { what: 'map' }
  | { what: 'close'; ago: number }
  | { what: 'count' | 'add'; itemId: number; quantity: number };

const line = fc.oneof(
  fc.record({
    key: fc.constantFrom('s0', 's1', 's2', 's3', 's4', 's5'),
    kind: fc.constantFrom('sale' as const, 'sale' as const, 'return' as const),
    sku: fc.constantFrom('A', 'B', LATE_SKU, 'unknown'),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  ofOrder(),
);

function ofOrder() {
  return fc.record({
    key: fc.constantFrom('o0', 'o1', 'o2', 'o3'),
    kind: fc.constant('order' as const),
    sku: fc.constantFrom('A', LATE_SKU, 'kit'),
    quantity: fc.integer({ min: 1, max: 2 }),
  });
}

const reading = fc.record({
  what: fc.constant('read' as const),
  lag: fc.integer({ min: 0, max: 700 }),
  isWhole: fc.boolean(),
  found: fc.array(
    fc.oneof(
      fc.integer({ min: -1, max: 12 }),
      fc.constantFrom('falls' as const, 'unread' as const, 'same' as const),
    ),
    { minLength: 3, maxLength: 3 },
  ),
});
const several = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 3 });

function ideas(rules: StockRules): fc.Arbitrary<Idea> {
  const always = [
    fc.record({ what: fc.constant('record' as const), lines: several(line) }),
    fc.record({ what: fc.constant('cancel' as const), lines: several(ofOrder()) }),
    fc.constant({ what: 'map' as const }),
  ];
  const count = fc.record({
    what: fc.constantFrom('count' as const, 'add' as const),
    itemId: fc.constantFrom(1, 2),
    quantity: fc.integer({ min: 1, max: 9 }),
  });
  const close = fc.record({ what: fc.constant('close' as const), ago: fc.integer({ min: 0, max: 900 }) });
  return rules.hasSource ? fc.oneof(...always, reading, reading, close) : fc.oneof(...always, count);
}

async function begin(rules: StockRules): Promise<ModelState> {
  for (const table of ['stock_movement', 'stock_level', 'sync_run', 'sync_quarantine', 'channel_outbox']) {
    await books.schema.query(`DELETE FROM ${table}`);
  }
  await books.schema.query('DELETE FROM item WHERE id > 2');
  const spots = ITEMS.map((itemId) => ({ itemId, location: '' }));
  await setClock(books.session, 0);
  await openLevels(books.session, spots, rules);
  if (!rules.hasSource)
    await beginStock(
      books.session,
      spots.map((spot) => ({ ...spot, quantity: BEGUN })),
    );
  const readAt = rules.hasSource ? null : 0;
  return {
    levels: Object.fromEntries(ITEMS.map((id) => [id, { base: BEGUN, readAt, runId: null }])),
    items: { A: [1], B: [2] },
    movements: [],
    whole: undefined,
  };
}

/** What the idea comes to in this state. A run hands in what differs, and what is unchanged where something is held. */
function stepOf(
  idea: Idea,
  t: number,
  runId: string,
  state: ModelState,
  isHeld: ReadonlySet<number>,
): Step | undefined {
  switch (idea.what) {
    case 'record':
    case 'cancel':
      return { ...idea, t };
    case 'map': {
      const known = state.items[LATE_SKU]?.length ?? 0;
      return known < 2 ? { what: 'map', t, itemId: 3 + known } : undefined;
    }
    case 'close':
      return { what: 'close', t, before: t - idea.ago };
    case 'read': {
      const startedAt = t - idea.lag;
      const isWhole = idea.isWhole && startedAt > (state.whole?.startedAt ?? 0);
      const found = idea.found.map((value, index) => ({ itemId: index + 1, value }));
      const readings = found.flatMap(({ itemId, value }): [number, Readings[number]][] => {
        const base = (state.levels[itemId] as { base: number }).base;
        if (value === 'unread') return [];
        if (value === 'falls') return [[itemId, { falls: Math.min(base, 0) }]];
        const stock = value === 'same' ? base : value;
        return stock === base && !isHeld.has(itemId) ? [] : [[itemId, stock]];
      });
      const unread = [
        ...found
          .filter(({ value }) => typeof value === 'string' && value !== 'same')
          .map(({ itemId }) => itemId),
        4,
      ];
      return { what: 'read', t, runId, startedAt, isWhole, unread, readings: Object.fromEntries(readings) };
    }
    default:
      return { ...idea, t };
  }
}

async function take(session: Session, step: Step, rules: StockRules): Promise<void> {
  await setClock(session, step.t);
  switch (step.what) {
    case 'record':
      await recordMovements(session, rules, step.lines.map(asMovement));
      return;
    case 'cancel':
      await cancelOrderLines(session, step.lines.map(asMovement));
      return;
    case 'map':
      await session.write(DOING, 'INSERT INTO item (id, sku) VALUES (?, ?)', [step.itemId, LATE_SKU]);
      return;
    case 'close':
      await closeMovements(session, rules, at(step.before));
      return;
    case 'read':
      await readStock(session, rules, step);
      return;
    default: {
      const counts = [{ itemId: step.itemId, location: '', sku: '', quantity: step.quantity }];
      await (step.what === 'count' ? countStock : addStock)(session, counts);
    }
  }
}

/** To the end of both, also where one fails: the next sequence must not find it at work. */
async function takeTogether(steps: readonly Step[], rules: StockRules): Promise<void> {
  const ends = await Promise.allSettled(
    steps.map((step, index) => take(index === 0 ? books.session : books.other, step, rules)),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function asMovement({ key, kind, sku, quantity }: Line): Movement {
  const ofChannel = kind === 'order' ? { channel: 'a', orderId: key } : {};
  const what = sku === 'kit' ? { sku: null, listingId: KIT_LISTING } : { sku };
  return { sourceKey: key, line: '1', kind, quantity, location: '', ...ofChannel, ...what };
}

async function inDatabase() {
  const levels = await books.schema.query<{ item: number }>(
    'SELECT item_id AS item, base, held, read_at AS readAt FROM stock_level ORDER BY item_id',
  );
  const movements = await books.schema.query<Record<'key' | 'line' | 'kind' | 'why' | 'run', string | null>>(
    `SELECT source_key AS \`key\`, line, kind, item_id AS item, quantity, received_at AS at, end_reason AS why, ended_run_id AS run
       FROM stock_movement`,
  );
  return { levels, movements: movements.map((row) => textOf(row)).sort() };
}

function textOf({ key, line, kind, why, run, ...rest }: Record<string, unknown>): string {
  const name = kind === 'count' ? 'count' : `${String(key)}${String(line).slice(1)}`;
  return JSON.stringify({ name, kind, ...rest, ended: run ?? why });
}

function asInDatabase(state: ModelState) {
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
async function expectInvariants(
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
  for (const level of (await inDatabase()).levels as { item: number; readAt: string | null }[]) {
    expect((level.readAt ?? '') >= (readAt.get(level.item) ?? ''), 'read_at never falls').toBe(true);
  }
}

async function keys(): Promise<Map<number, string>> {
  const rows = await books.schema.query<{ id: number; key: string }>(
    'SELECT subject_id AS id, `key` FROM channel_outbox',
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}

const levelIn = (state: ModelState, item: number): number =>
  (state.levels[item] as { base: number }).base + held(state, item);

/** Every listing of a level that moved is to be looked at again, and offers what the level says. */
async function expectTold(
  before: ModelState,
  now: ModelState,
  keysBefore: Map<number, string>,
): Promise<void> {
  const keysNow = await keys();
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

test.each(Object.entries(WORLDS))(
  'where %s, whatever comes in whatever order over two connections at once, the ledger is what its rules make of it',
  async (world, rules) => {
    const steps = fc.array(
      fc.record({
        ideas: fc.array(ideas(rules), { minLength: 1, maxLength: 2 }),
        pause: fc.integer({ min: 1, max: 400 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        let state = await begin(rules);
        let t = FIRST_S;
        for (const { ideas: together, pause } of sequence) {
          t += pause + 1;
          const isHeld = await heldItems(books.session);
          const [first, second] = together.map((idea, index) =>
            stepOf(idea, t + index, `r${t + index}`, state, isHeld),
          );
          // Two runs that read everything never work at once, nor does anybody give one number twice.
          const isAlone = first?.what === second?.what && (first?.what === 'read' || first?.what === 'map');
          const both = [first, isAlone ? undefined : second].filter((step) => step !== undefined);
          const [before, keysBefore] = [await inDatabase(), await keys()];
          await takeTogether(both, rules);
          await mapLate(books.session, rules);
          const orders = [both, both.toReversed()].map((order) =>
            mapped(
              order.reduce((was, step) => after(was, step, rules), state),
              rules,
            ),
          );
          const found = await inDatabase();
          const now = orders.find((order) => JSON.stringify(asInDatabase(order)) === JSON.stringify(found));
          if (now === undefined) expect(found).toEqual(asInDatabase(orders[0] as ModelState));
          await expectInvariants(rules, before);
          await expectTold(state, now as ModelState, keysBefore);
          state = now as ModelState;
          taken += both.length;
        }
      }),
      { numRuns: RUNS },
    );
    noteFault({
      fault: `the ledger where ${world}, against its rules`,
      tried: taken,
      outcome: 'as its rules make it',
      lost: 0,
      appliedTwice: 0,
    });
  },
  LONG ? 1_800_000 : 60_000,
);
