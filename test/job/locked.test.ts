import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runJob, startJob, type StartedJob } from '../support/job.ts';
import { goods, offer } from '../support/goods.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let holder: StartedJob;
beforeEach(async () => {
  shop = await openShop();
  offer(shop, goods(3));
  // A list that never comes keeps the run, and its lock, where it is.
  shop.bitcram.intercept(({ endpoint }) => (endpoint === 'price_list' ? () => undefined : undefined));
  holder = shop.start('sync');
  await vi.waitUntil(() => shop.bitcram.requests.some(({ endpoint }) => endpoint === 'price_list'), {
    timeout: 20_000,
  });
});
afterEach(async () => {
  holder.process.kill('SIGKILL');
  await holder.done;
  await shop.close();
});

test('while a run holds the lock, `migrate` names the holder, since when, and its last sign of life', async () => {
  const [run] = await shop.schema.query<{ run_id: string; started_at: string; alive_at: string }>(
    'SELECT run_id, CAST(started_at AS DATETIME(3)) AS started_at, alive_at FROM sync_run',
  );
  const { exitCode, stderr } = await shop.run('migrate');
  expect(exitCode, stderr).toBe(75);
  expect(stderr).toContain(
    `sync ${run?.run_id}, since ${run?.started_at} UTC, last sign of life ${run?.alive_at} UTC`,
  );
  expect(await shop.schema.query('SELECT run_id FROM sync_run')).toEqual([{ run_id: run?.run_id }]);
});

test('`notify` sends beside a run that loads', async () => {
  const { report } = await shop.run('notify');
  expect(report).toMatchObject({ exit_code: 0, owed: 0 });
});

test('a whole run waits for the holder, then does its own work', async () => {
  const waiting = shop.start('sync');
  await pause(5000);
  shop.bitcram.intercept();
  holder.process.kill('SIGKILL');
  const { exitCode, stderr, report } = await waiting.done;
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3, delivered: 3 });
});

test('a flash does not wait: it is skipped, says so, and is no run', async () => {
  const { exitCode, stdout, log } = await runJob(['sync', '--mode', 'flash', '--json'], {
    ...shop.env,
    // Nobody is there: an alert would show as a warning.
    ALERT_URL: 'http://127.0.0.1:9/',
  });
  expect(exitCode).toBe(0);
  const skipped = { event: 'run.skipped', mode: 'flash', exit_code: 0 };
  expect(log).toMatchObject([{ severity: 'INFO', ...skipped }]);
  expect(JSON.parse(stdout)).toMatchObject({ ...skipped, target: null });
  expect(stdout).toMatch(/skipped: another run holds the lock.*sync \S+, since/);
  expect(await shop.schema.query('SELECT status FROM sync_run')).toEqual([{ status: 'running' }]);
});

test('rounds of a flash that are skipped end with 0, as if they had not been', async () => {
  const rounds = startJob(['sync', '--mode', 'flash', '--every', '1'], shop.env);
  await pause(4000);
  rounds.process.kill('SIGTERM');
  const { exitCode, log } = await rounds.done;
  expect(exitCode).toBe(0);
  expect(log.filter(({ event }) => event === 'run.skipped').length).toBeGreaterThan(1);
});

test('a dry run needs no lock', async () => {
  shop.bitcram.intercept();
  expect((await shop.run('sync', '--dry-run')).report).toMatchObject({ exit_code: 0, inserted: 3 });
});

test('a holder that is killed blocks nobody, and is written down as lost', async () => {
  holder.process.kill('SIGKILL');
  await holder.done;
  shop.bitcram.intercept();
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, inserted: 3, delivered: 3 });
  const runs = await shop.schema.query('SELECT status FROM sync_run ORDER BY started_at');
  expect(runs).toEqual([{ status: 'lost' }, { status: 'succeeded' }]);
});

test('another schema on the same server has a lock of its own', async () => {
  const other = await openShop();
  try {
    offer(other, goods(2));
    expect((await other.run('sync')).report).toMatchObject({ exit_code: 0, inserted: 2 });
  } finally {
    await other.close();
  }
});
