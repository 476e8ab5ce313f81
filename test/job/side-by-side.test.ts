import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { openSchema } from '../support/database.ts';
import { lockName } from '../../src/mysql/lock.ts';
import type { StartedJob } from '../support/job.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(6);
const shop = freshShop();

/** A run that has loaded, and whose webhooks wait until `answer` is called. */
let sending: StartedJob;
let answer: () => void;
beforeEach(async () => {
  offer(shop, ALL);
  const answered = Promise.withResolvers<undefined>();
  answer = () => answered.resolve(undefined);
  shop.env['NOTIFY_TIMEOUT_MS'] = '60000';
  shop.publications.intercept(() => answered.promise);
  sending = shop.start('sync');
  await arrived(6);
  shop.publications.intercept();
});
afterEach(async () => {
  answer();
  sending.process.kill('SIGKILL');
  await sending.done;
});

const arrived = (count: number) =>
  vi.waitUntil(() => shop.publications.attempts().length >= count, { timeout: 20_000 });
const keysOf = (itemId: number) =>
  shop.publications
    .received()
    .filter((webhook) => webhook.itemId === itemId)
    .map(({ idempotencyKey }) => idempotencyKey);

test('while a run sends, another one loads and sends what is its own, and takes nothing out of its hands', async () => {
  offer(shop, [...ALL, ...goods(8).slice(6)]);
  const second = await shop.run('sync');
  expect(second.report).toMatchObject({ exit_code: 0, unchanged: 6, inserted: 2, owed: 2, delivered: 2 });
  answer();
  const { exitCode, report } = await sending.done;
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ owed: 6, delivered: 6 });
  const ids = shop.publications.received().map(({ itemId }) => Number(itemId));
  expect(ids.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const runs = await shop.schema.query('SELECT status FROM sync_run ORDER BY started_at');
  expect(runs).toEqual([{ status: 'succeeded' }, { status: 'succeeded' }]);
});

test('`notify` finds nothing to send where all is in the hands of a run', async () => {
  const { report } = await shop.run('notify');
  expect(report).toMatchObject({ exit_code: 0, owed: 0, delivered: 0, pending: 0 });
  answer();
  expect((await sending.done).report).toMatchObject({ exit_code: 0, delivered: 6 });
});

test('what changes again while it is on its way is sent again by whoever has it in hand', async () => {
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 3 ? { balance: 9 } : undefined)),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, updated: 1, owed: 0 });
  answer();
  expect((await sending.done).report).toMatchObject({ exit_code: 0, owed: 6, delivered: 6, pending: 0 });
  expect(new Set(keysOf(3)).size).toBe(2);
  expect(keysOf(1)).toHaveLength(1);
  expect(await shop.schema.query('SELECT * FROM channel_outbox')).toEqual([]);
});

test('what a killed run had in hand is sent at once by the next one, under the same keys', async () => {
  sending.process.kill('SIGKILL');
  await sending.done;
  const keys = shop.publications.attempts().map(({ idempotencyKey }) => idempotencyKey);
  const { report } = await shop.run('notify');
  expect(report).toMatchObject({ exit_code: 0, owed: 6, delivered: 6 });
  const sent = shop.publications.received().map(({ idempotencyKey }) => idempotencyKey);
  expect(sent).toHaveLength(6);
  expect(new Set(sent)).toEqual(new Set(keys));
  const runs = await shop.schema.query('SELECT status FROM sync_run ORDER BY started_at');
  expect(runs).toEqual([{ status: 'lost' }, { status: 'succeeded' }]);
});

test('procedures come before webhooks: `notify` leaves both to the run that holds the lock', async () => {
  await shop.schema.query('UPDATE sync_run SET procedures_owed = TRUE');
  const other = await openSchema();
  try {
    await other.query('DO GET_LOCK(?, 0)', [lockName(shop.schema.name)]);
    const { report, stderr } = await shop.run('notify');
    expect(report).toMatchObject({ exit_code: 69, error_code: 'sync.procedures_first' });
    expect(stderr).toContain('procedures come before the webhooks');
  } finally {
    await other.drop();
  }
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0 });
});
