import { beforeEach, expect, test, vi } from 'vitest';
import { lockName } from '../../src/mysql/lock.ts';
import { goods, offer, seed } from '../support/goods.ts';
import { type JobResult, runJob, startJob } from '../support/job.ts';
import type { Shop } from '../support/shop.ts';
import { reportsOf, targetShops } from '../support/target-shops.ts';

const SHOPS = 10;
const { shops, env, shop, targetOf, write } = targetShops(SHOPS);
beforeEach(async () => {
  for (const { publications, schema } of shops) {
    publications.reset();
    for (const table of ['raw_item_data', 'sync_run', 'channel_outbox'])
      await schema.query(`DELETE FROM ${table}`);
  }
});

const run = (args: string[], more: Record<string, string> = {}): Promise<JobResult> =>
  runJob(args, { ...env, ...more });
const task = (index: number, count: number): Record<string, string> => ({
  CLOUD_RUN_TASK_INDEX: String(index),
  CLOUD_RUN_TASK_COUNT: String(count),
});
const runsOf = (each: Shop) => each.schema.query<{ status: string }>('SELECT status FROM sync_run');

test('four processes share ten targets: each is brought up to date exactly once, and one whose API is down stops no other', async () => {
  shop(5).bitcram.intercept(() => ({ status: 503 }));
  const results = await Promise.all([0, 1, 2, 3].map((index) => run(['sync', '--json'], task(index, 4))));
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 69, 0, 0]);
  expect(results.map((result) => reportsOf(result).map(({ target }) => target))).toEqual([
    ['shop-0', 'shop-4', 'shop-8'],
    ['shop-1', 'shop-5', 'shop-9'],
    ['shop-2', 'shop-6'],
    ['shop-3', 'shop-7'],
  ]);
  const reports = results.flatMap(reportsOf);
  expect(new Set(reports.map(({ run_id }) => run_id)).size).toBe(SHOPS);
  for (const [index, each] of shops.entries()) {
    const down = index === 5;
    expect(await each.rows()).toHaveLength(down ? 0 : index + 1);
    expect(each.publications.received()).toHaveLength(down ? 0 : index + 1);
    expect(await runsOf(each)).toEqual([{ status: down ? 'failed' : 'succeeded' }]);
  }
  shop(5).bitcram.intercept();
  // The task that failed is tried again, and with it only its own.
  const again = await run(['sync', '--json'], { ...task(1, 4), CLOUD_RUN_TASK_ATTEMPT: '1' });
  expect(again.exitCode, again.stderr).toBe(0);
  expect(reportsOf(again)).toMatchObject([
    { target: 'shop-1', unchanged: 2 },
    { target: 'shop-5', inserted: 6 },
    { target: 'shop-9', unchanged: 10 },
  ]);
  expect(await runsOf(shop(0))).toHaveLength(1);
});

test('a word that is no product is said by each target, since only its own source says what is one', async () => {
  write(2);
  const result = await run(['sync', '--json', '--select', '0042a']);
  expect(result.exitCode, result.stderr).toBe(64);
  const refused = { exit_code: 64, error_code: 'platform.no_id', loaded: false };
  expect(reportsOf(result)).toMatchObject([
    { target: 'shop-0', ...refused },
    { target: 'shop-1', ...refused },
  ]);
  expect(await runsOf(shop(0))).toEqual([]);
});

test('one process runs the targets one after the other, each line saying whose it is, and ends with the worst code', async () => {
  write(4);
  shop(0).bitcram.intercept(() => ({ status: 503 }));
  shop(1).bitcram.intercept(({ endpoint }) =>
    endpoint === 'price_list' ? { status: 200, body: '{}' } : undefined,
  );
  const result = await run(['sync', '--json']);
  expect(result.exitCode, result.stderr).toBe(65);
  expect(reportsOf(result)).toMatchObject([
    { target: 'shop-0', exit_code: 69 },
    { target: 'shop-1', exit_code: 65 },
    { target: 'shop-2', exit_code: 0, inserted: 3 },
    { target: 'shop-3', exit_code: 0, inserted: 4 },
  ]);
  for (const line of result.log) {
    expect(line['target']).toMatch(/^shop-[0-3]$/);
    expect(line['run_id']).toBeTypeOf('string');
  }
  const told = result.log.filter(({ event }) => event === 'run.finished').map(({ target }) => target);
  expect(told).toEqual(['shop-0', 'shop-1', 'shop-2', 'shop-3']);
});

