import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { LONG, noteFault, repeating } from '../support/fault-table.ts';
import { changed, goods, offer } from '../support/goods.ts';
import type { JobResult } from '../support/job.ts';
import { startProxy } from '../support/proxy.ts';
import { clear } from '../support/shelves.ts';
import { sharedShop } from '../support/test-shop.ts';

const REPEATS = LONG ? 5 : 1;
/** Webhooks pending at once: the long form has those of a whole catalogue. */
const MANY = LONG ? 100_000 : 10_000;
const MOST_MEMORY_MB = 250;

const shop = await sharedShop();
const network = await startProxy({ host: '127.0.0.1', port: shop.publications.port });
const url = new URL(shop.publications.url);
url.port = String(network.port);
const env = { ...shop.env, URL_PUBLICATIONS: url.href, NOTIFY_CONCURRENCY: '8' };
afterAll(() => network.close());

async function reset(): Promise<void> {
  await clear(shop, env);
  network.cut();
  Object.assign(network, { mode: 'pass', watch: undefined });
}
beforeEach(reset);

const repeatedly = repeating('receiver', REPEATS, reset);

/** Webhooks of earlier runs, as many as there are, without the time that these took. */
async function fill(count: number): Promise<void> {
  const PART = 5000;
  for (let first = 1; first <= count; first += PART) {
    const rows = Array.from({ length: Math.min(PART, count - first + 1) }, (_, index) => [
      first + index,
      `key-${first + index}`,
      '2026-01-02 03:04:05',
    ]);
    await shop.schema.query('INSERT INTO channel_outbox (subject_id, `key`, owed_at) VALUES ?', [rows]);
  }
}

const pending = () =>
  shop.schema.query<{ item_id: number; key: string; attempts: number; dead: number }>(
    'SELECT subject_id AS item_id, `key`, attempts, dead_at IS NOT NULL AS dead FROM channel_outbox ORDER BY subject_id',
  );

/** Every webhook that was accepted, with its key. */
const heard = () =>
  shop.publications.received().map(({ itemId, idempotencyKey }) => `${itemId} ${idempotencyKey}`);

function expectExit({ exitCode, stderr }: JobResult, code: number): void {
  expect(exitCode, stderr).toBe(code);
}

test('a receiver that is down for hours costs no webhook a try and gets each once, under its first key', async () => {
  await repeatedly('down for hours', 'all delivered, keys kept', async () => {
    shop.env['NOTIFY_ATTEMPTS'] = '1';
    const ALL = goods(120);
    offer(shop, ALL);
    network.mode = 'refuse';
    expectExit(await shop.run('sync'), 69);
    const before = await pending();
    expect(before).toHaveLength(120);
    for (let hour = 1; hour <= 3; hour += 1) {
      // Each hour one product changes, which gives this one a new key and no other.
      const today = changed(ALL, ({ id }) => (id === 1 ? { price: 10 + hour } : undefined));
      offer(shop, today);
      const { exitCode, report, stderr } = await shop.run('sync');
      expect(exitCode, stderr).toBe(69);
      expect(report).toMatchObject({ updated: 1, owed: 120, delivered: 0, pending: 120, dead: 0 });
      expect(report.reason).toMatch(/120 webhooks still pending: cannot reach the publications service/);
    }
    const after = await pending();
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(after.every(({ attempts, dead }) => attempts === 0 && dead === 0)).toBe(true);
    expect(after[0]?.key).not.toBe(before[0]?.key);

    network.mode = 'pass';
    const { report } = await shop.run('sync');
    expect(report).toMatchObject({ exit_code: 0, delivered: 120, pending: 0, dead: 0 });
    expect(heard().toSorted()).toEqual(after.map(({ item_id, key }) => `${item_id} ${key}`).toSorted());
    expect(await pending()).toEqual([]);
  });
});

