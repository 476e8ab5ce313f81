import { beforeEach, expect } from 'vitest';
import { goods, offer } from './goods.ts';
import { type JobResult, startJob } from './job.ts';
import { sharedReceiver } from './receiver.ts';
import { sharedShop } from './test-shop.ts';

/** One for all tests of a file, as new before each of them, with a receiver of its alerts. */
export async function alertedShop() {
  const shop = await sharedShop();
  const receiver = await sharedReceiver();
  beforeEach(async () => {
    shop.bitcram.intercept();
    shop.publications.intercept();
    shop.publications.reset();
    offer(shop, goods(3));
    for (const table of ['raw_item_data', 'sync_run', 'channel_outbox', 'sync_alert']) {
      await shop.schema.query(`DELETE FROM ${table}`);
    }
  });
  return {
    shop,
    receiver,
    /** A run with these variables over the shop's own; returns what was told during it. */
    async sync(more: Record<string, string> = {}, ...flags: string[]) {
      const before = receiver.alerts.length;
      const env = { ...shop.env, ALERT_URL: receiver.url, ...more };
      const result = await startJob(['sync', ...flags], env).done;
      return { ...result, told: receiver.alerts.slice(before) };
    },
    bitcramDown: () => shop.bitcram.intercept(() => ({ status: 503 })),
    remembered: () =>
      shop.schema.query('SELECT trouble, runs, told_at IS NOT NULL AS told FROM sync_alert ORDER BY trouble'),
  };
}

/** It ended as runs do, and gave no secret away. */
export function expectNothingHarmed({ stderr, report }: JobResult): void {
  expect(report.event, stderr).toBe('run.finished');
  expect(stderr).not.toContain('s3cr3t');
}
