import { Connection } from 'rabbitmq-client';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/rabbitmq/json-text.ts';
import { saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify } = workers;

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 1000 });

/** As a till with frames of 128 KB publishes: bytes, with any content type and headers. */
async function publish(body: string, options: { contentType?: string; headers?: Record<string, unknown> }) {
  const connection = new Connection({ url: broker.url, frameMax: 131_072 });
  const publisher = connection.createPublisher({ confirm: true });
  try {
    await publisher.send(
      { exchange: 'blend_events', routingKey: 'sales.created', durable: true, ...options },
      Buffer.from(body),
    );
  } finally {
    await publisher.close();
    await connection.close();
  }
}

/** What is behind it is recorded, and it is put aside. */
async function isPutAside(reason: string) {
  await broker.publish(saleOf({ A: 2 }));
  await workers.heldIs({ 1: -2 });
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
  await until(async () => expect(await broker.waiting()).toBe(0));
  const dead = await broker.deadLetters();
  expect(dead.map(({ headers }) => headers['x-reason'])).toEqual([reason]);
  return dead[0]?.body;
}

const deep = (levels: number) =>
  JSON.stringify(saleOf({ A: 1 })).replace(/}$/, `,"x":${'['.repeat(levels)}${']'.repeat(levels)}}`);

test.each([undefined, 'text/plain', 'application/json'])(
  'a sale of 100,000 lists within lists, told as %s, is put aside as it came, and the queue goes on',
  async (contentType) => {
    await listed();
    await workers.start();
    const told = deep(100_000);
    await publish(told, contentType === undefined ? {} : { contentType });
    const kept = await isPutAside('it has lists within lists, too deep to be read');
    const isRead = contentType === 'application/json';
    expect((isRead ? jsonText(kept) : String(kept)) === told).toBe(true);
  },
);

test.each([
  ['{"tienda_id":', 'it is no JSON'],
  ['', 'it is no JSON'],
  ['null', 'it lacks tienda_id, or that is no text and no list'],
])('what is told as JSON and is %j is put aside', async (body, reason) => {
  await listed();
  await workers.start();
  await publish(body, { contentType: 'application/json' });
  await isPutAside(reason);
});

test.each([8_100, 20_000, 130_000])('a header of %i bytes stops nothing', async (bytes) => {
  await listed();
  await workers.start();
  await publish(JSON.stringify(saleOf({ A: 0 })), { headers: { note: 'x'.repeat(bytes) } });
  await isPutAside('line 1 (A): cantidad must be a whole number above 0, and is 0');
});
