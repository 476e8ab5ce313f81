import { beforeEach, expect, test } from 'vitest';
import { changed, goods, offer, seed } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const ALL = goods(6);

const shop = await clearedShop();
beforeEach(() => {
  offer(shop, ALL);
});

const keys = () =>
  new Map(shop.publications.attempts().map((webhook) => [webhook.itemId, webhook.idempotencyKey]));
const outbox = () =>
  shop.schema.query<{ item_id: number; attempts: number; dead: number }>(
    'SELECT subject_id AS item_id, attempts, dead_at IS NOT NULL AS dead FROM channel_outbox ORDER BY subject_id',
  );

test.each<[string, () => void, () => void]>([
  [
    'answers 500 to everything',
    () => shop.publications.intercept(() => ({ status: 500 })),
    () => shop.publications.intercept(),
  ],
  [
    'takes too long',
    () => {
      shop.env['NOTIFY_TIMEOUT_MS'] = '100';
      shop.publications.intercept(() => () => undefined);
    },
    () => {
      delete shop.env['NOTIFY_TIMEOUT_MS'];
      shop.publications.intercept();
    },
  ],
  [
    'is down',
    () => (shop.env['URL_PUBLICATIONS'] = 'http://127.0.0.1:9/webhooks'),
    () => (shop.env['URL_PUBLICATIONS'] = shop.publications.url),
  ],
])(
  'a receiver that %s gets every webhook from the next run, under the same keys, and loses no try',
  async (_what, fail, recover) => {
    fail();
    const failed = await shop.run('sync');
    expect({ exitCode: failed.exitCode, ...failed.report }).toMatchObject({
      exitCode: 69,
      status: 'incomplete',
      inserted: 6,
      owed: 6,
      delivered: 0,
      pending: 6,
      dead: 0,
    });
    expect(failed.report.reason).toMatch(/6 webhooks still pending/);
    const attempted = keys();
    const stored = await shop.schema.query<{ item_id: number; key: string; attempts: number }>(
      'SELECT subject_id AS item_id, `key`, attempts FROM channel_outbox',
    );
    expect(stored.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0, 0]);
    recover();
    const second = await shop.run('sync');
    expect(second.report).toMatchObject({ exit_code: 0, unchanged: 6, owed: 6, delivered: 6, pending: 0 });
    expect(keys()).toEqual(new Map(stored.map(({ item_id, key }) => [item_id, key])));
    for (const [itemId, key] of attempted) expect(keys().get(itemId)).toBe(key);
  },
);

test('a product that changes again while it is pending goes out once, under a new key', async () => {
  shop.publications.intercept(() => ({ status: 500 }));
  await shop.run('sync');
  const before = keys();
  shop.publications.reset();
  shop.publications.intercept();
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 2 ? { price: 21 } : undefined)),
  );
  expect((await shop.run('sync')).report).toMatchObject({ updated: 1, owed: 6, delivered: 6 });
  expect(shop.publications.attempts()).toHaveLength(6);
  for (const [itemId, key] of keys()) {
    if (itemId === 2) expect(key).not.toBe(before.get(2));
    else expect(key).toBe(before.get(itemId));
  }
});

test('one product that is always refused is given up after NOTIFY_ATTEMPTS, delays no other, and `notify --dead` sends it again', async () => {
  shop.env['NOTIFY_ATTEMPTS'] = '2';
  shop.publications.intercept(({ itemId }) => (itemId === 3 ? { status: 500 } : undefined));
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 69, delivered: 5, pending: 1, dead: 0 });
  expect(await outbox()).toEqual([{ item_id: 3, attempts: 1, dead: 0 }]);
  const key = keys().get(3);

  offer(
    shop,
    changed(ALL, ({ id }) => (id === 1 ? { price: 11 } : undefined)),
  );
  const { exitCode, report, stderr } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, owed: 2, delivered: 1, pending: 0, dead: 1 });
  expect(report['severity']).toBe('WARNING');
  expect(stderr).toContain('dead retry --all');
  expect(await outbox()).toEqual([{ item_id: 3, attempts: 2, dead: 1 }]);

  shop.publications.reset();
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, owed: 0, dead: 0 });
  expect(shop.publications.attempts()).toEqual([]);
  shop.publications.intercept();
  expect((await shop.run('notify', '--dead')).report).toMatchObject({ exit_code: 0, owed: 1, delivered: 1 });
  expect(shop.publications.received()).toMatchObject([{ itemId: 3, idempotencyKey: key }]);
  expect(await outbox()).toEqual([]);
});

