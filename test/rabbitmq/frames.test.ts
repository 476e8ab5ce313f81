import { Connection } from 'rabbitmq-client';
import { expect, test } from 'vitest';
import { EVENTS, SALES_CREATED } from '../../src/rabbitmq/topology.ts';
import { BROKER_ROOT, openOwnBroker } from '../support/own-broker.ts';
import { brokerOfFile, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const FRAME_BYTES = 16_384;

const workers = salesWorkers(
  brokerOfFile(async () => {
    const { url, close } = await openOwnBroker({ frameMaxBytes: FRAME_BYTES });
    return { url, giveBack: close };
  }),
);
const { books, broker, shopify } = workers;

/** Longer than several frames. */
const NOTE = 'x'.repeat(100_000);

/** As a till that fills the one frame that there is for them. */
async function withLongHeaders(sale: object): Promise<void> {
  const connection = new Connection({ url: broker.url, frameMax: FRAME_BYTES });
  const publisher = connection.createPublisher({ confirm: true });
  const to = { exchange: EVENTS, routingKey: SALES_CREATED, durable: true };
  await publisher.send({ ...to, headers: { note: 'x'.repeat(15_500) } }, Buffer.from(JSON.stringify(sale)));
  await publisher.close();
  await connection.close();
}

test.runIf(BROKER_ROOT !== undefined)(
  'a broker whose frames are small gives sales of any length, and takes what is put aside, with headers as long as it allows',
  async () => {
    await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 1000 });
    await workers.start();
    await broker.publish(saleOf({ A: 1 }, { note: NOTE }));
    await withLongHeaders(saleOf({ A: 0 }, { note: NOTE }));
    await broker.publish(saleOf({ A: 2 }));
    await workers.heldIs({ 1: -3 });
    await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
    const [dead] = await broker.deadLetters();
    expect(dead?.headers['x-reason']).toMatch(/^line 1 \(A\): cantidad/);
    expect(JSON.parse(String(dead?.body))).toMatchObject({ note: NOTE });
    await until(async () => expect(await broker.waiting()).toBe(0));
  },
);
