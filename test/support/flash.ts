import { beforeEach, expect } from 'vitest';
import { type Good, goods, offer } from './goods.ts';
import type { JobResult } from './job.ts';
import { oncePerKey } from './kept-rows.ts';
import type { Shop } from './shop.ts';
import { clearedShop } from './test-shop.ts';

export const ALL = goods(40);

export interface FlashShop {
  shop: Shop;
  flash(...more: string[]): Promise<JobResult>;
  /** A shop that was read as a whole long ago; what it offers from then on is a change. */
  openedWith(offered: readonly Good[], ...more: readonly object[]): Promise<void>;
  contentOf(id: number): Promise<object | undefined>;
}

/** A shop whose lists of changes are read, emptied before each test. */
export async function flashShop(): Promise<FlashShop> {
  const shop = await clearedShop({ PAGE_SIZE: '10' });
  const once = oncePerKey(shop);
  beforeEach(() => {
    Object.assign(shop.bitcram, { clockAheadMs: 0, forgets: () => false });
  });
  return {
    shop,
    flash: (...more) => shop.run('sync', '--mode', 'flash', ...more),
    async openedWith(offered, ...more) {
      shop.bitcram.clockAheadMs = -100 * 24 * 3_600_000;
      offer(shop, offered, ...more);
      shop.bitcram.clockAheadMs = 0;
      // Wherever Shopify is.
      const { SHOPIFY_URL: _url, ...env } = shop.env;
      await once(JSON.stringify([offered, more, env]), async () => {
        const { exitCode, stderr } = await shop.run('sync');
        expect(exitCode, stderr).toBe(0);
      });
      shop.publications.reset();
      shop.bitcram.forgetRequests();
    },
    async contentOf(id) {
      const row = (await shop.rows()).find((each) => each.id === id);
      return row && { ...row.data, stock: row.stock };
    },
  };
}
