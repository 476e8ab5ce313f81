import { expect, test } from 'vitest';
import { changed, type Good, goods, loaded, offer, seed } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const KNOWN = goods(50);

const shop = await clearedShop();

const upTo = (last: number, change: (good: Good) => Partial<Good>) =>
  changed(KNOWN, (good) => (good.id <= last ? change(good) : undefined));

test.each<[string, Good[], RegExp]>([
  ['vanish', KNOWN.slice(11), /11 of 50 products would vanish from the price list \(22 %, 20 % allowed/],
  [
    'are zeroed',
    upTo(16, () => ({ balance: 0 })),
    /16 of 50 products would fall from stock to none \(32 %, 30 % allowed/,
  ],
  [
    'lose their balance in the stock list',
    changed(KNOWN, ({ id }) => (id <= 16 ? { balance: -1 } : {})),
    /16 of 50 products would fall from stock to none/,
  ],
  [
    'lose their price',
    upTo(10, () => ({ price: null })),
    /10 of 50 products would lose their price \(20 %, 10 % allowed/,
  ],
  ['cost nothing', upTo(10, () => ({ price: 0 })), /10 of 50 products would lose their price/],
  [
    'fall below half their price',
    upTo(10, ({ price }) => ({ price: Number(price) * 0.49 })),
    /10 of 50 products would fall below half their price \(20 %, 5 % allowed/,
  ],
  [
    'cost a hundredth, by a comma that was lost',
    changed(KNOWN, ({ price }) => ({ price: Number(price) / 100 })),
    /50 of 50 products would fall below half their price.*the largest: 50 Producto 50: 500 → 5,/,
  ],
])('too many products that %s stop the run before it loads anything', async (_what, offered, reason) => {
  await seed(shop, KNOWN);
  offer(shop, offered);
  const before = await loaded(shop);
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 77, status: 'stopped', owed: 0 });
  expect(report.reason).toMatch(reason);
  expect(report.reason).toContain('sync --force');
  expect(await loaded(shop)).toEqual(before);
});

test.each<[string, Good[], Good[]]>([
  ['the first load', [], KNOWN],
  ['a rise of every price by 8 %', KNOWN, changed(KNOWN, ({ price }) => ({ price: Number(price) * 1.08 }))],
  ['a fall of every price by half', KNOWN, changed(KNOWN, ({ price }) => ({ price: Number(price) / 2 }))],
  ['exactly as many as the threshold allows', KNOWN, KNOWN.slice(10)],
  ['nine products of ten, fewer than the guard minds', goods(10), goods(1)],
  ['one product of a shop of twelve', goods(12), goods(11)],
])('%s passes', async (_what, known, offered) => {
  if (known.length > 0) await seed(shop, known);
  offer(shop, offered);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, forced: false, overridden: null });
});

test('prices and stock that were not there before can be lost by nobody', async () => {
  await seed(
    shop,
    changed(KNOWN, () => ({ price: null, balance: 0 })),
  );
  offer(
    shop,
    changed(KNOWN, () => ({ price: undefined as never, balance: -3 })),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, updated: 50, negative: 50 });
});

test('--force lets one run pass, and what it passed stands with the run; the next is guarded again', async () => {
  await seed(shop, KNOWN);
  offer(shop, KNOWN.slice(30));
  const { report } = await shop.run('sync', '--force');
  expect(report).toMatchObject({ exit_code: 0, forced: true, missing: 30 });
  expect(report['overridden']).toMatch(/30 of 50 products would vanish/);
  const [run] = await shop.schema.query<{ forced: number; report: string }>(
    'SELECT forced, report FROM sync_run',
  );
  expect(run?.forced).toBe(1);
  expect(JSON.parse(run?.report ?? '')).toMatchObject({ overridden: report['overridden'] });
  expect((await shop.run('sync')).exitCode).toBe(77);
});

test('thresholds are configured', async () => {
  await seed(shop, KNOWN);
  offer(shop, KNOWN.slice(30));
  shop.env['GUARD_MAX_MISSING_PERCENT'] = '60';
  expect((await shop.run('sync')).exitCode).toBe(0);
});

test.each(['warehouse', 'price_list'] as const)(
  "another %s than the last run's stops the run, whatever its content",
  async (what) => {
    offer(shop, KNOWN);
    await shop.run('sync');
    const [checkout] = shop.bitcram.checkouts;
    if (checkout === undefined) throw new Error('the shop has a checkout');
    checkout[what] = { id: 999 };
    offer(shop, KNOWN);
    const before = await loaded(shop);
    const stopped = await shop.run('sync');
    expect(stopped.exitCode).toBe(77);
    expect(stopped.report.reason).toMatch(/another (warehouse 301|price list 701) → 999/);
    expect(await loaded(shop)).toEqual(before);
    const forced = await shop.run('sync', '--force');
    expect(forced.report).toMatchObject({ exit_code: 0, unchanged: 50 });
    expect(forced.report['overridden']).toContain('999');
    expect((await shop.run('sync')).exitCode).toBe(0);
  },
);

test('--force writes down everything that it let pass', async () => {
  offer(shop, KNOWN);
  await shop.run('sync');
  const [checkout] = shop.bitcram.checkouts;
  if (checkout === undefined) throw new Error('the shop has a checkout');
  checkout.price_list = { id: 999 };
  offer(shop, KNOWN.slice(30));
  const { report } = await shop.run('sync', '--force');
  expect(report['overridden']).toContain('999');
  expect(report['overridden']).toContain('30 of 50 products would vanish');
});

test('a stopped run still delivers what earlier ones left pending', async () => {
  await seed(shop, KNOWN);
  await shop.schema.query(
    `INSERT INTO channel_outbox (subject_id, \`key\`, owed_at) VALUES (1, 'k1', UTC_TIMESTAMP())`,
  );
  offer(shop, KNOWN.slice(30));
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 77, owed: 1, delivered: 1, pending: 0 });
  expect(shop.publications.received()).toMatchObject([{ itemId: 1, idempotencyKey: 'k1' }]);
});

test('the repair of one product is not stopped by others that the list lacks', async () => {
  await seed(shop, KNOWN);
  offer(shop, KNOWN.slice(0, 10));
  const { report } = await shop.run('sync', '--select', '1');
  expect(report).toMatchObject({ exit_code: 0, updated: 1, missing: 0 });
});
