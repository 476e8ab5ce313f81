import { afterAll, expect, test, vi } from 'vitest';
import { lockName } from '../../src/mysql/lock.ts';
import { alertedShop, expectNothingHarmed } from '../support/alerted-shop.ts';
import { changed, goods, offer } from '../support/goods.ts';
import { runJob, type StartedJob, startJob } from '../support/job.ts';
import { openReceiver } from '../support/receiver.ts';
import { openShop } from '../support/shop.ts';

const { shop, receiver, sync, bitcramDown, remembered } = await alertedShop();
// Beside the other tests, since it takes a minute; the last one asks how it ended.
const locked = waitForAnother();
afterAll(() => locked);

/** A run in a shop of its own whose lock another one holds for all the time that it waits. */
async function waitForAnother() {
  const [other, { url, alerts, close }] = await Promise.all([openShop(), openReceiver()]);
  const lock = [lockName(other.schema.name)];
  await other.schema.query('DO GET_LOCK(?, 0)', lock);
  const result = await runJob(['sync'], { ...other.env, ALERT_URL: url });
  const troubles = await other.schema.query('SELECT trouble FROM sync_alert');
  await Promise.all([other.close(), close()]);
  return { result, alerts, troubles };
}

test('a run that goes well alerts nobody, and writes nothing of it', async () => {
  const result = await sync();
  expect(result.exitCode, result.stderr).toBe(0);
  expect(result.told).toEqual([]);
  expect(await remembered()).toEqual([]);
});

test('trouble is alerted once and not once per run, with what happened, and once that all is well', async () => {
  bitcramDown();
  const first = await sync();
  expect(first.exitCode, first.stderr).toBe(69);
  expectNothingHarmed(first);
  expect(first.told).toHaveLength(1);
  expect(first.told[0]).toMatchObject({
    contentType: 'application/json',
    authorization: undefined,
    body: {
      event: 'sync.trouble',
      target: null,
      run_id: first.report['run_id'],
      status: 'failed',
      exit_code: 69,
      troubles: [{ kind: '69', runs: 1 }],
      owed: 0,
      dead: 0,
    },
  });
  expect(first.told[0]?.body['text']).toMatch(
    /^Inventory sync: run \S+ failed \(exit 69\): Bitcram answers 503/,
  );
  expect((await sync()).told).toEqual([]);
  expect(await remembered()).toEqual([{ trouble: '69', runs: 2, told: 1 }]);

  const other = await sync({ CHECKOUT: 'one' });
  expect(other.exitCode).toBe(78);
  expect(other.told.map(({ body }) => body['exit_code'])).toEqual([78]);
  expect((await sync({ CHECKOUT: 'one' })).told).toEqual([]);

  shop.bitcram.intercept();
  const well = await sync();
  expect(well.told.map(({ body }) => body)).toMatchObject([
    { event: 'sync.well', exit_code: 0, troubles: [] },
  ]);
  expect(await remembered()).toEqual([]);
  expect((await sync()).told).toEqual([]);
});