test('a receiver whose connections are reset again and again gets everything within a few runs, and nothing dies', async () => {
  await repeatedly('flapping', 'all delivered, none dead', async () => {
    Object.assign(shop.env, { NOTIFY_ATTEMPTS: '1', NOTIFY_CONCURRENCY: '4' });
    await fill(200);
    const before = await pending();
    let arrived = 0;
    network.watch = (sent) => {
      arrived += sent.includes('POST ') ? 1 : 0;
      if (sent.includes('POST ') && arrived % 7 === 0) network.cut();
    };
    let runs = 0;
    let exitCode: number | null = 69;
    while (exitCode === 69 && runs < 30) {
      ({ exitCode } = await shop.run('notify'));
      runs += 1;
      expect((await pending()).every(({ attempts, dead }) => attempts === 0 && dead === 0)).toBe(true);
    }
    expect(exitCode).toBe(0);
    // A cut may come after the receiver heard it: at least once, always under the one key.
    expect([...new Set(heard())].toSorted()).toEqual(
      before.map(({ item_id, key }) => `${item_id} ${key}`).toSorted(),
    );
  });
});

test('a slow receiver is given its time, and everything is delivered', async () => {
  await repeatedly('slow', 'all delivered once', async () => {
    Object.assign(shop.env, { NOTIFY_CONCURRENCY: '50', NOTIFY_TIMEOUT_MS: '5000' });
    shop.publications.latencyMs = 400;
    await fill(150);
    const { report } = await shop.run('notify');
    expect(report).toMatchObject({ exit_code: 0, delivered: 150, pending: 0 });
    expect(shop.publications.attempts()).toHaveLength(150);
  });
});

test('a receiver that is always too late is left after 50 failures, and no webhook loses a try', async () => {
  await repeatedly('always too late', '69, nothing lost', async () => {
    Object.assign(shop.env, { NOTIFY_CONCURRENCY: '50', NOTIFY_TIMEOUT_MS: '300', NOTIFY_ATTEMPTS: '1' });
    shop.publications.latencyMs = 2000;
    await fill(150);
    const { exitCode, report } = await shop.run('notify');
    expect({ exitCode, ...report }).toMatchObject({ exitCode: 69, delivered: 0, pending: 150, dead: 0 });
    expect(report.reason).toContain('no answer within 300 ms');
    expect((await pending()).every(({ attempts }) => attempts === 0)).toBe(true);
    expect(report.phases_ms['webhooks']).toBeLessThan(3000);
  });
});

test.each([
  // Fewer than 50 senders may fail 50 times only after several time-outs: the budget comes first.
  ['its budget', { NOTIFY_CONCURRENCY: '8', NOTIFY_BUDGET_MS: '1500' }, 'NOTIFY_BUDGET_MS', 1500],
  ['50 failures', { NOTIFY_CONCURRENCY: '50', NOTIFY_TIMEOUT_MS: '1000' }, 'no answer within', 1000],
])(
  'with 15,000 pending for a receiver that hangs on every request the phase ends in %s, and the lock is free',
  async (limit, settings, reason, endsAfterMs) => {
    await repeatedly(`hanging, 15,000 owed, ended by ${limit}`, '69, lock free', async () => {
      Object.assign(shop.env, settings);
      await fill(15_000);
      shop.publications.intercept(() => () => undefined);
      const hung = await shop.run('notify');
      expectExit(hung, 69);
      expect(hung.report).toMatchObject({ owed: 15_000, delivered: 0, pending: 15_000, dead: 0 });
      expect(hung.report.reason).toContain(reason);
      expect(hung.report.phases_ms['webhooks']).toBeGreaterThanOrEqual(endsAfterMs - 50);
      expect(hung.report.phases_ms['webhooks']).toBeLessThan(endsAfterMs + 2000);

      offer(shop, goods(3));
      shop.publications.intercept();
      const next = await shop.run('sync', '--no-notify');
      expectExit(next, 69);
      expect(next.report).toMatchObject({ inserted: 3, pending: 15_000 });
      const [tried] = await shop.schema.query<{ n: number }>(
        'SELECT COUNT(*) AS n FROM channel_outbox WHERE attempts > 0 OR dead_at IS NOT NULL',
      );
      expect(tried?.n).toBe(0);
    });
  },
);

