import { expect, test, vi } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { startJob } from '../support/job.ts';
import { openReceiver } from '../support/receiver.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(4);
const REFUSED = [2, 4];

const shop = freshShop();

test('two runs that end together tell of the same trouble once', async () => {
  const receiver = await openReceiver();
  try {
    offer(shop, ALL);
    await shop.run('sync');
    shop.publications.reset();
    const ended = Promise.withResolvers<void>();
    shop.publications.intercept(async ({ itemId = 0 }) => {
      await ended.promise;
      return REFUSED.includes(itemId) ? { status: 422 } : undefined;
    });
    const env = { ...shop.env, ALERT_URL: receiver.url, NOTIFY_ATTEMPTS: '1', NOTIFY_TIMEOUT_MS: '60000' };
    const offered = (most: number) => changed(ALL, ({ id }) => (id <= most ? { balance: 9 } : undefined));
    const start = async (most: number) => {
      offer(shop, offered(most));
      const run = startJob(['sync'], env);
      await vi.waitUntil(() => shop.publications.attempts().length === most, { timeout: 20_000 });
      return run;
    };
    // The second one changes what the first did not, and finds the first at sending.
    const runs = [await start(2), await start(4)];
    ended.resolve();
    const ends = await Promise.all(runs.map(({ done }) => done));
    expect(ends.map(({ report }) => [report.exit_code, report.delivered, report.dead])).toEqual([
      [0, 1, 1],
      [0, 1, 1],
    ]);
    expect(receiver.alerts.map(({ body }) => body['troubles'])).toEqual([
      [expect.objectContaining({ kind: 'dead' })],
    ]);
  } finally {
    await receiver.close();
  }
});
