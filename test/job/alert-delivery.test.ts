import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertedShop, expectNothingHarmed } from '../support/alerted-shop.ts';
import { runJob } from '../support/job.ts';

const { shop, receiver, sync, bitcramDown, remembered } = await alertedShop();

test('where the database cannot be reached, or lacks the table, each run tells by itself', async () => {
  for (const _run of [1, 2]) {
    const unreached = await sync({ PORT_DB: '9' });
    expect(unreached.exitCode, unreached.stderr).toBe(69);
    expectNothingHarmed(unreached);
    expect(unreached.told.map(({ body }) => body)).toMatchObject([{ exit_code: 69, owed: null, dead: null }]);
  }
  await shop.schema.query('RENAME TABLE sync_alert TO kept_aside');
  bitcramDown();
  const forgetful = await sync();
  await shop.schema.query('RENAME TABLE kept_aside TO sync_alert');
  expect(forgetful.exitCode, forgetful.stderr).toBe(69);
  expect(forgetful.told).toHaveLength(1);
  expect(
    forgetful.log.some(
      ({ severity, message }) => severity === 'WARNING' && /sync_alert/.test(String(message)),
    ),
  ).toBe(true);
});

test.each([500, 302, 404, 0])(
  'a receiver that answers %i (0: never) changes nothing of the run, is waited for 5 s at most, and is told again by the next one',
  async (status) => {
    bitcramDown();
    receiver.status = status;
    const quiet = await sync({ ALERT_URL: '' });
    const startedMs = performance.now();
    const failed = await sync();
    expect(performance.now() - startedMs).toBeLessThan(quiet.report.duration_ms + 12_000);
    expect(failed.exitCode, failed.stderr).toBe(69);
    expectNothingHarmed(failed);
    expect(failed.told).toHaveLength(1);
    expect(failed.log.at(-2)).toMatchObject({ severity: 'WARNING' });
    expect(failed.log.at(-2)?.['message']).toMatch(/^could not tell ALERT_URL of it: /);
    expect(await remembered()).toEqual([{ trouble: '69', runs: 1, told: 0 }]);
    receiver.status = 200;
    expect((await sync()).told).toHaveLength(1);
    receiver.status = status;
    shop.bitcram.intercept();
    const recovered = await sync();
    expect(recovered.exitCode, recovered.stderr).toBe(0);
    expect(recovered.told).toHaveLength(1);
    receiver.status = 200;
    expect((await sync()).told).toMatchObject([{ body: { event: 'sync.well' } }]);
  },
);

test.each<[string, Record<string, string>, (text: string) => object, string | undefined]>([
  ['slack', {}, (text) => ({ text }), undefined],
  ['google-chat', {}, (text) => ({ text }), undefined],
  [
    'whapi',
    { ALERT_TO: '5491100000000', ALERT_SECRET: 's3cr3t-bearer' },
    (text) => ({ to: '5491100000000', body: text }),
    'Bearer s3cr3t-bearer',
  ],
])(
  'ALERT_TEMPLATE=%s makes the body that this receiver takes',
  async (template, more, shape, authorization) => {
    shop.bitcram.intercept(() => ({ status: 418, body: '<!channel> & <users/all>' }));
    const result = await sync({ ALERT_TEMPLATE: template, ...more });
    expectNothingHarmed(result);
    const [alert] = result.told;
    const text = String(alert?.body['text'] ?? alert?.body['body']);
    expect(text).toMatch(
      /^Inventory sync: Bitcram answered something that cannot be used\. The stock stays as it was\. What changed since then is not published yet\. .* \(run \S+ stopped \(exit 65\): /,
    );
    expect(alert?.body).toEqual(shape(text));
    expect(alert?.authorization).toBe(authorization);
    if (template !== 'whapi') expect(text).not.toMatch(/[<>]/);
  },
);

test('an alert names its target, which remembers for itself; a file of targets that cannot be read is alerted each time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alert-'));
  const file = join(folder, 'targets.json');
  const { NAME_DB, ...rest } = shop.env;
  writeFileSync(file, JSON.stringify([{ name: 'centro', NAME_DB }]));
  const one = { ...rest, TARGETS_FILE: file, ALERT_URL: receiver.url };
  bitcramDown();
  for (const _run of [1, 2]) await runJob(['sync'], one);
  expect(receiver.alerts).toHaveLength(1);
  expect(receiver.alerts[0]?.body).toMatchObject({ target: 'centro', exit_code: 69 });
  expect(receiver.alerts[0]?.body['text']).toMatch(/^Inventory sync of centro: run /);
  expect(await remembered()).toEqual([{ trouble: '69', runs: 2, told: 1 }]);
  rmSync(folder, { recursive: true });
  for (const _run of [1, 2]) await runJob(['sync'], { ...one, NAME_DB: String(NAME_DB) });
  expect(receiver.alerts.map(({ body }) => body['exit_code'])).toEqual([69, 78, 78]);
  expect(await remembered()).toEqual([{ trouble: '69', runs: 2, told: 1 }]);
});

test('no secret goes out, whatever a server says, and none stands in the log', async () => {
  const secrets = [shop.env['BITCRAM_TOKEN'], 's3cr3t-bearer', 's3cr3t-path-of-the-hook'];
  shop.bitcram.intercept(() => ({
    status: 418,
    body: `you sent ${secrets.join(' and ')} to ${receiver.url}`,
  }));
  const { told, stderr } = await sync({ ALERT_SECRET: 's3cr3t-bearer', LOG_LEVEL: 'trace' });
  expect(told[0]?.authorization).toBe('Bearer s3cr3t-bearer');
  expect(told[0]?.text).toContain('[hidden]');
  for (const secret of secrets) {
    expect(told[0]?.text).not.toContain(secret);
    expect(stderr).not.toContain(secret);
  }
});