test('after a 429 with Retry-After no sender sends before its time, and then each webhook arrives once', async () => {
  await repeatedly('429 with Retry-After', 'kept by all senders', async () => {
    shop.env['NOTIFY_CONCURRENCY'] = '16';
    shop.publications.latencyMs = 20;
    await fill(300);
    let saidAt = 0;
    shop.publications.intercept(() => {
      if (saidAt > 0 || shop.publications.attempts().length < 100) return undefined;
      saidAt = Date.now();
      return { status: 429, headers: { 'retry-after': '2' } };
    });
    const { report } = await shop.run('notify');
    expect(report).toMatchObject({ exit_code: 0, delivered: 300, dead: 0 });
    const times = shop.publications.attempts().map(({ at }) => at);
    // What was on its way already cannot be called back; it is over in the time of one request.
    const during = times.filter((at) => at > saidAt + 500 && at < saidAt + 1950);
    expect(during).toEqual([]);
    expect(times.filter((at) => at >= saidAt + 1950).length).toBeGreaterThan(100);
    expect(new Set(heard()).size).toBe(300);
    expect(heard()).toHaveLength(300);
  });
});

test('a product that is always refused becomes dead among many that are accepted, and each of these arrives once', async () => {
  await repeatedly('500 to one product for ever', 'dead after NOTIFY_ATTEMPTS', async () => {
    shop.env['NOTIFY_ATTEMPTS'] = '3';
    const ALL = goods(60);
    shop.publications.intercept(({ itemId }) => (itemId === 33 ? { status: 500 } : undefined));
    const dead: number[] = [];
    for (let run = 1; run <= 4; run += 1) {
      offer(
        shop,
        changed(ALL, ({ id }) => (id === 1 ? { price: 100 + run } : undefined)),
      );
      const { report } = await shop.run('sync');
      dead.push(report.dead);
      expect(report.exit_code).toBe(run < 3 ? 69 : 0);
    }
    expect(dead).toEqual([0, 0, 1, 0]);
    expect(await pending()).toMatchObject([{ item_id: 33, attempts: 3, dead: 1 }]);
    const others = shop.publications.received().filter(({ itemId }) => itemId !== 1);
    expect(others.map(({ itemId }) => itemId).toSorted((a = 0, b = 0) => a - b)).toEqual(
      ALL.map(({ id }) => id).filter((id) => id !== 1 && id !== 33),
    );
  });
});

test(
  `${MANY} pending webhooks do not live in memory at once, and each is delivered exactly once`,
  { timeout: 600_000 },
  async () => {
    Object.assign(shop.env, { NOTIFY_CONCURRENCY: '50', NOTIFY_BUDGET_MS: '500000' });
    await fill(MANY);
    const { exitCode, report, stderr } = await shop.run('notify');
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ owed: MANY, delivered: MANY, pending: 0, dead: 0 });
    expect(report.peak_rss_mb).toBeLessThan(MOST_MEMORY_MB);
    expect(shop.publications.attempts()).toHaveLength(MANY);
    expect(new Set(heard()).size).toBe(MANY);
    expect(await pending()).toEqual([]);
    noteFault({
      fault: `receiver: ${MANY} webhooks pending`,
      tried: 1,
      outcome: `all delivered once, ${report.peak_rss_mb} MB`,
      lost: 0,
      appliedTwice: 0,
    });
  },
);

test('a receiver that goes away and comes back in mid-phase gets what it missed, and no more', async () => {
  await repeatedly('down in mid-phase', 'the rest stays pending', async () => {
    await fill(2000);
    shop.publications.latencyMs = 5;
    const job = shop.start('notify');
    while (shop.publications.received().length < 300) await delay(5);
    network.mode = 'refuse';
    network.cut();
    const { exitCode, report } = await job.done;
    expect(exitCode).toBe(69);
    expect(report.delivered).toBeGreaterThanOrEqual(290);
    expect(report.delivered + report.pending).toBe(2000);
    const left = await pending();
    expect(left).toHaveLength(report.pending);
    expect(left.every(({ attempts }) => attempts === 0)).toBe(true);
    network.mode = 'pass';
    expectExit(await shop.run('notify'), 0);
    expect(new Set(heard()).size).toBe(2000);
    // What was on its way when it went is the only thing that may come twice.
    expect(heard().length - 2000).toBeLessThanOrEqual(8);
  });
});
