import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StartedJob } from '../support/job.ts';
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

test.each([['sync'], ['notify'], ['migrate']])(
  'while a run holds the lock, `%s` leaves within 5 s and names the holder, since when, and its last sign of life',
  async (command) => {
    const [run] = await shop.schema.query<{ run_id: string; started_at: string; alive_at: string }>(
      'SELECT run_id, started_at, alive_at FROM sync_run',
    );
    const { exitCode, stderr, report } = await shop.run(command);
    // By its own clock, since a busy machine may take seconds to start a process; `migrate` has no report.
    if (command !== 'migrate') expect(report.duration_ms).toBeLessThan(5000);
    expect(exitCode, stderr).toBe(75);
    expect(stderr).toContain(
      `sync ${run?.run_id}, since ${run?.started_at} UTC, last sign of life ${run?.alive_at} UTC`,
    );
    expect(await shop.schema.query('SELECT run_id FROM sync_run')).toEqual([{ run_id: run?.run_id }]);
  },
);

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