test.each([401, 403])(
  'one product that is always answered %d holds up no other, and is given up after NOTIFY_ATTEMPTS',
  async (status) => {
    const MANY = goods(200);
    shop.env['NOTIFY_ATTEMPTS'] = '2';
    shop.publications.intercept(({ itemId }) => (itemId === 3 ? { status } : undefined));
    offer(shop, MANY);
    const first = await shop.run('sync');
    expect(first.report).toMatchObject({ exit_code: 69, delivered: 199, pending: 1, dead: 0 });
    expect(first.report.reason).toContain('SECRET_PUBLICATIONS');
    const alone = await shop.run('notify');
    expect(alone.report).toMatchObject({ exit_code: 69, delivered: 0, pending: 1, dead: 0 });
    expect(await outbox()).toEqual([{ item_id: 3, attempts: 1, dead: 0 }]);
    offer(
      shop,
      changed(MANY, ({ id }) => (id <= 3 ? { price: 1000 + id } : undefined)),
    );
    const second = await shop.run('sync');
    // A change resets the tries.
    expect(second.report).toMatchObject({ exit_code: 69, delivered: 2, pending: 1, dead: 0 });
    offer(
      shop,
      changed(MANY, ({ id }) => (id <= 3 ? { price: id < 3 ? id : 1003 } : undefined)),
    );
    const third = await shop.run('sync');
    expect(third.report).toMatchObject({ exit_code: 0, delivered: 2, pending: 0, dead: 1 });
    expect(await outbox()).toEqual([{ item_id: 3, attempts: 2, dead: 1 }]);
  },
);

test('120 products that are always refused hold up the other 180 for three runs at most, and after that for none', async () => {
  const MANY = goods(300);
  shop.publications.intercept(({ itemId = 0 }) => (itemId <= 120 ? { status: 500 } : undefined));
  offer(shop, MANY);
  let runs = 1;
  let { report } = await shop.run('sync');
  while (report.pending > 120 && runs < 3) {
    ({ report } = await shop.run('notify'));
    runs += 1;
  }
  expect(report).toMatchObject({ exit_code: 69, pending: 120, dead: 0 });
  const good = () => new Set(shop.publications.received().map(({ itemId }) => itemId));
  expect(good().size).toBe(180);

  // Every product changes, the refused ones as well.
  shop.publications.reset();
  offer(
    shop,
    changed(MANY, ({ id }) => ({ price: 5000 + id })),
  );
  expect((await shop.run('sync')).report).toMatchObject({ delivered: 180, pending: 120, dead: 0 });
  expect(good().size).toBe(180);
});

test('what fell to no stock is told before the rest', async () => {
  await seed(shop, ALL);
  shop.env['NOTIFY_CONCURRENCY'] = '1';
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 5 ? { balance: 0 } : { balance: 7 })),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, delivered: 6 });
  expect(shop.publications.received().map(({ itemId }) => itemId)).toEqual([5, 1, 2, 3, 4, 6]);
});

test('a sign-in page in front of the receiver delivers nothing, though it answers 200', async () => {
  shop.env['NOTIFY_ATTEMPTS'] = '1';
  shop.publications.intercept(() => ({
    status: 200,
    body: '<!doctype html><title>Sign in</title>',
    headers: { 'content-type': 'text/html' },
  }));
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 69, inserted: 6, delivered: 0, pending: 6, dead: 0 });
  expect(report.reason).toContain('URL_PUBLICATIONS');
  shop.publications.intercept();
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, delivered: 6 });
});

test('a product that a 200 rejects is not delivered, and what the receiver said stands in the outbox', async () => {
  shop.env['NOTIFY_ATTEMPTS'] = '1';
  const said = '{"status":"rejected","reason":"paused"}';
  shop.publications.intercept(({ itemId }) => (itemId === 3 ? { status: 200, body: said } : undefined));
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, delivered: 5, pending: 0, dead: 1 });
  expect(await shop.schema.query('SELECT subject_id, last_error FROM channel_outbox')).toEqual([
    { subject_id: 3, last_error: 'HTTP 200: paused' },
  ]);
});

