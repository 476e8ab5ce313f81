import type { StartedJob } from './job.ts';
import type { Proxy } from './proxy.ts';
import type { Shop } from './shop.ts';

/** A moment in the life of a run at which the process can be killed. */
export interface KillPoint {
  name: string;
  /** Arranges for the job to be killed when it gets there; returns whether it did get there. */
  arm(shop: Shop, database: Proxy, job: () => StartedJob): () => boolean;
}

const kill = (job: StartedJob): void => {
  job.process.kill('SIGKILL');
};

/** When the job sends this statement: before the database hears of it, or when it has. */
function atStatement(text: string, when: 'before' | 'after'): KillPoint {
  return {
    name: `${when} ${text}`,
    arm(_shop, database, job) {
      let reached = false;
      database.watch = (sent) => {
        if (reached || !sent.includes(text)) return;
        reached = true;
        if (when === 'before') database.mode = 'refuse';
        kill(job());
        if (when === 'before') database.cut();
      };
      return () => reached;
    },
  };
}

type Endpoint = 'checkouts' | 'price_list' | 'stock_items' | 'updated_prices' | 'updated_stock';

function atRequest(endpoint: Endpoint, page: number): KillPoint {
  return {
    name: `when ${endpoint} page ${page} is asked for`,
    arm(shop, _database, job) {
      let reached = false;
      shop.bitcram.intercept((request) => {
        if (reached || request.endpoint !== endpoint || (page > 0 && request.page !== page)) return;
        reached = true;
        kill(job());
      });
      return () => reached;
    },
  };
}

function atWebhook(nth: number): KillPoint {
  return {
    name: `when webhook ${nth} arrives`,
    arm(shop, _database, job) {
      let left = nth;
      shop.publications.intercept(() => {
        left -= 1;
        if (left === 0) kill(job());
      });
      return () => left <= 0;
    },
  };
}

/** What a run sends to the database, in its order. */
const STATEMENTS = [
  'GET_LOCK',
  'INSERT INTO sync_run',
  'CREATE TEMPORARY TABLE sync_stage_item',
  'FROM raw_item_data ORDER BY id',
  'INSERT INTO sync_quarantine',
  'INSERT INTO sync_stage_item',
  'CREATE TEMPORARY TABLE sync_stage_missing',
  'INSERT INTO sync_stage_missing',
  'START TRANSACTION',
  'INSERT INTO sync_change',
  'INSERT INTO raw_item_data',
  'INSERT INTO channel_outbox',
  'INSERT INTO sync_missing',
  'UPDATE raw_item_data',
  'SET committed_at',
  'COMMIT',
  'CALL',
  'SET procedures_owed = FALSE',
  'ORDER BY o.tried_at',
  'DELETE FROM channel_outbox',
  "UPDATE sync_run SET status = 'succeeded'",
];

export const KILL_POINTS: readonly KillPoint[] = [
  atRequest('checkouts', 0),
  atRequest('stock_items', 1),
  atRequest('price_list', 1),
  atRequest('price_list', 3),
  ...STATEMENTS.flatMap((text) => [atStatement(text, 'before'), atStatement(text, 'after')]),
  atWebhook(1),
  atWebhook(5),
  atWebhook(20),
];

/** The same of a flash. */
const FLASH_STATEMENTS = [
  'GET_LOCK',
  'INSERT INTO sync_run',
  'in_stock AS inStock',
  'FROM raw_item_data r LEFT JOIN sync_missing',
  'INSERT INTO sync_stage_item',
  'INSERT INTO sync_change',
  'UPDATE raw_item_data r JOIN sync_stage_item',
  'INSERT INTO channel_outbox',
  'SET committed_at',
  'COMMIT',
  'CALL',
  'DELETE FROM channel_outbox',
];

export const FLASH_KILL_POINTS: readonly KillPoint[] = [
  atRequest('checkouts', 0),
  atRequest('updated_stock', 1),
  atRequest('updated_prices', 2),
  ...FLASH_STATEMENTS.flatMap((text) => [atStatement(text, 'before'), atStatement(text, 'after')]),
  atWebhook(1),
  atWebhook(5),
];
