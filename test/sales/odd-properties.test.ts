import { Connection } from 'rabbitmq-client';
import { expect, test } from 'vitest';
import { runJob } from '../support/job.ts';
import { declareAll, QUEUE, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify, refuse } = workers;
const DEAD = 'queue.sales.created.dlx';

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 1000 });

/** What the client cannot write by itself: bytes of its headers in place of others. */
class RawConnection extends Connection {
  constructor(url: string, [from, to]: readonly Buffer[]) {
    super({ url, frameMax: 131_072 });
    const { _socket: socket } = this as unknown as { _socket: { write(bytes: Buffer): boolean } };
    const write = socket.write.bind(socket);
    socket.write = (bytes: Buffer) => {
      if (from !== undefined && bytes.includes(from)) to?.copy(bytes, bytes.indexOf(from));
      return write(bytes);
    };
  }
}

async function publish(
  sale: unknown,
  properties: Record<string, unknown>,
  changed: readonly Buffer[] = [],
): Promise<void> {
  const connection = new RawConnection(broker.url, changed);
  const publisher = connection.createPublisher({ confirm: true });
  await publisher.send(
    { exchange: 'blend_events', routingKey: 'sales.created', durable: true, ...properties },
    Buffer.from(JSON.stringify(sale)),
  );
  await publisher.close();
  await connection.close();
}

/** What is behind it is recorded, and it is among the dead letters, once. */
async function isPutAside(held: Readonly<Record<number, number>>) {
  await broker.publish(saleOf({ A: 2 }));
  await until(async () => expect(await broker.waiting(DEAD)).toBe(1));
  await workers.heldIs(held);
  await until(async () => expect(await broker.waiting()).toBe(0));
  const dead = await broker.deadLetters();
  expect(dead).toHaveLength(1);
  return dead[0]?.headers;
}

const table = { valueOf: 'no number', toString: 'no text' };

test.each([
  ['a time beyond all dates', { timestamp: 1_700_000_000_000_000_000 }],
  ['a count of tries that is a table', { headers: { 'x-retries': table } }],
  ['a count of tries that is a text', { headers: { 'x-retries': 'many' } }],
  ['a count of deliveries that is a table', { headers: { 'x-delivery-count': table } }],
  ['further queues that it names', { headers: { CC: [QUEUE] } }],
])('a sale with %s stops nothing, and has all its tries', async (_name, properties) => {
  await listed();
  await refuse('B');
  await workers.start({ RETRY_DELAYS_MS: '50,60' });
  await publish(saleOf({ B: 1 }), properties);
  expect(await isPutAside({ 1: -2, 2: 0 })).toMatchObject({ 'x-retries': 2 });
});

test.each([-1e30, 2 ** 50 + 0.5])(
  'a header that is %d is kept as text, and stops nothing',
  async (number) => {
    await listed();
    await workers.start();
    const [from, to] = [1.5e300, number].map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value);
      return bytes;
    }) as [Buffer, Buffer];
    await publish(saleOf({ A: 0 }), { headers: { rate: 1.5e300, rates: [{ rate: 1.5 }] } }, [from, to]);
    expect(await isPutAside({ 1: -2 })).toMatchObject({ rate: String(number), rates: [{ rate: 1.5 }] });
  },
);

const deep = (levels: number): readonly Buffer[] => {
  const from = Buffer.alloc(5 + levels * 7, 'x');
  from.write('S');
  from.writeUInt32BE(levels * 7, 1);
  const to = Buffer.alloc(from.length);
  for (let level = 0; level <= levels; level += 1) {
    to.write('F', level * 7);
    to.writeUInt32BE((levels - level) * 7, level * 7 + 1);
    if (level < levels) to.write('\u0001k', level * 7 + 5);
  }
  return [from, to];
};

test('a header of 10,000 tables within tables stops nothing', async () => {
  await listed();
  await workers.start();
  const levels = 10_000;
  await publish(saleOf({ A: 0 }), { headers: { deep: 'x'.repeat(levels * 7) } }, deep(levels));
  await isPutAside({ 1: -2 });
});

test('sales that expired in their queue are listed, and sent back', async () => {
  await declareAll(broker.url);
  await publish(saleOf({ A: 1 }, { sale_id: 'V-1' }), {
    expiration: '1',
    timestamp: 1_700_000_000_000_000_000,
  });
  await until(async () => expect(await broker.waiting(DEAD)).toBe(1));
  const run = (...args: string[]) => runJob(args, { ...books.schema.env, RABBITMQ_URL: broker.url });
  const { stdout, stderr } = await run('dead', 'list', '--json');
  expect(JSON.parse(stdout), stderr).toMatchObject([
    { last_error: expect.stringMatching(/^it expired in the queue/) as string, sale: { id: 'V-1' } },
  ]);
  expect((await run('dead', 'list', '--lang', 'es')).stdout).toContain('venció en la cola');
  await run('dead', 'retry', '--all');
  expect([await broker.waiting(), await broker.waiting(DEAD)]).toEqual([1, 0]);
});
