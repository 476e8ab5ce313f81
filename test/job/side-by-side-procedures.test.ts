import { expect, test, vi } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { startJob } from '../support/job.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(120);
/** In a part that is read after the second run has loaded. */
const LATER = 110;
/** Shortly before that. */
const BEFORE = 90;

const shop = freshShop();

test('what another run loads meanwhile goes out after its procedures, whoever has it in hand', async () => {
  // At work until the first run has ended, however slow this machine is.
  const held = `held ${shop.schema.name}`;
  await shop.schema.query(`CREATE PROCEDURE rebuild() DO GET_LOCK('${held}', 120)`);
  await shop.schema.query('DO GET_LOCK(?, 0)', [held]);
  shop.env['NOTIFY_CONCURRENCY'] = '1';
  const atWork = () => shop.schema.query('SELECT run_id FROM sync_run WHERE procedures_owed');
  const owed: unknown[] = [];
  shop.publications.intercept(async ({ itemId }) => {
    if (itemId === BEFORE) await vi.waitUntil(async () => (await atWork()).length > 0, { timeout: 20_000 });
    if (itemId === LATER) owed.push(...(await atWork()));
    return undefined;
  });
  shop.publications.latencyMs = 40;
  offer(shop, ALL);
  const first = shop.start('sync');
  await vi.waitUntil(() => shop.publications.attempts().length > 3, { timeout: 20_000 });
  offer(
    shop,
    changed(ALL, ({ id }) => (id === LATER ? { balance: 9 } : undefined)),
  );
  const second = startJob(['sync'], { ...shop.env, POST_LOAD_PROCEDURES: `${shop.schema.name}.rebuild` });
  const ends = [await first.done];
  await shop.schema.query('DO RELEASE_LOCK(?)', [held]);
  ends.push(await second.done);
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(owed).toEqual([]);
  const sent = shop.publications.received().filter(({ itemId }) => itemId === LATER);
  expect(sent.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
    `${String(ends[1]?.report.run_id)}-${LATER}`,
  ]);
  expect(ends.map(({ report }) => report.owed)).toEqual([119, 1]);
  expect(await shop.schema.query('SELECT * FROM channel_outbox')).toEqual([]);
});