test('a channel that is late is alerted after more than ALERT_AFTER_RUNS whole runs, and no flash counts', async () => {
  const patience = { ALERT_AFTER_RUNS: '2' };
  shop.publications.intercept(() => ({ status: 503 }));
  const [first, second] = [await sync(patience), await sync(patience)];
  expect(first.report, first.stderr).toMatchObject({ exit_code: 69, pending: 3, error: 'OwedError' });
  for (const _round of [1, 2, 3]) expect((await sync(patience, '--mode', 'flash')).told).toEqual([]);
  expect([first.told, second.told]).toEqual([[], []]);
  const { told } = await sync(patience);
  expect(told.map(({ body }) => body)).toMatchObject([
    { event: 'sync.trouble', troubles: [{ kind: 'owed', runs: 3 }], owed: 3, dead: 0 },
  ]);
  expect(told[0]?.body['text']).toMatch(
    /^Inventory sync: Mercado Libre is behind: 3 products, for (?:less than a minute|\d minutes?)\. .* \(run \S+ is incomplete \(exit 69\): 3 webhooks still pending: /,
  );
  expect((await sync(patience)).told).toEqual([]);
  shop.publications.intercept();
  expect((await sync(patience)).told).toMatchObject([{ body: { event: 'sync.well' } }]);
  expect(await remembered()).toEqual([]);
});

test('a channel that is late for half an hour is alerted whatever the number of runs, also by a flash', async () => {
  const patience = { ALERT_AFTER_RUNS: '99', ALERT_TEMPLATE: 'slack', LANG: 'es_AR.UTF-8' };
  shop.publications.intercept(() => ({ status: 503 }));
  expect((await sync(patience)).told).toEqual([]);
  await shop.schema.query(
    'UPDATE channel_outbox SET owed_at = owed_at - INTERVAL 31 MINUTE WHERE subject_id = 2',
  );
  const { told } = await sync(patience, '--mode', 'flash');
  expect(told.map(({ body }) => body['text'])).toEqual([
    expect.stringMatching(
      /^Sincronización de stock: Mercado Libre está atrasado: 3 productos, desde hace 31 minutos\. /,
    ),
  ]);
});

test('products that change all the time and are delivered in the next run make no channel late', async () => {
  const patience = { ALERT_AFTER_RUNS: '1' };
  for (const price of [11, 12, 13, 14]) {
    // The one of the run before is delivered, and this one is not.
    const refused = price % 2;
    shop.publications.intercept(({ itemId = 0 }) => (itemId % 2 === refused ? { status: 503 } : undefined));
    offer(
      shop,
      changed(goods(3), ({ id }) => (id % 2 === refused && id > 1 ? { price } : undefined)),
    );
    const { report, told } = await sync(patience);
    expect(report).toMatchObject({ error: 'OwedError' });
    expect(told).toEqual([]);
  }
});

test('a product that a channel refused for good is alerted at once, and hides no channel that is late', async () => {
  const patience = { ALERT_AFTER_RUNS: '0', NOTIFY_ATTEMPTS: '1' };
  shop.publications.intercept(({ itemId }) => (itemId === 2 ? { status: 422 } : undefined));
  const died = await sync(patience);
  expect(died.report, died.stderr).toMatchObject({ exit_code: 0, dead: 1 });
  expect(died.told.map(({ body }) => body)).toMatchObject([
    { event: 'sync.trouble', troubles: [{ kind: 'dead', runs: 1 }], owed: 0, dead: 1 },
  ]);
  expect(died.told[0]?.body['text']).toContain('Mercado Libre refused 1 product, which is not sent again');
  shop.publications.intercept(() => ({ status: 503 }));
  offer(shop, goods(2));
  const { told } = await sync({ ...patience, MISSING_RUNS: '1' });
  expect(told.map(({ body }) => body)).toMatchObject([
    { troubles: [{ kind: 'owed', runs: 1 }], owed: 1, dead: 1 },
  ]);
  shop.publications.intercept();
  await shop.run('notify', '--dead');
  expect((await sync(patience)).told).toMatchObject([{ body: { event: 'sync.well' } }]);
});

/** Starts a job that gets no answer from Bitcram, and waits until it asks. */
async function startHanging(env: Record<string, string>): Promise<StartedJob> {
  shop.bitcram.intercept(() => () => undefined);
  const seen = shop.bitcram.requests.length;
  const job = startJob(['sync'], { ...shop.env, ...env });
  await vi.waitUntil(() => shop.bitcram.requests.length > seen, { timeout: 20_000 });
  return job;
}

test('a run that is stopped tells nobody', async () => {
  const job = await startHanging({ ALERT_URL: receiver.url });
  job.process.kill('SIGTERM');
  expect((await job.done).exitCode).toBe(143);
  expect(receiver.alerts).toEqual([]);
  expect(await remembered()).toEqual([]);
});

test('a dry run tells nobody', async () => {
  bitcramDown();
  expect((await sync({}, '--dry-run')).exitCode).toBe(69);
  expect(receiver.alerts).toEqual([]);
  expect(await remembered()).toEqual([]);
});

test('a run that meets another one waits a minute for it, ends with 75, and tells nobody', async () => {
  const { result, alerts, troubles } = await locked;
  expect(result.exitCode, result.stderr).toBe(75);
  expect(result.report.duration_ms).toBeGreaterThan(59_000);
  expect(alerts).toEqual([]);
  expect(troubles).toEqual([]);
});
