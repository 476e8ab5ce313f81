import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { startJob } from '../support/job.ts';
import { told } from '../support/shelves.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();

interface Row {
  run_id: string;
  mode: string;
  status: string;
  started: number;
}

function runs(): Promise<Row[]> {
  return shop.schema.query<Row>(
    `SELECT run_id, mode, status, UNIX_TIMESTAMP(started_at) + 0e0 AS started FROM sync_run ORDER BY started_at`,
  );
}

async function ended(count: number): Promise<void> {
  await vi.waitUntil(
    async () => (await runs()).filter(({ status }) => status !== 'running').length >= count,
    {
      timeout: 30_000,
    },
  );
}

test.each(['delta', 'flash'])(
  '`--mode %s --every` brings in what changes, each round a run of its own, and a signal ends it with 0',
  async (mode) => {
    offer(shop, goods(5));
    expect((await shop.run('sync')).exitCode).toBe(0);
    shop.publications.reset();
    shop.bitcram.latencyMs = 200;
    const job = startJob(['sync', '--mode', mode, '--every', '1', '--json'], shop.env);
    await ended(3);
    offer(
      shop,
      changed(goods(5), ({ id }) => (id === 2 ? { balance: 1 } : undefined)),
    );
    await vi.waitUntil(() => told(shop).length > 0, { timeout: 10_000 });
    job.process.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await job.done;
    shop.bitcram.latencyMs = 0;
    expect(exitCode, stderr).toBe(0);
    expect(told(shop)).toEqual([2]);
    const [, ...rounds] = await runs();
    expect(new Set(rounds.map((run) => run.mode))).toEqual(new Set([mode]));
    const reports = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { run_id: string; status: string; duration_ms: number });
    // One that the signal meets before it has a row has a report all the same.
    const [begun, ...others] = reports.slice(rounds.length).map(({ status }) => status);
    expect([begun ?? 'interrupted', others]).toEqual(['interrupted', []]);
    expect(reports.slice(0, rounds.length).map((report) => report.run_id)).toEqual(
      rounds.map((run) => run.run_id),
    );
    // The first loads the program before it has a row.
    const [first = 0, second = 0, third = 0] = rounds.map(({ started }) => started);
    expect(third - second).toBeGreaterThan(0.5);
    // From start to start: from an end to the next start, a round's own time would come on top.
    const [one = 0, two = 0] = reports.map((report) => report.duration_ms / 1000);
    expect(third - first).toBeLessThan(2 + one + two);
  },
);

test('a round that takes longer than the time between two is followed at once, and never joined by another', async () => {
  offer(shop, goods(2));
  shop.bitcram.latencyMs = 1500;
  const job = startJob(['sync', '--every', '1'], shop.env);
  await ended(2);
  shop.bitcram.latencyMs = 0;
  job.process.kill('SIGTERM');
  expect((await job.done).exitCode).toBe(0);
  const [first, second] = await runs();
  expect((second?.started ?? 0) - (first?.started ?? 0)).toBeGreaterThan(1.5);
  expect(new Set((await runs()).map(({ status }) => status))).not.toContain('lost');
});

test('a round that fails is followed by the next, and its code is the one that it all ends with', async () => {
  offer(shop, goods(2));
  shop.bitcram.intercept(({ endpoint }) =>
    endpoint === 'price_list' ? { status: 200, body: '{}' } : undefined,
  );
  const job = startJob(['sync', '--every', '1'], shop.env);
  await ended(1);
  shop.bitcram.intercept();
  await vi.waitUntil(async () => (await runs()).some(({ status }) => status === 'succeeded'), {
    timeout: 20_000,
  });
  job.process.kill('SIGINT');
  expect((await job.done).exitCode).toBe(65);
});

test('an environment that cannot be used ends it at once', async () => {
  const unconfigured = await startJob(['sync', '--every', '1'], { ...shop.env, CHECKOUT: '' }).done;
  expect(unconfigured.exitCode).toBe(78);
  expect(await runs()).toEqual([]);
});

test('a flash that is started before the first whole run waits for it, round after round', async () => {
  offer(shop, goods(2));
  const job = startJob(['sync', '--mode', 'flash', '--every', '1'], shop.env);
  await ended(1);
  expect((await shop.run('sync')).exitCode).toBe(0);
  await vi.waitUntil(
    async () => (await runs()).some(({ mode, status }) => mode === 'flash' && status === 'succeeded'),
    { timeout: 20_000 },
  );
  job.process.kill('SIGTERM');
  expect((await job.done).exitCode).toBe(78);
});

test('a signal ends a round that hangs as it ends a run', async () => {
  offer(shop, goods(2));
  shop.bitcram.intercept(({ endpoint }) => (endpoint === 'price_list' ? () => undefined : undefined));
  const job = startJob(['sync', '--every', '1'], shop.env);
  await vi.waitUntil(() => shop.bitcram.requests.some(({ endpoint }) => endpoint === 'price_list'), {
    timeout: 20_000,
  });
  await pause(200);
  job.process.kill('SIGTERM');
  const { exitCode, report } = await job.done;
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ status: 'interrupted', exit_code: 143 });
});