test('a target whose lock another run holds stops no other', async () => {
  write(2);
  const lock = [lockName(shop(0).schema.name)];
  await shop(0).schema.query('DO GET_LOCK(?, 0)', lock);
  const result = await run(['migrate', '--json']);
  await shop(0).schema.query('DO RELEASE_LOCK(?)', lock);

  expect(result.exitCode, result.stderr).toBe(75);
  expect(result.log).toMatchObject([
    { target: 'shop-0', error_code: 'mysql.locked', exit_code: 75 },
    { target: 'shop-1', applied: [] },
  ]);
});

test('a task without a share exits with 0 and one line, with the file and without', async () => {
  write(3);
  const { TARGETS_FILE: _file, ...bare } = { ...env, ...shop(0).env };
  for (const idle of [
    await run(['sync', '--json'], task(3, 5)),
    await runJob(['sync'], { ...bare, ...task(1, 2) }),
  ]) {
    expect(idle).toMatchObject({ exitCode: 0, stdout: '' });
    expect(idle.log).toMatchObject([{ event: 'task.idle', severity: 'INFO' }]);
    expect(idle.stderr.trimEnd().split('\n')).toHaveLength(1);
  }
  expect(shop(0).bitcram.requests).toEqual([]);
});

test('a target that is named is run by one of several tasks', async () => {
  const results = await Promise.all(
    [0, 1, 2].map((index) => run(['sync', '--json', '--target', 'shop-1'], task(index, 3))),
  );
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(results.flatMap(reportsOf)).toMatchObject([{ target: 'shop-1', inserted: 2 }]);
  expect(await runsOf(shop(1))).toHaveLength(1);
});

test('SIGTERM stops the target at work and starts no further one', async () => {
  write(4);
  shop(1).bitcram.intercept(() => () => undefined);
  const seen = shop(1).bitcram.requests.length;
  const job = startJob(['sync', '--json'], env);
  await vi.waitUntil(() => shop(1).bitcram.requests.length > seen, { timeout: 20_000 });
  job.process.kill('SIGTERM');
  const result = await job.done;
  expect(result.exitCode, result.stderr).toBe(143);
  expect(reportsOf(result)).toMatchObject([
    { target: 'shop-0', exit_code: 0 },
    { target: 'shop-1', exit_code: 143 },
  ]);
  expect(result.log.at(-1)).toMatchObject({
    event: 'targets.left',
    message: 'stopped before 2 targets: shop-2, shop-3',
  });
  expect(await runsOf(shop(2))).toEqual([]);
});

test('a file with mistakes is 78 with one report that names them, and no target is run', async () => {
  write(2, { name: 'twin', NAME_DB: shop(0).schema.name, CHECKOUT: 'planted-value' });
  const result = await run(['sync', '--json']);
  expect(result.exitCode, result.stderr).toBe(78);
  const [report, ...more] = reportsOf(result);
  expect(more).toEqual([]);
  expect(report).toMatchObject({ event: 'run.finished', status: 'failed', target: null });
  expect(report?.['reason']).toContain('target twin: CHECKOUT must be');
  expect(report?.['reason']).toContain('target twin: NAME_DB is on the database and schema of target shop-0');
  expect(result.stdout + result.stderr).not.toContain('planted-value');
  expect(await runsOf(shop(0))).toEqual([]);
});

