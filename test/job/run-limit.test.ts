import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { BitcramRequest } from '../../dev/simulate/bitcram-request.ts';
import type { Intercept } from '../../dev/simulate/server.ts';
import { openSchema } from '../support/database.ts';
import { goods, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const LIMIT_S = 3;
const shop = await clearedShop({ NOTIFY: 'off', RUN_LIMIT_S: String(LIMIT_S), HTTP_TIMEOUT_MS: '60000' });
const application = await openSchema();
afterAll(() => application.drop());
beforeEach(() => {
  offer(shop, goods(3));
});

const runs = () => shop.schema.query('SELECT status, exit_code FROM sync_run ORDER BY started_at');

type Answers = Intercept<Readonly<BitcramRequest>>;

test.each<[string, Answers]>([
  [
    'a list that goes on and on',
    async ({ page = 1 }) => {
      await delay(5);
      return { status: 200, body: JSON.stringify({ items: [{ product_id: page, price: 1 }] }) };
    },
  ],
  ['a server that hangs', () => () => undefined],
])('%s ends a run with 69 in time, and the next one finds the lock free', async (_what, answer) => {
  shop.bitcram.intercept((request) => (request.endpoint === 'price_list' ? answer(request) : undefined));
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(69);
  expect(report).toMatchObject({ status: 'failed', error_code: 'runs.too_long', loaded: false });
  expect(report.reason).toContain('ended after 3 s, the longest that a run may take');
  expect(report.duration_ms).toBeLessThan((LIMIT_S + 3) * 1000);
  expect(await shop.rows()).toEqual([]);

  shop.bitcram.intercept();
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, inserted: 3 });
  expect(await runs()).toEqual([
    { status: 'failed', exit_code: 69 },
    { status: 'succeeded', exit_code: 0 },
  ]);
});

test('a procedure that does not end is left in time, and is called again by the next run', async () => {
  await application.query('CREATE PROCEDURE refresh() SELECT SLEEP(600)');
  shop.env['POST_LOAD_PROCEDURES'] = `${application.name}.refresh`;
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(69);
  expect(report).toMatchObject({
    status: 'incomplete',
    error_code: 'runs.too_long',
    loaded: true,
    inserted: 3,
  });

  await application.query('DROP PROCEDURE refresh');
  await application.query('CREATE TABLE called (n INT)');
  await application.query('CREATE PROCEDURE refresh() INSERT INTO called VALUES (1)');
  // The server looks only every few seconds whether somebody still waits for a procedure.
  const next = async () => (await shop.run('sync')).exitCode;
  await expect.poll(next, { timeout: 40_000, interval: 500 }).toBe(0);
  expect(await application.query('SELECT n FROM called')).toHaveLength(1);
});
