import type { StartedJob } from './job.ts';
import type { Proxy } from './proxy.ts';

/** What stands between a worker and the world. */
interface Between {
  database: Proxy;
  marketplace: Proxy;
}

/** A moment in a delivery at which the process can be killed. */
export interface DeliveryKillPoint {
  name: string;
  /** Arranges for the worker to be killed when it gets there; returns whether it did get there. */
  arm(between: Between, worker: () => StartedJob): () => boolean;
}

/** When it sends this for the nth time: before anybody hears of it, or when it is done and the answer is on its way. */
function at(where: keyof Between, text: string, when: 'before' | 'after', nth = 1): DeliveryKillPoint {
  return {
    name: `${when} ${text}${nth > 1 ? ` (${nth})` : ''}`,
    arm(between, worker) {
      const { [where]: proxy } = between;
      let left = nth;
      proxy.watch = (sent) => {
        if (left === 0 || !sent.includes(text)) return;
        left -= 1;
        if (left > 0) return;
        if (when === 'before') proxy.mode = 'refuse';
        worker().process.kill('SIGKILL');
        if (when === 'before') proxy.cut();
      };
      return () => left === 0;
    },
  };
}

const both = (where: keyof Between, text: string): DeliveryKillPoint[] => [
  at(where, text, 'before'),
  at(where, text, 'after'),
];

/** What a worker sends, in its order. */
export const DELIVERY_KILL_POINTS: readonly DeliveryKillPoint[] = [
  at('database', 'GET_LOCK', 'after'),
  ...both('database', 'SET orders_by = '),
  ...both('marketplace', 'query Orders'),
  ...both('database', 'INSERT INTO stock_movement'),
  at('database', 'ON DUPLICATE KEY UPDATE held', 'after'),
  ...both('database', 'INSERT INTO channel_outbox'),
  ...both('database', 'COMMIT'),
  ...both('database', 'SET orders_cursor'),
  at('database', 'SET orders_by = NULL', 'after'),
  at('database', 'SKIP LOCKED', 'after'),
  ...both('database', 'UPDATE channel_outbox SET leased_by'),
  ...both('marketplace', 'query Levels'),
  ...both('database', 'SET o.sent_at'),
  ...both('marketplace', 'mutation SetQuantities'),
  ...both('database', 'SET o.accepted_key'),
  ...both('database', 'SET last_quantity'),
  ...both('database', 'SET o.leased_by = NULL'),
  // At the second look
  at('marketplace', 'query Levels', 'after', 2),
  ...both('database', 'DELETE o FROM channel_outbox'),
];