test('a command for one shop asks which, and --target names it; the others take each or the one that is named', async () => {
  write(3);
  await run(['sync', '--no-notify']);
  const unnamed = await run(['runs']);
  expect(unnamed.exitCode).toBe(64);
  expect(unnamed.log[0]?.['message']).toContain('name it with --target: shop-0, shop-1, shop-2');
  const unknown = await run(['sync', '--target', 'shop-9']);
  expect(unknown.exitCode).toBe(64);
  expect(unknown.log[0]?.['message']).toContain('the targets are shop-0, shop-1, shop-2');
  const listed = await run(['runs', '--json', '--target', 'shop-1']);
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { exit_code: 69, report: { target: 'shop-1', pending: 2 } },
  ]);
  expect((await run(['runs', 'show', 'nobody', '--target', 'shop-1'])).exitCode).toBe(64);

  const one = await run(['notify', '--json', '--target', 'shop-1']);
  expect(reportsOf(one)).toMatchObject([{ target: 'shop-1', delivered: 2 }]);
  const all = await run(['notify', '--json']);
  expect(all.exitCode, all.stderr).toBe(0);
  expect(reportsOf(all)).toMatchObject([{ delivered: 1 }, { delivered: 0 }, { delivered: 3 }]);

  const migrated = await run(['migrate']);
  expect(migrated.exitCode, migrated.stderr).toBe(0);
  expect(migrated.log.map(({ target }) => target)).toEqual(['shop-0', 'shop-1', 'shop-2']);
  const doctor = await run(['doctor']);
  expect(doctor.exitCode, doctor.stdout).toBe(0);
  expect(doctor.stdout.match(/^target shop-\d$/gm)).toHaveLength(3);
  const { TARGETS_FILE: _file, ...bare } = { ...env, ...shop(0).env };
  const alone = await runJob(['sync', '--target', 'shop-0'], bare);
  expect(alone.exitCode).toBe(64);
  expect(alone.log[0]?.['message']).toContain('set TARGETS_FILE');
});

test('a target that a command cannot even reach is told with its name, and the next one is worked on', async () => {
  write(0, { ...targetOf(0), PORT_DB: 9 }, targetOf(1));
  const result = await run(['migrate']);
  expect(result.exitCode, result.stderr).toBe(69);
  expect(result.log).toMatchObject([
    { target: 'shop-0', severity: 'ERROR' },
    { target: 'shop-1', message: 'the schema is up to date' },
  ]);
});

test('what a process needs does not grow with the number of its targets', async () => {
  const many = goods(4000);
  for (const each of shops) {
    offer(each, many);
    await seed(
      each,
      many.map((good) => ({ ...good, price: 1 })),
    );
  }
  const peakOf = async (count: number): Promise<number> => {
    write(count);
    const result = await run(['sync', '--json', '--no-notify', '--dry-run']);
    expect(result.exitCode, result.stderr).toBe(0);
    return Number(reportsOf(result).at(-1)?.['peak_rss_mb']);
  };
  const few = await peakOf(2);
  expect(await peakOf(SHOPS)).toBeLessThan(few * 1.15);
});

test('a round that no longer finds its target has a report of 78, and the rounds go on until it is back', async () => {
  const job = startJob(['sync', '--every', '1', '--target', 'shop-1', '--json'], env);
  let printed = '';
  job.process.stdout?.on('data', (part: Buffer) => (printed += part.toString()));
  await vi.waitUntil(async () => (await runsOf(shop(1))).some(({ status }) => status === 'succeeded'), {
    timeout: 20_000,
  });
  write(1);
  await vi.waitUntil(() => printed.includes('"exit_code":78'), { timeout: 20_000 });
  const before = (await runsOf(shop(1))).length;
  write(SHOPS);
  await vi.waitUntil(async () => (await runsOf(shop(1))).length > before, { timeout: 20_000 });
  job.process.kill('SIGTERM');
  const { exitCode, stdout } = await job.done;
  expect(exitCode).toBe(78);
  expect(stdout).toContain('"cli.target_unknown"');
});
