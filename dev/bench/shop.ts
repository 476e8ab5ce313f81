import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Address, Order, Traffic } from './stand-in.ts';

/** The stand-in for everything around the job but its database. */
export interface Shop {
  address: Address;
  serve(products: number, changedPercent?: number, seed?: number): Promise<void>;
  /** From now on, the first so many products have other balances than they were served with. */
  restock(products: number, by: number): Promise<void>;
  settings(settings: { apiLatencyMs?: number; webhookLatencyMs?: number; compress?: boolean }): Promise<void>;
  /** What arrived since it was last asked for. */
  traffic(): Promise<Traffic>;
  close(): Promise<void>;
}

const STAND_IN = fileURLToPath(new URL('stand-in.ts', import.meta.url));

export async function openShop(): Promise<Shop> {
  const child: ChildProcess = fork(STAND_IN, { execArgv: ['--max-old-space-size=12000'] });
  const answer = async <T>(): Promise<T> => {
    const [message] = (await once(child, 'message')) as [T];
    return message;
  };
  const order = <T>(what: Order): Promise<T> => {
    const answered = answer<T>();
    child.send(what);
    return answered;
  };
  return {
    address: await answer<Address>(),
    serve: async (products, changedPercent = 0, seed = 1) => {
      await order({ serve: { products, changedPercent, seed } });
    },
    restock: async (products, by) => {
      await order({ restock: { products, by } });
    },
    settings: async ({ apiLatencyMs = 0, webhookLatencyMs = 0, compress = false }) => {
      await order({ settings: { apiLatencyMs, webhookLatencyMs, compress } });
    },
    traffic: () => order<Traffic>({ traffic: 'read' }),
    async close() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
