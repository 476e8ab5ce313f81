import { expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import type { JobResult } from '../support/job.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();
offer(shop, goods(4), { product_id: 5, price: '1.234,56' });
const first = await shop.run('sync', '--json');

const parsed = ({ stdout }: JobResult) => JSON.parse(stdout) as Record<string, unknown>;
const listed = ({ stdout }: JobResult) => JSON.parse(stdout) as Record<string, unknown>[];

test('the last log line is the report, with everything that was promised of it', () => {
  expect(first.log.at(-1)).toMatchObject({
    event: 'run.finished',
    severity: 'INFO',
    status: 'succeeded',
    exit_code: 0,
    mode: 'delta',
    fetched: 5,
    unchanged: 0,
    inserted: 4,
    updated: 0,
    duplicates: 0,
    quarantined: 1,
    missing: 0,
    removed: 0,
    negative: 0,
    owed: 4,
    delivered: 4,
    pending: 0,
    dead: 0,
  });
  const { run_id, duration_ms, peak_rss_mb, phases_ms, message, time } = first.log.at(-1) ?? {};
  expect(run_id).toMatch(/^\d{8}-\d{6}-[0-9a-f]+$/);
  expect(duration_ms).toBeGreaterThan(0);
  expect(peak_rss_mb).toBeGreaterThan(20);
  expect(Object.keys(phases_ms as object)).toEqual(['locate', 'extract', 'guard', 'load', 'webhooks']);
  expect(message).toMatch(
    /^Done in \S+ s: 4 products are new, 1 in quarantine; 4 webhooks delivered, none pending\./,
  );
  expect(Date.parse(String(time))).toBeGreaterThan(Date.now() - 600_000);
});

test('--json prints the same report on stdout, and nothing else', () => {
  const report = parsed(first);
  expect(first.stdout.trim().split('\n')).toHaveLength(1);
  expect(first.report).toMatchObject(report);
  const onlyInLog = Object.keys(first.report).filter((key) => !(key in report));
  expect(onlyInLog.toSorted()).toEqual(['message', 'severity', 'time']);
});

test('every log line of a run is one JSON object with severity, message, time and run_id', async () => {
  shop.env['LOG_LEVEL'] = 'debug';
  const { stderr, log } = await shop.run('sync');
  delete shop.env['LOG_LEVEL'];
  expect(log).toHaveLength(stderr.trim().split('\n').length);
  for (const line of log) {
    for (const key of ['severity', 'message', 'time', 'run_id']) expect(line[key]).toBeTypeOf('string');
  }
  expect(log.some(({ phase }) => phase === 'extract')).toBe(true);
});

test('without --json nothing is printed on stdout, and the report stands even where only errors are logged', async () => {
  shop.env['LOG_LEVEL'] = 'error';
  const { stdout, log } = await shop.run('sync');
  delete shop.env['LOG_LEVEL'];
  expect(stdout).toBe('');
  expect(log).toMatchObject([{ event: 'run.finished', status: 'succeeded' }]);
});

test('a run is in sync_run as it was reported', async () => {
  const [row] = await shop.schema.query<{
    report: string;
    fetched: number;
    delivered: number;
    exit_code: number;
  }>('SELECT * FROM sync_run WHERE run_id = ?', [first.report['run_id']]);
  expect(JSON.parse(row?.report ?? '')).toEqual(parsed(first));
  expect(row).toMatchObject({ status: 'succeeded', exit_code: 0, fetched: 5, inserted: 4, delivered: 4 });
});

test('`runs` shows the history, newest first, as a table or as JSON', async () => {
  await shop.run('sync');
  const runs = listed(await shop.run('runs', '--json'));
  expect(runs.length).toBeGreaterThanOrEqual(2);
  expect(runs.at(-1)).toMatchObject({
    run_id: first.report['run_id'],
    exit_code: 0,
    report: { inserted: 4 },
  });
  const one = await shop.run('runs', '--limit', '1');
  expect(one.stdout).toContain(String(runs[0]?.['run_id']));
  expect(one.stdout).not.toContain(String(first.report['run_id']));
  expect(one.stderr).toBe('');
});

test("`runs show` tells one run's whole story", async () => {
  const id = String(first.report['run_id']);
  const told = await shop.run('runs', 'show', id);
  expect(told.exitCode).toBe(0);
  expect(told.stdout).toMatch(new RegExp(`\\nRun ${id}; --json has all that is known of it\\.\\n$`));
  expect(told.stdout).not.toMatch(/[{}]|[a-z]_[a-z]/);
  expect(parsed(await shop.run('runs', 'show', id, '--json'))).toMatchObject({
    run_id: id,
    command: 'sync',
    forced: false,
    warehouse_id: '301',
    price_list_id: '701',
    report: { fetched: 5, quarantined: 1 },
  });
  const unknown = await shop.run('runs', 'show', 'nobody');
  expect(unknown.exitCode).toBe(64);
  expect(unknown.stdout).toBe('');
});

test('`quarantine` lists what cannot be used with its reason and text, and with --all what was corrected', async () => {
  const told = await shop.run('quarantine');
  expect(told.stdout).toMatch(/^5\b.*\n.*cannot read the price "1\.234,56"/);
  expect(listed(await shop.run('quarantine', '--json'))).toMatchObject([
    { product_id: 5, list: 'price_list', reason: 'bad_price', settled_at: null },
  ]);
  offer(shop, goods(5));
  await shop.run('sync');
  expect((await shop.run('quarantine')).stdout).toContain('nothing is in quarantine');
  expect(listed(await shop.run('quarantine', '--json'))).toEqual([]);
  const all = listed(await shop.run('quarantine', '--all', '--json'));
  expect(all.map(({ settled_at }) => settled_at === null)).toEqual([false]);
});

test('history older than HISTORY_DAYS is forgotten by the next run', async () => {
  await shop.schema.query(`UPDATE sync_run SET started_at = started_at - INTERVAL 3 DAY`);
  shop.env['HISTORY_DAYS'] = '4';
  await shop.run('sync');
  const before = listed(await shop.run('runs', '--json')).length;
  expect(before).toBeGreaterThan(2);
  shop.env['HISTORY_DAYS'] = '2';
  await shop.run('sync');
  expect(listed(await shop.run('runs', '--json'))).toHaveLength(2);

  // Also by one that leaves a webhook pending, which may be so for long.
  await shop.schema.query(`UPDATE sync_run SET started_at = started_at - INTERVAL 3 DAY`);
  shop.publications.intercept(() => ({ status: 503 }));
  offer(shop, [{ id: 1, price: 77, balance: 1 }]);
  expect((await shop.run('sync', '--force')).exitCode).toBe(69);
  shop.publications.intercept();
  expect(listed(await shop.run('runs', '--json'))).toHaveLength(1);
});

test('`migrate --json` prints what was applied', async () => {
  expect(parsed(await shop.run('migrate', '--json'))).toEqual({ target: null, applied: [] });
  await shop.schema.query('DELETE FROM sync_migration WHERE version = 2');
  expect(parsed(await shop.run('migrate', '--json'))).toEqual({ target: null, applied: ['002_alert.sql'] });
});
