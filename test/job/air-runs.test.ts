import { expect, test } from 'vitest';
import { articles, clearedAirShop, quantity } from '../support/air.ts';

const shop = await clearedAirShop();
const { air } = shop;
const asked = (operation: string): number =>
  air.requests.filter((each) => each.operation === operation).length;
const NOWHERE = Object.fromEntries(
  (['cba', 'air', 'lug', 'ros', 'mza'] as const).map((location) => [location, quantity(location, 0)]),
);

test('there is no delta (64), nobody is notified (78), and a flash comes after a deep run (78)', async () => {
  air.articles = articles(2);
  for (const flags of [
    ['--mode', 'delta'],
    ['--compare', 'flash'],
  ]) {
    expect((await shop.run('sync', ...flags)).report).toMatchObject({
      exit_code: 64,
      error_code: 'sync.no_delta',
    });
  }
  expect((await shop.run('sync', '--mode', 'flash')).report).toMatchObject({
    exit_code: 78,
    error_code: 'sync.no_whole_run',
  });
  Object.assign(shop.env, { NOTIFY: 'on', URL_PUBLICATIONS: air.url, SECRET_PUBLICATIONS: 'x' });
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 78,
    error_code: 'sync.notify_elsewhere',
  });
  expect(await shop.items()).toEqual([]);
});

test('once Air has had enough, the next process does not ask it either until the time is over', async () => {
  air.articles = articles(40);
  air.callsBeforeTooMany = 20;
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 69,
    error_code: 'air.too_many',
    loaded: false,
  });
  const [told] = await shop.schema.query<{ until: string }>(
    'SELECT CAST(CAST(not_before AS DATETIME) AS CHAR) AS until FROM source_state',
  );
  expect((await shop.run('runs', 'show', 'last', '--json')).stdout).toContain(`${told?.until} UTC`);
  const answered = 20 - asked('login') - asked('articulos');
  air.forgive();
  air.callsBeforeTooMany = Infinity;
  air.forgetRequests();
  for (const mode of ['flash', 'deep']) {
    const { report } = await shop.run('sync', '--mode', mode);
    expect(report).toMatchObject({ exit_code: 69, error_code: 'air.cooling_down' });
  }
  expect(air.requests).toEqual([]);
  const [state] = await shop.schema.query<{ seconds: number }>(
    'SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), not_before) AS seconds FROM source_state',
  );
  expect(state?.seconds).toBeGreaterThan(200);
  expect(state?.seconds).toBeLessThan(300);
  await shop.schema.query('UPDATE source_state SET not_before = UTC_TIMESTAMP(3)');
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, inserted: 40 });
  // Whatever came was kept; those that were refused are asked for again.
  expect(answered).toBeGreaterThan(5);
  expect(asked('get_meta')).toBe(40 - answered);
});

test('what leaves the complete list is zeroed after MISSING_RUNS deep runs, with its locations, and comes back with all it has', async () => {
  air.articles = articles(12, () => ({ cba: quantity('cba', 3, 1) }));
  await shop.report('sync');
  const gone = air.articles[4] as (typeof air.articles)[number];
  air.articles = air.articles.filter((each) => each !== gone);
  const of = async () => (await shop.items()).find(({ codprov }) => codprov === gone.codigo);
  expect(await shop.report('sync')).toMatchObject({ missing: 1, removed: 0 });
  expect(await of()).toMatchObject({ stock: 3 });
  expect(await shop.report('sync')).toMatchObject({ missing: 0, removed: 1 });
  expect(await of()).toMatchObject({ stock: 0 });
  expect((await shop.locations())[gone.codigo]).toEqual({});
  // A flash leaves alone what is retired, and marks nobody.
  air.articles = [...articles(12, () => ({ cba: quantity('cba', 3, 1) }))];
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ unknown: 1, unchanged: 11 });
  air.articles = air.articles.map((each) =>
    each.codigo === gone.codigo ? { ...each, precio: 55, cba: quantity('cba', 7) } : each,
  );
  expect(await shop.report('sync')).toMatchObject({ updated: 1, unchanged: 11, inserted: 0 });
  expect(await of()).toMatchObject({ stock: 7, cost: '55.0000', list_price: '71.5000' });
  expect((await shop.locations())[gone.codigo]).toMatchObject({ S_CBA: [7, 0] });
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ unchanged: 12, unknown: 0 });
});

test('what a flash has found again while a deep run was under way is not retired by it', async () => {
  air.articles = articles(12, () => ({ cba: quantity('cba', 3) }));
  await shop.report('sync');
  const all = air.articles;
  const back = { ...(all[4] as (typeof all)[number]), cba: quantity('cba', 5) };
  air.articles = all.filter((_each, index) => index !== 4);
  expect(await shop.report('sync')).toMatchObject({ missing: 1, removed: 0 });
  // Something new, whose details take as long as the flash.
  air.articles = [...air.articles, ...articles(13).slice(12)];
  const flashed = Promise.withResolvers<undefined>();
  air.intercept(({ operation }) => (operation === 'get_meta' ? flashed.promise : undefined));
  air.forgetRequests();
  const deep = shop.report('sync');
  await expect.poll(() => asked('get_meta'), { timeout: 20_000 }).toBe(1);
  air.articles = [...air.articles, back];
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ updated: 1 });
  flashed.resolve(undefined);
  expect(await deep).toMatchObject({ exit_code: 0, inserted: 1, missing: 1, removed: 0 });
  const of = async () => (await shop.items()).find(({ codprov }) => codprov === back.codigo);
  expect(await of()).toMatchObject({ stock: 5 });
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, missing: 0, removed: 0 });
  expect(await of()).toMatchObject({ stock: 5 });
});

