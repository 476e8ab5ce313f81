import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { runJob, startJob } from '../support/job.ts';
import { sharedReceiver } from '../support/receiver.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();
const receiver = await sharedReceiver();
beforeEach(() => shop.schema.query('DELETE FROM sync_alert'));

const sync = (more: Record<string, string>) =>
  runJob(['sync'], { ...shop.env, ALERT_URL: receiver.url, ...more });

test('a wrong alert is 78 like any other variable, and names what the template needs', async () => {
  const wrong = await sync({ ALERT_TEMPLATE: 'whapi', ALERT_AFTER_RUNS: '-1' });
  expect(wrong.exitCode).toBe(78);
  for (const part of ['ALERT_TO is missing', 'ALERT_SECRET is missing', 'ALERT_AFTER_RUNS must be']) {
    expect(wrong.report.reason).toContain(part);
  }
});

test('a wrong variable that only decides what to alert is alerted itself', async () => {
  const wrong = await sync({ NOTIFY: 'yes', ALERT_AFTER_RUNS: 'many' });
  expect(wrong.exitCode, wrong.stderr).toBe(78);
  expect(receiver.alerts).toMatchObject([{ body: { exit_code: 78 } }]);
  expect(receiver.alerts[0]?.body['text']).toContain('NOTIFY must be');
});

test('a `.env` that leaves TARGETS_FILE empty has no targets, and its troubles are remembered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alert-'));
  writeFileSync(join(folder, '.env'), 'TARGETS_FILE=\n');
  const env = { ...shop.env, ALERT_URL: receiver.url, CHECKOUT: 'one' };
  for (const _run of [1, 2]) await startJob(['sync'], env, folder).done;
  rmSync(folder, { recursive: true });
  expect(receiver.alerts).toHaveLength(1);
  expect(await shop.schema.query('SELECT trouble, runs FROM sync_alert')).toEqual([
    { trouble: '78', runs: 2 },
  ]);
});

test('the doctor looks at what alerts need, where there are any', async () => {
  const checks = async (env: Record<string, string>) => {
    const { stdout } = await runJob(['doctor', '--json'], { ...shop.env, ...env });
    const found = JSON.parse(stdout) as { check: string; ok: boolean }[];
    return found.filter(({ check }) => check.includes('alert')).map(({ check, ok }) => `${check} ${ok}`);
  };
  expect(await checks({})).toEqual([]);
  expect(await checks({ ALERT_URL: receiver.url })).toEqual([
    'configuration: alert true',
    'database: rights for alerts true',
  ]);
  expect(await checks({ ALERT_URL: 'nowhere' })).toEqual(['configuration: alert false']);
  expect(receiver.alerts).toEqual([]);
});
