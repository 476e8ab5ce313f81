import { expect, test } from 'vitest';
import { BROKER_ROOT, openOwnBroker, type OwnBroker } from '../support/own-broker.ts';
import { brokerOfFile, declareAll, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

let own: OwnBroker;
const broker = brokerOfFile(async () => {
  own = await openOwnBroker();
  return { url: own.url, giveBack: () => own.close() };
});
const workers = salesWorkers(broker);
const { books, shopify } = workers;

test.runIf(BROKER_ROOT !== undefined)(
  'a broker without memory, which takes no dead letter, holds up no other sale, and is named',
  async () => {
    await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 100 });
    await declareAll(own.url);
    await broker.publish('no sale');
    for (let sales = 0; sales < 30; sales += 1) await broker.publish(saleOf({ A: 1 }));
    await own.kill();
    await own.start({ memoryMb: 1 });
    const worker = workers.begin({ PREFETCH_COUNT: '20' });
    await workers.heldIs({ 1: -30 }, 40_000);
    const { exitCode, stderr } = await workers.stop(worker);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/RabbitMQ at 127\.0\.0\.1:\d+ takes no message: low on memory/);
    // Nothing of it is lost.
    await until(async () => expect(await broker.waiting()).toBe(1));
  },
);
