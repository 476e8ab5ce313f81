import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProductChange } from '../../src/runs/product-change.ts';
import { everything, type Good, goods, offer, seed } from '../support/goods.ts';
import type { JobResult } from '../support/job.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ MISSING_RUNS: '2', QUARANTINE_MAX_PERCENT: '100' });
const ALL = goods(24);

interface Plan extends Record<string, unknown> {
  changes: ProductChange[] | null;
}

const planOf = ({ stdout }: JobResult): Plan => JSON.parse(stdout) as Plan;
const byId = (changes: readonly ProductChange[]): ProductChange[] =>
  changes.toSorted((a, b) => a.product_id - b.product_id);

async function keptOf(runId: unknown): Promise<Omit<ProductChange, 'name'>[]> {
  return shop.schema.query(
    `SELECT item_id AS product_id, kind, old_price, new_price, old_stock, new_stock
       FROM sync_change WHERE run_id = ? ORDER BY item_id`,
    [runId],
  );
}

/** What becomes of a product from one run to the next; 'bad' has a price that is no number, and may have less stock. */
const fate = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: 'stays' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('priced' as const),
      price: fc.constantFrom(0, 9.5, 12, 1e6, null, '7.25'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('stocked' as const),
      balance: fc.constantFrom(-3, 0, 1, 5, 40, undefined),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'renamed' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'left' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('bad' as const), balance: fc.constantFrom(0, 2, 50) }),
  },
);
const round = fc.record({
  mode: fc.constantFrom('delta', 'deep', 'full', 'flash'),
  treatment: fc.constantFrom('zero', 'delete', 'keep'),
  newcomers: fc.integer({ min: 0, max: 2 }),
  fates: fc.array(fate, { minLength: ALL.length, maxLength: ALL.length }),
});

type Round = typeof round extends fc.Arbitrary<infer R> ? R : never;

/** Returns the products whose items cannot be used. */
function offerRound({ newcomers, fates }: Round, at: number): number[] {
  const offered: Good[] = [];
  const bad: { id: number; balance: number }[] = [];
  for (const [index, good] of ALL.entries()) {
    const own = fates[index];
    if (own?.kind === 'bad') bad.push({ id: good.id, balance: own.balance });
    else if (own?.kind === 'renamed') offered.push({ ...good, name: `Otro ${at}` });
    else if (own?.kind !== 'left') {
      const { kind: _kind, ...moved } = own ?? { kind: 'stays' };
      const { balance = 'balance' in moved ? undefined : good.balance, ...rest } = { ...good, ...moved };
      offered.push(balance === undefined ? rest : { ...rest, balance });
    }
  }
  for (let more = 0; more < newcomers; more += 1)
    offered.push({ id: 100 + at * 10 + more, price: 5, balance: more });
  offer(
    shop,
    offered,
    ...bad.map(({ id }) => ({ product_id: id, product_name: `Producto ${id}`, price: 'gratis' })),
  );
  shop.bitcram.setStock(
    [...offered, ...bad].flatMap(({ id, balance }) =>
      balance === undefined ? [] : [{ product_id: id, product_balance: balance }],
    ),
  );
  return bad.map(({ id }) => id);
}

test(
  'a dry run lists exactly what the next run then keeps of prices and stock, in every mode',
  { timeout: 240_000 },
  async () => {
    await seed(shop, ALL);
    offer(shop, ALL);
    expect((await shop.run('sync')).exitCode).toBe(0);
    const met = new Set<string>();
    const rounds = fc.sample(round, { numRuns: 8, seed: 20_261_122 });
    for (const [at, each] of rounds.entries()) {
      shop.env['MISSING_PRODUCTS'] = each.treatment;
      const bad = offerRound(each, at);
      const flags = ['--mode', each.mode, '--force'];
      const before = await everything(shop);
      const dry = await shop.run('sync', '--dry-run', '--json', ...flags);
      expect(await everything(shop)).toEqual(before);
      const { changes } = planOf(dry);
      const { report, exitCode, stderr } = await shop.run('sync', ...flags);
      expect(exitCode, stderr).toBe(0);
      const foretold = byId(changes ?? []).map(({ name: _name, ...rest }) => rest);
      expect(foretold, `round ${at}: ${each.mode}, ${each.treatment}`).toEqual(
        await keptOf(report['run_id']),
      );
      for (const { kind, product_id: id } of foretold)
        met.add(`${each.mode}: ${bad.includes(id) ? 'unusable, ' : ''}${kind}`);
      const shown = JSON.parse((await shop.run('runs', 'show', 'last', '--json')).stdout) as Plan;
      expect(byId(shown.changes ?? []).map(({ name: _name, ...rest }) => rest)).toEqual(foretold);
    }
    expect([...met].toSorted()).toEqual([
      'deep: changed',
      'deep: gone',
      'deep: new',
      'deep: unusable, changed',
      'delta: changed',
      'delta: deleted',
      'delta: new',
      'delta: unusable, changed',
      'flash: changed',
      'full: changed',
      'full: deleted',
      'full: new',
      'full: unusable, changed',
    ]);
  },
);