test('a list that shrinks by a third stops the run (77), and `--force` lets it pass', async () => {
  air.articles = articles(60);
  await shop.report('sync');
  air.articles = articles(40);
  expect(await shop.report('sync')).toMatchObject({ exit_code: 77, loaded: false });
  expect(await shop.report('sync', '--mode', 'full', '--force')).toMatchObject({ exit_code: 0, removed: 20 });
  expect(await shop.items()).toHaveLength(40);
  expect(await shop.schema.query('SELECT COUNT(DISTINCT id) AS n FROM air_item_location')).toEqual([
    { n: 40 },
  ]);
});

test('a flash that would empty the shop stops (77)', async () => {
  air.articles = articles(40, () => ({ cba: quantity('cba', 5) }));
  await shop.report('sync');
  air.articles = articles(40, (_each, index) => (index < 20 ? NOWHERE : { cba: quantity('cba', 5) }));
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 77, loaded: false });
});

test('what has stock and is not in the light list is asked for by its code, and then has none', async () => {
  air.articles = articles(12, (_each, index) => ({ ...NOWHERE, cba: quantity('cba', index === 0 ? 0 : 5) }));
  await shop.report('sync');
  air.articles = air.articles.map((each, index) => (index === 3 ? { ...each, ...NOWHERE } : each));
  air.listsSoldOut = false;
  air.forgetRequests();
  // One is sold out, as the list by codes says; one has left altogether.
  const gone = air.articles[7] as (typeof air.articles)[number];
  air.articles = air.articles.filter((each) => each !== gone);
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({
    fetched: 11,
    updated: 2,
    sold_out: 2,
    missing: 0,
  });
  expect(asked('syp_list')).toBe(1);
  const stocks = new Map((await shop.items()).map(({ codprov, stock }) => [codprov, stock]));
  expect([
    stocks.get(gone.codigo),
    stocks.get(air.articles[3]?.codigo ?? ''),
    stocks.get(air.articles[4]?.codigo ?? ''),
  ]).toEqual([0, 0, 5]);
  expect((await shop.locations())[gone.codigo]).toEqual({});
  // It is there again, as it was.
  air.articles = [...air.articles, gone];
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ updated: 1 });
  expect((await shop.locations())[gone.codigo]).toEqual({ S_CBA: [5, 0] });
});

test('an article that cannot be used keeps its last good row, its stock falls and never rises, and it is well again with the next good answer', async () => {
  shop.env['QUARANTINE_MAX_PERCENT'] = '100';
  air.articles = articles(12, () => ({ ...NOWHERE, cba: quantity('cba', 5) }));
  await shop.report('sync');
  const before = await shop.items();
  const bad = (units: number) =>
    articles(12, (_each, index) => ({
      ...NOWHERE,
      cba: quantity('cba', index < 3 ? units : 5),
      ...[{ precio: '1.234,56' }, { precio: -1 }, { moneda: 'EUR' }][index],
    }));
  const twice = articles(12)[11] as (typeof air.articles)[number];
  air.articles = [...bad(2), { ...twice, precio: 1 }, { ...twice, codigo: '' }];
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({
    ...{ exit_code: 0, fetched: 14, quarantined: 5, duplicates: 1, unchanged: 8, lowered: 3 },
  });
  const reasons = async (): Promise<unknown[]> =>
    (
      await shop.schema.query<{ reason: string }>(
        'SELECT reason FROM sync_quarantine WHERE settled_at IS NULL ORDER BY reason',
      )
    ).map(({ reason }) => reason);
  expect(await reasons()).toEqual([
    'bad_code',
    'bad_currency',
    'bad_price',
    'contradictory',
    'price_out_of_range',
  ]);
  const lowered = await shop.items();
  expect(lowered.slice(0, 3).map(({ stock }) => stock)).toEqual([2, 2, 2]);
  expect(lowered.map(({ cost }) => cost)).toEqual(before.map(({ cost }) => cost));
  air.articles = bad(9);
  await shop.report('sync', '--mode', 'flash');
  expect((await shop.items()).slice(0, 3).map(({ stock }) => stock)).toEqual([2, 2, 2]);
  air.articles = articles(12, () => ({ ...NOWHERE, cba: quantity('cba', 5) }));
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ updated: 3, quarantined: 0 });
  expect(await reasons()).toEqual([]);
  expect((await shop.items()).map(({ stock }) => stock)).toEqual(Array.from({ length: 12 }, () => 5));
});

test('a dry run foretells, asks for no details and writes nothing', async () => {
  air.articles = articles(5);
  await shop.report('sync');
  const before = [await shop.items(), await shop.schema.query('SELECT * FROM air_detail ORDER BY id')];
  air.articles = articles(7, (_each, index) => (index === 0 ? { precio: 9, descrip: 'OTRO' } : undefined));
  air.forgetRequests();
  expect(await shop.report('sync', '--dry-run')).toMatchObject({ inserted: 2, updated: 1, unchanged: 4 });
  expect(await shop.report('sync', '--mode', 'flash', '--dry-run')).toMatchObject({
    unknown: 2,
    updated: 1,
    unchanged: 4,
  });
  expect(asked('get_meta')).toBe(0);
  expect([await shop.items(), await shop.schema.query('SELECT * FROM air_detail ORDER BY id')]).toEqual(
    before,
  );
  expect(await shop.schema.query('SELECT COUNT(*) AS n FROM item')).toEqual([{ n: 5 }]);
});
