import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Broker } from '../../src/rabbitmq/broker.ts';
import type { Outcome } from '../../src/rabbitmq/messages.ts';
import { brokerOfFile, QUEUE, saleOf } from '../support/rabbitmq.ts';
import { until } from '../support/sales-worker.ts';

const tested = brokerOfFile();

test('what is done before one that is given back, while others are in hand, does not come again', async () => {
  await tested.connection.exchangeDeclare({ exchange: 'blend_events', type: 'topic', durable: true });
  await tested.connection.queueDeclare({
    queue: QUEUE,
    durable: true,
    arguments: { 'x-queue-type': 'quorum' },
  });
  await tested.connection.queueBind({ queue: QUEUE, exchange: 'blend_events', routingKey: 'sales.created' });
  for (let sales = 0; sales < 6; sales += 1) await tested.publish(saleOf({ A: 1 }));
  const broker = new Broker({
    ...{ url: tested.url, name: 'test', signal: new AbortController().signal },
    isPatient: true,
  });
  const meet: ((outcome: Outcome) => void)[] = [];
  const consumption = await broker.consume(QUEUE, 10, () => new Promise((resolve) => meet.push(resolve)));
  await until(() => expect(meet).toHaveLength(6));
  const closed = consumption.close();
  for (const [index, resolve] of meet.slice(0, 4).entries()) resolve(index === 3 ? 'back' : 'done');
  await pause(300);
  for (const resolve of meet.slice(4)) resolve('back');
  await closed;
  await broker.close();
  await until(async () => expect(await tested.waiting()).toBe(3), 5_000);
});