const dearer = (): Good[] =>
  ALL.map((good) => ({ ...good, ...(good.id === 3 ? { price: 36 } : good.id === 7 ? { balance: 0 } : {}) }));

test('a person reads it on stdout, what matters most to a buyer first, and how many more there are', async () => {
  await seed(shop, ALL);
  offer(shop, [
    ...dearer().map((good) => (good.id === 9 ? { ...good, balance: 15_078 } : good)),
    { id: 1000, price: 1234.5, balance: 2 },
  ]);
  const { stdout, log } = await shop.run('sync', '--dry-run', '--lang', 'es');
  expect(stdout.split('\n')).toEqual([
    '~     7  Producto 7                              stock 5 → 0',
    '~     3  Producto 3     30,00 → 36,00 (+20,0 %)',
    '~     9  Producto 9                              stock 5 → 15.078',
    '+  1000  Producto 1000  1.234,50                 stock 2',
    '',
  ]);
  expect(log.at(-1)).not.toHaveProperty('changes');
  const two = await shop.run('sync', '--dry-run', '--limit', '2');
  expect(two.stdout.trimEnd().split('\n').slice(2)).toEqual(['and 2 more: --limit 0 shows them']);
  offer(shop, ALL);
  expect((await shop.run('sync', '--dry-run')).stdout).toBe(
    'No price, no stock and no product would change.\n',
  );
});

test('a dry run that the guard stops lists them too, and one that could not read has none', async () => {
  await seed(shop, ALL);
  offer(shop, ALL.slice(0, 3));
  shop.env['MISSING_RUNS'] = '1';
  const stopped = await shop.run('sync', '--dry-run', '--json');
  expect(stopped.exitCode).toBe(77);
  expect(planOf(stopped)).toMatchObject({ removed: 0, status: 'stopped' });
  expect(planOf(stopped).changes).toHaveLength(21);
  expect(planOf(stopped).changes?.[0]).toEqual({
    product_id: 4,
    name: 'Producto 4',
    kind: 'gone',
    old_price: 40,
    new_price: 40,
    old_stock: 5,
    new_stock: 0,
  });
  const listed = await shop.run('sync', '--dry-run');
  expect(listed.stdout).toMatch(/^-   4  Producto 4   taken off sale  stock 5 → 0\n/);
  expect(listed.stdout).toMatch(/\nand 1 more: --limit 0 shows it\n$/);
  offer(shop, []);
  const unread = await shop.run('sync', '--dry-run', '--json');
  expect(unread.exitCode).toBe(65);
  expect(planOf(unread).changes).toBeNull();
  expect(planOf(await shop.run('sync', '--json', '--force'))).not.toHaveProperty('changes');
});

test('`runs show last` lists what the newest run changed in the same way', async () => {
  expect(await shop.run('runs', 'show', 'last')).toMatchObject({ exitCode: 64, stdout: '' });
  await seed(shop, ALL);
  offer(shop, dearer());
  const { report } = await shop.run('sync');
  const { stdout } = await shop.run('runs', 'show', 'last');
  expect(stdout).toContain(
    '\n\n~  7  Producto 7                          stock 5 → 0\n~  3  Producto 3  30.00 → 36.00 (+20.0%)\n\nRun ',
  );
  expect(stdout).toContain(String(report['run_id']));
  expect((await shop.run('runs', 'show', 'last', '--limit', '1')).stdout).toContain('and 1 more: --limit 0');
});
