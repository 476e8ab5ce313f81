import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { availableOf } from '../../dev/simulate/mercado-libre/store.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { mercadoLibreBeforeEach, mercadoLibreEnv } from '../support/mercado-libre.ts';
import { saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn, listInMercadoLibre } from '../support/selling.ts';

const KILLS = LONG ? 50 : 4;
const SALES = KILLS * 100;
/** Mercado Libre takes up to 99,999. */
const STOCK = 50_000;
/** From before a worker has begun until it has nothing more to do. */
const LIVES_MS = LONG ? 3_000 : 1_500;
/** Of the kills, one in so many comes only once the worker has recorded a sale. */
const WAITED_FOR = LONG ? 5 : 2;
/** Those that workers died with twice are recorded one by one. */
const ALL_WITHIN_MS = LONG ? 240_000 : 30_000;
const RESUMED_WITHIN_MS = LONG ? 10_000 : 20_000;

const workers = salesWorkers();
const { books, broker, shopify } = workers;
const meli = mercadoLibreBeforeEach();

const recorded = async (): Promise<number> => {
  const [row] = await books.schema.query<{ sales: number }>('SELECT COUNT(*) AS sales FROM sale');
  return row?.sales ?? 0;
};

test(
  `a worker that is killed ${KILLS} times at any moment (kill -9) leaves each of ${SALES} sales recorded once, and both marketplaces exact`,
  async () => {
    const variant = await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: STOCK });
    const item = await listInMercadoLibre(books, meli.simulator, { listingId: 2, itemId: 1 });
    const both = mercadoLibreEnv(meli.simulator);
    const worker = await workers.start(both);
    await workers.stop(worker);
    const resumedMs: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = await recorded();
      const beganMs = performance.now();
      const { process, done } = workers.begin(both);
      const telling = Promise.all(Array.from({ length: 100 }, () => broker.publish(saleOf({ A: 1, B: 2 }))));
      if (kill % WAITED_FOR === 0) {
        await until(async () => expect(await recorded()).toBeGreaterThan(before));
        resumedMs.push(performance.now() - beganMs);
      } else await pause(Math.random() * LIVES_MS);
      process.kill('SIGKILL');
      await Promise.all([telling, done]);
    }
    await until(async () => expect(await workers.consumers()).toBe(0));
    await workers.start(both);
    await workers.heldIs({ 1: -SALES, 2: -2 * SALES }, ALL_WITHIN_MS);
    await until(() =>
      expect([variant.level?.available, availableOf(item)]).toEqual([STOCK - SALES, STOCK - SALES]),
    );
    await until(async () => expect(await broker.waiting()).toBe(0));
    expect(await broker.deadLetters()).toEqual([]);
    expect(await books.schema.query('SELECT state, COUNT(*) AS sales FROM sale GROUP BY state')).toEqual([
      { state: 'recorded', sales: SALES },
    ]);
    expect(Math.max(...resumedMs)).toBeLessThan(RESUMED_WITHIN_MS);
    noteFault({
      fault: 'sales: kill -9 of the worker',
      tried: KILLS,
      outcome: `each sale once, resumed within ${Math.ceil(Math.max(...resumedMs) / 1000)} s`,
      ...{ lost: 0, appliedTwice: 0 },
    });
  },
  LONG ? 600_000 : 180_000,
);