test('an outage makes no webhook dead, however many runs it lasts', async () => {
  shop.env['NOTIFY_ATTEMPTS'] = '1';
  shop.publications.intercept(() => ({ status: 500 }));
  for (let run = 1; run <= 3; run += 1) {
    expect((await shop.run('notify')).exitCode).toBe(run === 1 ? 0 : 69);
    if (run === 1) await shop.run('sync', '--no-notify');
  }
  expect((await outbox()).map(({ attempts, dead }) => attempts + dead)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('a wrong webhook secret is a wrong configuration, makes no webhook dead and leaves everything pending', async () => {
  Object.assign(shop.env, { SECRET_PUBLICATIONS: 'another-secret', NOTIFY_ATTEMPTS: '1' });
  const { exitCode, report, stderr } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({
    exitCode: 78,
    inserted: 6,
    delivered: 0,
    pending: 6,
    dead: 0,
  });
  expect(report.reason).toContain('SECRET_PUBLICATIONS');
  expect(stderr).not.toContain('another-secret');
});

test('a `notify` that delivers some and not all is incomplete, as a `sync` is, and one that delivers none has failed', async () => {
  await shop.run('sync', '--no-notify');
  shop.publications.intercept(({ itemId }) => (itemId === 3 ? { status: 422 } : undefined));
  expect((await shop.run('notify')).report).toMatchObject({
    status: 'incomplete',
    exit_code: 69,
    delivered: 5,
    pending: 1,
  });
  expect((await shop.run('notify')).report).toMatchObject({ status: 'failed', exit_code: 69, delivered: 0 });
});

test('--no-notify leaves the webhooks pending, and `notify` sends them', async () => {
  const kept = await shop.run('sync', '--no-notify');
  expect({ exitCode: kept.exitCode, ...kept.report }).toMatchObject({ exitCode: 69, owed: 6, pending: 6 });
  expect(shop.publications.attempts()).toEqual([]);
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, owed: 6, delivered: 6 });
  expect((await shop.run('sync', '--no-notify')).exitCode).toBe(0);
});

test('NOTIFY_BUDGET_MS ends a phase in which everything hangs, and the lock is free for the next run', async () => {
  Object.assign(shop.env, { NOTIFY_BUDGET_MS: '400', NOTIFY_CONCURRENCY: '2' });
  shop.publications.intercept(({ itemId }) => (itemId === 1 ? undefined : () => undefined));
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 69, owed: 6, delivered: 1, pending: 5, dead: 0 });
  expect(report.reason).toContain('NOTIFY_BUDGET_MS');
  expect(report.phases_ms['webhooks']).toBeLessThan(3000);
  delete shop.env['NOTIFY_BUDGET_MS'];
  shop.publications.intercept();
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, delivered: 5 });
});

test('no more webhooks are on their way at once than NOTIFY_CONCURRENCY', async () => {
  shop.env['NOTIFY_CONCURRENCY'] = '3';
  shop.publications.latencyMs = 30;
  expect((await shop.run('sync')).report).toMatchObject({ delivered: 6 });
  expect(shop.publications.traffic.mostAtOnce).toBe(3);
});

test('429 with Retry-After is kept, and nothing of it is lost', async () => {
  shop.publications.intercept(() =>
    shop.publications.attempts().length === 1 ? { status: 429, headers: { 'retry-after': '1' } } : undefined,
  );
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 0, delivered: 6, dead: 0 });
  expect(report.phases_ms['webhooks']).toBeGreaterThan(900);
});

test('a product of --select is written and notified though nothing changed, but its updated_at does not move', async () => {
  await seed(shop, ALL);
  const before = await shop.rows();
  const { report } = await shop.run('sync', '--select', '2,4', '6');
  expect(report).toMatchObject({ exit_code: 0, fetched: 3, updated: 3, owed: 3, delivered: 3 });
  expect(new Set(keys().keys())).toEqual(new Set([2, 4, 6]));
  expect(await shop.rows()).toEqual(before);
});
