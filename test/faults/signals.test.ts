import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockName } from '../../src/mysql/lock.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { expectComplete, isLoaded, letGo, newDay, openMirroredShop } from '../support/day.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import type { Good } from '../support/goods.ts';
import { type JobResult, startJob, type StartedJob } from '../support/job.ts';
import { hangingAfterWebhooks, hangingOn, type Moment, sending, waitingForARow } from '../support/moments.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import type { Shop } from '../support/shop.ts';

const REPEATS = LONG ? 5 : 1;
/** Less than the grace period of 7 s, after which the process is ended from within, whatever it is doing. */
const LIMIT_MS = 6000;
const CODES = { SIGTERM: 143, SIGINT: 130 } as const;
type StopSignal = keyof typeof CODES;

let shop: Shop;
let database: Proxy;
/** Another application's connection on the shop's schema. */
let application: TestSchema;
let day: readonly Good[];

beforeAll(async () => {
  [shop, application] = await Promise.all([openMirroredShop(), openSchema()]);
  await application.query(`USE ${shop.schema.name}`);
  database = await startProxy({ host: shop.env['HOST_DB'] ?? '', port: Number(shop.env['PORT_DB']) });
  newDay(shop);
  await shop.run('sync');
});
afterAll(async () => {
  await database.close();
  await Promise.all([shop.close(), application.drop()]);
});
beforeEach(() => {
  day = newDay(shop);
});
afterEach(release);

async function release(): Promise<void> {
  await letGo(shop, database, application);
  await shop.schema.query('DELETE FROM slowness');
  await freeLock();
}

/** A procedure that is still being called, or a statement that waits, holds the lock until it ends. */
async function freeLock(): Promise<void> {
  const [used] = await shop.schema.query<{ id: number | null }>('SELECT IS_USED_LOCK(?) AS id', [
    lockName(shop.schema.name),
  ]);
  if (typeof used?.id === 'number') await shop.schema.query(`KILL ${used.id}`).catch(() => undefined);
}

function start(): StartedJob {
  return startJob(['sync'], { ...shop.env, PORT_DB: String(database.port), HTTP_TIMEOUT_MS: '60000' });
}

const calling = (seconds: number): Moment => ({
  name: `during a CALL of ${seconds} s`,
  async arrive(...place) {
    await shop.schema.query('INSERT INTO slowness VALUES (?)', [seconds]);
    await sending('CALL', '').arrive(...place);
    await pause(200);
  },
});
const hangs = (proxy: Proxy): void => {
  proxy.mode = 'hang';
};

const MOMENTS: readonly Moment[] = [
  hangingOn('checkouts'),
  hangingOn('price_list', 2),
  hangingOn('stock_items'),
  sending('INSERT INTO sync_stage_item', 'while products are staged'),
  waitingForARow(async () => {
    await application.query('BEGIN');
    await application.query('UPDATE raw_item_data SET stock = stock + 100 WHERE id = 30');
  }),
  calling(20),
  hangingAfterWebhooks(10),
  sending('SET NAMES', 'while the database hangs on the log-in', hangs),
  sending('FROM raw_item_data WHERE id BETWEEN', 'while the database hangs on a question', hangs),
  sending('COMMIT', 'while the database hangs on the COMMIT', hangs),
  sending('DELETE FROM channel_outbox', 'while the database hangs on what was delivered', hangs),
];

function expectInterrupted({ exitCode, stderr, report }: JobResult, signal: StopSignal): void {
  expect(exitCode, stderr).toBe(CODES[signal]);
  const lastLine = stderr.trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(lastLine), stderr).toMatchObject({ event: 'run.finished' });
  expect(report).toMatchObject({ status: 'interrupted', exit_code: CODES[signal] });
  expect(report.reason).toBe(`stopped by ${signal}; what was committed stays; the next run goes on`);
  expect(report.delivered + report.pending + report.dead).toBe(report.owed);
}

async function expectNextRunCompletes(): Promise<void> {
  const next = await shop.run('sync');
  expect(next.exitCode, next.stderr).toBe(0);
  await expectComplete(shop, day);
}

async function stopOnce(moment: Moment, signal: StopSignal): Promise<void> {
  const arrival = moment.arrive(shop, database);
  const job = start();
  await Promise.race([arrival, job.done.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  const startedMs = performance.now();
  job.process.kill(signal);
  const end = await job.done;
  expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS);
  expectInterrupted(end, signal);
  await release();
  if (await isLoaded(shop, day)) expect(end.report.fetched).toBe(day.length);
  else expect(shop.publications.attempts()).toEqual([]);
  await expectNextRunCompletes();
}

test.each(
  MOMENTS.map((moment, index) => [moment.name, index % 2 === 0 ? 'SIGTERM' : 'SIGINT', moment] as const),
)(
  'stopped %s by %s, the run ends in time with its report, nothing is done by halves, and the next run completes it',
  async (name, signal, moment) => {
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      if (repeat > 0) day = newDay(shop);
      await stopOnce(moment, repeat % 2 === 0 ? signal : signal === 'SIGTERM' ? 'SIGINT' : 'SIGTERM');
    }
    noteFault({
      fault: `${signal} ${name}`,
      tried: REPEATS,
      outcome: `${CODES[signal]}, completed by the next run`,
      lost: 0,
      appliedTwice: 0,
    });
  },
  REPEATS * 180_000,
);

/** Keeps a run between its first signal and its end for seconds. */
const HANGING = sending('FROM raw_item_data WHERE id BETWEEN', '', hangs);

test.each([
  ['SIGINT', 'SIGINT', 900],
  ['SIGINT', 'SIGTERM', 50],
] as const)('%s and then %s after %i ms end the run at once', async (first, second, afterMs) => {
  const arrival = HANGING.arrive(shop, database);
  const job = start();
  await arrival;
  job.process.kill(first);
  await pause(afterMs);
  const startedMs = performance.now();
  job.process.kill(second);
  const { exitCode, stderr } = await job.done;
  expect(performance.now() - startedMs).toBeLessThan(1000);
  expect(exitCode, stderr).toBe(CODES[second]);
  await release();
  await expectNextRunCompletes();
  noteFault({ fault: `${first}, then ${second}`, tried: 1, outcome: 'at once', lost: 0, appliedTwice: 0 });
});

test('the same signal twice at once, as npm and a terminal deliver it together, is one signal', async () => {
  const arrival = HANGING.arrive(shop, database);
  const job = start();
  await arrival;
  job.process.kill('SIGINT');
  await pause(150);
  job.process.kill('SIGINT');
  expectInterrupted(await job.done, 'SIGINT');
  noteFault({
    fault: 'SIGINT twice within 0.2 s',
    tried: 1,
    outcome: 'one signal',
    lost: 0,
    appliedTwice: 0,
  });
});
