import { setTimeout as pause } from 'node:timers/promises';
import type { Proxy } from './proxy.ts';
import type { Shop } from './shop.ts';

/** A moment in the life of a run; at most of them, something keeps the run there. */
export interface Moment {
  name: string;
  /** Arranges for the moment; the promise resolves when a run gets there. */
  arrive(shop: Shop, database: Proxy): Promise<void>;
}

/** Until a request to Bitcram that is never answered. */
export function hangingOn(endpoint: 'checkouts' | 'price_list' | 'stock_items', page?: number): Moment {
  return {
    name: `while Bitcram hangs on ${endpoint}${page === undefined ? '' : ` page ${page}`}`,
    arrive: (shop) =>
      new Promise((resolve) => {
        shop.bitcram.intercept((request) => {
          if (request.endpoint !== endpoint || (page !== undefined && request.page !== page))
            return undefined;
          resolve();
          return () => undefined;
        });
      }),
  };
}

/** Until the job sends this statement, of which the database does not hear before the promise has resolved. */
export function sending(text: string, name: string, then?: (database: Proxy) => void): Moment {
  return {
    name,
    arrive: (_shop, database) =>
      new Promise((resolve) => {
        database.watch = (sent) => {
          if (!sent.includes(text)) return;
          database.watch = undefined;
          then?.(database);
          resolve();
        };
      }),
  };
}

/** Until the receiver has taken so many webhooks and hangs on the next. */
export function hangingAfterWebhooks(count: number): Moment {
  return {
    name: `while the receiver hangs after ${count} webhooks`,
    arrive: (shop) =>
      new Promise((resolve) => {
        let arrived = 0;
        shop.publications.intercept(() => {
          arrived += 1;
          if (arrived <= count) return undefined;
          resolve();
          return () => undefined;
        });
      }),
  };
}

/** Until the upsert has waited a while for a row that the application holds. */
export function waitingForARow(holdRow: () => Promise<unknown>): Moment {
  return {
    name: 'while the load waits for a row that the application holds',
    async arrive(shop, database) {
      await holdRow();
      await sending('INSERT INTO raw_item_data', '').arrive(shop, database);
      await pause(200);
    },
  };
}
