import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Broker } from '../../src/rabbitmq/broker.ts';
import { askForQueues, countQueues } from '../../src/rabbitmq/queues.ts';
import { deadQueue, retryQueues } from '../../src/rabbitmq/topology.ts';
import { inEnglish } from '../support/words.ts';
import { brokerOfFile, declareAll, QUEUE, saleOf } from '../support/rabbitmq.ts';
import { until } from '../support/sales-worker.ts';

const tested = brokerOfFile();
const config = { queue: QUEUE, retryDelaysMs: [60_000, 120_000] };
const { signal } = new AbortController();

test('queues that are not there are told apart from empty ones, and none is made by looking', async () => {
  const ask = () => askForQueues({ url: tested.url, queue: config, signal });
  expect(await ask()).toEqual({ sales: undefined, retries: [undefined, undefined], dead: undefined });
  await tested.connection.queueDeclare({
    queue: deadQueue.name,
    durable: true,
    arguments: { ...deadQueue.arguments },
  });
  expect(await ask()).toEqual({
    ...{ sales: undefined, retries: [undefined, undefined] },
    dead: { name: deadQueue.name, waiting: 0, consumers: 0 },
  });
});

test('what waits is counted, what a worker has in hand is not, and who listens is', async () => {
  const broker = new Broker({ url: tested.url, name: 'test', signal, isPatient: true });
  await declareAll(tested.url, config.retryDelaysMs);
  for (let sales = 0; sales < 5; sales += 1) await tested.publish(saleOf({ A: 1 }));
  const [first] = retryQueues(config);
  await broker.publish({
    ...{ exchange: '', routingKey: first?.name ?? '', body: {} },
    ...{ messageId: undefined, at: undefined, headers: {} },
  });
  await until(async () => expect((await countQueues(broker, config)).sales?.waiting).toBe(5));
  const held: ((outcome: 'back') => void)[] = [];
  const consumption = await broker.consume(QUEUE, 2, () => new Promise((resolve) => held.push(resolve)));
  await until(() => expect(held).toHaveLength(2));
  await until(async () =>
    expect(await countQueues(broker, config)).toEqual({
      sales: { name: QUEUE, waiting: 3, consumers: 1 },
      retries: [
        { name: `${QUEUE}.retry.1`, waiting: 1, consumers: 0 },
        { name: `${QUEUE}.retry.2`, waiting: 0, consumers: 0 },
      ],
      dead: { name: deadQueue.name, waiting: 0, consumers: 0 },
    }),
  );
  for (const give of held) give('back');
  await consumption.close();
  await broker.close();
});

test('queues that somebody made with the documented settings are those of the worker, and all are durable', async () => {
  const { connection } = tested;
  const LOSSLESS = { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' };
  const settings: Readonly<Record<string, Record<string, string | number>>> = {
    [QUEUE]: { 'x-delivery-limit': 1_000_000, 'x-dead-letter-exchange': 'blend_events.dlx', ...LOSSLESS },
    [`${QUEUE}.retry.1`]: {
      ...{ 'x-message-ttl': 1_000, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': QUEUE },
      ...LOSSLESS,
    },
    'queue.sales.created.dlx': { 'x-delivery-limit': 1_000_000 },
  };
  for (const exchange of ['blend_events', 'blend_events.dlx']) {
    await connection.exchangeDeclare({ exchange, type: 'topic', durable: true });
  }
  for (const [queue, more] of Object.entries(settings)) {
    await connection.queueDeclare({ queue, durable: true, arguments: { 'x-queue-type': 'quorum', ...more } });
  }
  await declareAll(tested.url, [1_000]);
  await tested.publish(saleOf({ A: 1 }));
  await until(async () => expect(await tested.waiting()).toBe(1));
  await connection.queueDelete({ queue: `${QUEUE}.retry.1` });
  await expect(declareAll(tested.url, [4_000])).resolves.toBeUndefined();
  await expect(declareAll(tested.url, [1_000])).rejects.toMatchObject({
    exitCode: 78,
    phrase: { code: 'rabbitmq.queue_differs', params: { name: `${QUEUE}.retry.1` } },
  });
});

test('a broker that takes the connection and says nothing is given up soon', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const url = `amqp://user:secret@127.0.0.1:${port}/`;
  const startedMs = performance.now();
  const failure = await askForQueues({ url, queue: config, signal }).catch((error: unknown) => error);
  silent.close();
  const { phrase } = failure as { phrase: Parameters<typeof inEnglish>[0] };
  expect(inEnglish(phrase).message).toBe(
    `RabbitMQ at 127.0.0.1:${port} does not answer: no answer in time (3 s)`,
  );
  expect(performance.now() - startedMs).toBeLessThan(6_000);
});

test('one who is not let in is told so', async () => {
  const url = new URL(tested.url);
  url.password = 'wrong';
  const asked = askForQueues({ url: url.href, queue: config, signal });
  await expect(asked).rejects.toMatchObject({ exitCode: 78, phrase: { code: 'rabbitmq.broker_refuses' } });
});
