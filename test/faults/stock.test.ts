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
  openLevels,
  recordMovements,
  type StockRules,
} from '../../src/channels/stock.ts';
import type { Session } from '../../src/mysql/session.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { addListing, at, type Books, openBooks, readStock, setClock, stockShelf } from '../support/ledger.ts';
import {
  after,
  ITEMS,
  KIT,
  KIT_LISTING,
  LATE_SKU,
  type Line,
  mapped,
  type ModelState,
  type Step,
} from '../support/stock-model.ts';
import { ideas, stepOf } from '../support/stock-steps.ts';
import { asInDatabase, expectInvariants, expectTold, inDatabase, keysIn } from '../support/stock-tables.ts';
import { DOING } from '../support/words.ts';

const RUNS = LONG ? 400 : 15;
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

async function begin(rules: StockRules): Promise<ModelState> {
  for (const table of ['stock_movement', 'stock_level', 'sync_run', 'sync_quarantine', 'channel_outbox']) {
    await books.schema.query(`DELETE FROM ${table}`);
  }
  await books.schema.query('DELETE FROM item WHERE id > 2');
  const spots = ITEMS.map((itemId) => ({ itemId, location: '' }));
  await setClock(books.session, 0);
  await openLevels(books.session, spots, rules);
  if (!rules.hasSource)
    await beginStock(books.session, spots, async () => spots.map((spot) => ({ ...spot, quantity: BEGUN })));
  const readAt = rules.hasSource ? null : 0;
  return {
    levels: Object.fromEntries(ITEMS.map((id) => [id, { base: BEGUN, readAt, runId: null }])),
    items: { A: [1], B: [2] },
    movements: [],
    whole: undefined,
  };
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
          const [before, keysBefore] = [await inDatabase(books), await keysIn(books)];
          await takeTogether(both, rules);
          await mapLate(books.session, rules);
          const orders = [both, both.toReversed()].map((order) =>
            mapped(
              order.reduce((was, step) => after(was, step, rules), state),
              rules,
            ),
          );
          const found = await inDatabase(books);
          const now = orders.find((order) => JSON.stringify(asInDatabase(order)) === JSON.stringify(found));
          if (now === undefined) expect(found).toEqual(asInDatabase(orders[0] as ModelState));
          await expectInvariants(books, rules, before);
          await expectTold(books, state, now as ModelState, keysBefore);
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
  LONG ? 1_800_000 : 180_000,
);
