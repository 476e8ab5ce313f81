import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectComplete, newDay, openMirroredShop } from '../support/day.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { type Good, goods, offer } from '../support/goods.ts';
import { startJob } from '../support/job.ts';
import { clear } from '../support/shelves.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let env: Record<string, string>;
beforeAll(async () => {
  shop = await openMirroredShop();
  env = { ...shop.env };
});
afterAll(() => shop.close());
beforeEach(async () => {
  await clear(shop, env);
  Object.assign(shop.bitcram, { clockAheadMs: 0, forgets: () => false });
});

const TOGETHER = LONG ? 20 : 3;

test(
  'a flash and a whole run that start together never load at once, and leave what the whole run alone would',
  async () => {
    newDay(shop);
    await shop.run('sync');
    let skipped = 0;
    for (let time = 0; time < TOGETHER; time += 1) {
      const day = newDay(shop);
      // Each of them is the first in turn.
      const both = [['sync', '--mode', 'flash'], ['sync']];
      if (time % 2 === 0) both.reverse();
      const ends = await Promise.all(both.map((args) => startJob(args, shop.env).done));
      for (const { exitCode, stderr } of ends) expect(exitCode, stderr).toBe(0);
      skipped += ends.filter(({ log }) => log.at(-1)?.['event'] === 'run.skipped').length;
      await expectComplete(shop, day);
    }
    const [overlapping] = await shop.schema.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM sync_run a JOIN sync_run b
          ON a.run_id <> b.run_id AND a.started_at > b.started_at AND a.started_at < COALESCE(b.unlocked_at, b.finished_at)`,
    );
    expect(overlapping?.n).toBe(0);
    const [runs] = await shop.schema.query<{ n: number }>('SELECT COUNT(*) AS n FROM sync_run');
    expect(runs?.n).toBe(1 + 2 * TOGETHER - skipped);
    noteFault({
      fault: 'a flash and a whole run at once',
      tried: TOGETHER,
      outcome: `one after the other, or skipped (${skipped})`,
      lost: 0,
      appliedTwice: 0,
    });
  },
  LONG ? 300_000 : 180_000,
);

/** Fewer than the guard looks at. */
const SHOP = goods(8);

const somePrice = fc.option(
  fc.integer({ min: 1, max: 500 }).map((cents) => cents / 4),
  { nil: null },
);
const someId = fc.integer({ min: 2, max: 10 });
const someBalance = fc.integer({ min: -1, max: 9 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('change'),
      id: someId,
      price: somePrice,
      balance: someBalance,
      forgotten: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave'), id: someId }) },
  // While it is read, one more product moves.
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('flash'), id: someId, balance: someBalance }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('whole'), mode: fc.constantFrom('delta', 'full') }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The source as the test knows it. Product 1 stays as it is, because no list may be empty. */
class Source {
  readonly goods = new Map<number, Good>(SHOP.map((good) => [good.id, good]));

  offer(): void {
    offer(shop, [...this.goods.values()]);
  }

  change(id: number, change: Partial<Good>, forgotten: boolean): void {
    shop.bitcram.forgets = (each) => forgotten && each === id;
    this.goods.set(id, { price: 10, balance: 0, ...this.goods.get(id), ...change, id });
    this.offer();
  }

  balance(id: number): number {
    return this.goods.get(id)?.balance ?? 0;
  }
}

async function stocks(): Promise<Map<number, number>> {
  return new Map((await shop.rows()).map(({ id, stock }) => [id, stock ?? 0]));
}

async function flash(source: Source, moving: { id: number; balance: number }): Promise<void> {
  const before = await stocks();
  const most = new Map([...before.keys()].map((id) => [id, source.balance(id)]));
  let moved = false;
  shop.bitcram.intercept(({ endpoint }) => {
    if (moved || endpoint !== 'updated_prices') return;
    moved = true;
    if (source.goods.has(moving.id)) source.change(moving.id, { balance: moving.balance }, false);
  });
  const { exitCode, stderr } = await shop.run('sync', '--mode', 'flash');
  shop.bitcram.intercept();
  expect(exitCode, stderr).toBe(0);
  const after = await stocks();
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [id, stock] of after) {
    if (stock <= (before.get(id) ?? 0)) continue;
    expect(stock, `product ${id}`).toBeLessThanOrEqual(Math.max(most.get(id) ?? 0, source.balance(id)));
  }
}

async function whole(source: Source, mode: string): Promise<void> {
  const { exitCode, stderr } = await shop.run('sync', '--mode', mode);
  expect(exitCode, stderr).toBe(0);
  const rows = await shop.rows();
  const listed = rows.filter(({ id }) => source.goods.has(id));
  const wanted = [...source.goods.values()].sort((a, b) => a.id - b.id);
  expect(listed.map(({ id, data, stock }) => ({ id, price: data?.['price'] ?? null, stock }))).toEqual(
    wanted.map(({ id, price, balance }) => ({ id, price: price ?? null, stock: balance ?? 0 })),
  );
  const others = rows.filter(({ id }) => !source.goods.has(id));
  if (mode === 'full') expect(others).toEqual([]);
  else expect(others.filter(({ stock }) => stock !== 0)).toEqual([]);
}

async function live(steps: readonly Step[], clockAheadMs: number): Promise<void> {
  await clear(shop, { ...env, NOTIFY: 'off', MISSING_RUNS: '1', POST_LOAD_PROCEDURES: '', PAGE_SIZE: '3' });
  Object.assign(shop.bitcram, { clockAheadMs, forgets: () => false });
  const source = new Source();
  source.offer();
  await whole(source, 'delta');
  for (const each of steps) {
    if ('forgotten' in each)
      source.change(each.id, { price: each.price, balance: each.balance }, each.forgotten);
    else if ('mode' in each) await whole(source, each.mode);
    else if ('balance' in each) await flash(source, each);
    else {
      source.goods.delete(each.id);
      source.offer();
    }
  }
  await whole(source, 'delta');
}

const LIVES = LONG ? 25 : 3;
const HOURS_MS = 3_600_000;

test(
  'whatever changes, is forgotten and is run in whatever order, by clocks that disagree by up to 12 hours: after a whole run the table equals the source, and no flash raises a stock above it',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 6, maxLength: LONG ? 16 : 10 }),
        fc.integer({ min: -12, max: 12 }),
        (steps, hours) => live(steps, hours * HOURS_MS),
      ),
      { numRuns: LIVES, endOnFailure: true },
    );
    noteFault({
      fault: 'flash, delta and full runs over forgotten updates and wrong clocks',
      tried: LIVES,
      outcome: 'as the source',
      lost: 0,
      appliedTwice: 0,
    });
  },
  LONG ? 900_000 : 180_000,
);
