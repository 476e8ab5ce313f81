import { expect, test } from 'vitest';
import { Connection } from 'rabbitmq-client';
import { runJob } from '../support/job.ts';
import { BROKER_ROOT } from '../support/own-broker.ts';
import { brokerOfFile, declareAll, QUEUE, saleOf } from '../support/rabbitmq.ts';
import { freshShop } from '../support/test-shop.ts';

interface Finding {
  check: string;
  exit_code: number | null;
  detail: string;
}

const tested = brokerOfFile();
const shop = freshShop();
const PAUSES = [100, 200, 300];

async function look(differing: Record<string, string> = {}) {
  const env = { ...shop.env, RABBITMQ_URL: tested.url, RETRY_DELAYS_MS: PAUSES.join(','), ...differing };
  const { exitCode, stdout } = await runJob(['doctor', '--json'], env);
  const findings = JSON.parse(stdout) as Finding[];
  const till = findings.filter(({ check }) => /RabbitMQ|sales/.test(check));
  return { exitCode, said: till.map(({ check, exit_code: code, detail }) => `${check} ${code} ${detail}`) };
}

const place = () => new URL(tested.url).host;

test('doctor says of the queues whether they are there, what waits in them, and that nobody listens', async () => {
  expect(await look()).toEqual({
    exitCode: 0,
    said: [
      `RabbitMQ: log-in 0 ${place()}`,
      `RabbitMQ: queues and their settings 0 not there yet: ${QUEUE}, ${QUEUE}.retry.1, ${QUEUE}.retry.2, ${QUEUE}.retry.3, queue.sales.created.dlx; \`npm run job -- sales-worker\` makes what is missing`,
    ],
  });
  await declareAll(tested.url, PAUSES);
  for (let sales = 0; sales < 2; sales += 1) await tested.publish(saleOf({ A: 1 }));
  const { said, exitCode } = await look();
  expect(exitCode).toBe(0);
  expect(said.slice(1)).toEqual([
    'RabbitMQ: queues and their settings 0 all there, as they should be',
    'RabbitMQ: right to read 0 this user may read the sales and the dead letters',
    'sales of the till 0 2 waiting; no worker listens: start `npm run job -- sales-worker`',
    'sales that could not be recorded 0 none',
  ]);
  expect(await tested.waiting()).toBe(2);
  const worker = new Connection(tested.url);
  const channel = await worker.acquire();
  await channel.basicQos({ prefetchCount: 1 });
  await channel.basicConsume({ queue: QUEUE }, () => undefined);
  expect((await look()).said).toContain('sales of the till 0 1 waiting; 1 worker listens');
  worker.unsafeDestroy();
});

test('doctor names the queue that has other settings, and what keeps it from RabbitMQ', async () => {
  await declareAll(tested.url, [100, 200, 999]);
  const { exitCode, said } = await look();
  expect(exitCode).toBe(78);
  expect(said[1]).toMatch(
    new RegExp(
      `^RabbitMQ: queues and their settings 78 the queue ${QUEUE}.retry.3 is there with other settings: `,
    ),
  );
  const wrong = new URL(tested.url);
  wrong.password = 's3cr3t';
  const refused = await look({ RABBITMQ_URL: wrong.href });
  expect(refused.exitCode).toBe(78);
  expect(refused.said[0]).toMatch(/^RabbitMQ: log-in 78 RabbitMQ at .* refuses it/);
  expect(refused.said[1]).toBe('RabbitMQ: queues and their settings null not tried: see above');
  const away = await look({ RABBITMQ_URL: 'amqp://test:s3cr3t@127.0.0.1:1/' });
  expect(away.exitCode).toBe(69);
  expect(JSON.stringify([refused, away])).not.toContain('s3cr3t');
});

test.runIf(BROKER_ROOT !== undefined)('doctor says of a user who may not read that he may not', async () => {
  await declareAll(tested.url, PAUSES);
  const { exitCode, said } = await look({ RABBITMQ_URL: tested.url.replace('//test:', '//writer:') });
  expect(exitCode).toBe(78);
  expect(said[2]).toMatch(/^RabbitMQ: right to read 78 .* refuses it: .*read access to queue/);
});

test('without RABBITMQ_URL doctor says nothing of the till', async () => {
  expect(await look({ RABBITMQ_URL: '' })).toEqual({ exitCode: 0, said: [] });
});
