import { expect, test } from 'vitest';
import { noteFault } from '../support/fault-table.ts';
import { BROKER_ROOT, openOwnBroker } from '../support/own-broker.ts';
import { brokerOfFile, QUEUE, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const DEAD = 'queue.sales.created.dlx';
/** Dead letters that are kept; of those that come at once some more are. */
const ROOM = 1;

const workers = salesWorkers(
  brokerOfFile(async () => {
    const { url, close } = await openOwnBroker({ limited: { pattern: `^${DEAD}$`, messages: ROOM } });
    return { url, giveBack: close };
  }),
);
const { books, broker, shopify } = workers;

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 1000 });
const bad = (times: number) => Array.from({ length: times }, () => broker.publish(saleOf({ A: 0 })));
const good = (times: number) => Array.from({ length: times }, () => broker.publish(saleOf({ A: 1 })));
/** In hand nowhere, and to come back. */
const inRetry = async () => {
  const waiting = [1, 2, 3].map((number) => broker.waiting(`${QUEUE}.retry.${number}`));
  return (await Promise.all(waiting)).reduce((sum, each) => sum + each, 0);
};

/** Until one finds no room, and is in a retry queue. Returns how many there are. */
async function fill(): Promise<number> {
  for (let all = 1; ; all += 1) {
    await Promise.all(bad(1));
    await until(async () => expect((await broker.waiting(DEAD)) + (await inRetry())).toBe(all));
    if ((await inRetry()) > 0) return all;
  }
}

test.runIf(BROKER_ROOT !== undefined)(
  'where no further dead letter is kept, good sales are recorded all the same, the log says so once, and none is lost',
  async () => {
    await listed();
    const worker = await workers.start({ RETRY_DELAYS_MS: '100,200,60000' });
    await fill();
    const lying = await broker.waiting(DEAD);
    await Promise.all([...good(20), ...bad(5), ...good(20)]);
    await workers.heldIs({ 1: -40 });
    await until(async () => expect([await broker.waiting(DEAD), await inRetry()]).toEqual([lying, 6]));
    const { log } = await workers.stop(worker);
    expect(log.filter(({ severity }) => severity === 'ERROR').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^RabbitMQ keeps no further message in blend_events\.dlx: /),
    ]);
    noteFault({
      ...{ fault: 'sales: no room for dead letters', tried: 6, outcome: 'good sales recorded' },
      ...{ lost: 0, appliedTwice: 0 },
    });
  },
);

test.runIf(BROKER_ROOT !== undefined)(
  'what found no room among the dead letters comes back, and lies there once there is room',
  async () => {
    await listed();
    await workers.start({ RETRY_DELAYS_MS: '100,200,1500' });
    const all = await fill();
    const reasons: unknown[] = [];
    await until(async () => {
      reasons.push(...(await broker.deadLetters()).map(({ headers }) => headers['x-reason']));
      expect(reasons).toHaveLength(all);
    });
    expect(new Set(reasons)).toEqual(
      new Set(['line 1 (A): cantidad must be a whole number above 0, and is 0']),
    );
    await until(async () => expect([await inRetry(), await broker.waiting()]).toEqual([0, 0]));
  },
);

test.runIf(BROKER_ROOT !== undefined)(
  'a queue of dead letters that is deleted is declared again',
  async () => {
    await listed();
    await workers.start({ RETRY_DELAYS_MS: '100,200,60000' });
    await broker.connection.queueDelete({ queue: DEAD });
    await Promise.all([...bad(1), ...good(5)]);
    await workers.heldIs({ 1: -5 });
    await until(async () => expect(await broker.waiting(DEAD)).toBe(1));
    expect(await inRetry()).toBe(0);
  },
);

test.runIf(BROKER_ROOT !== undefined)(
  'where the user may not declare it again, good sales are recorded all the same, and bad ones wait for it',
  async () => {
    await listed();
    await workers.stop(await workers.start({ RETRY_DELAYS_MS: '100,200,1500' }));
    await workers.start({
      RABBITMQ_URL: broker.url.replace('//test:', '//limited:'),
      RETRY_DELAYS_MS: '100,200,1500',
    });
    await broker.connection.queueDelete({ queue: DEAD });
    await Promise.all(bad(1));
    await until(async () => expect(await inRetry()).toBe(1));
    await Promise.all(good(5));
    await workers.heldIs({ 1: -5 });
    await broker.connection.queueDeclare({
      queue: DEAD,
      durable: true,
      arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 },
    });
    await broker.connection.queueBind({ queue: DEAD, exchange: 'blend_events.dlx', routingKey: '#' });
    await until(async () => expect(await broker.waiting(DEAD)).toBe(1));
  },
);
