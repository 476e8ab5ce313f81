import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Connection } from 'rabbitmq-client';
import { SALES_CREATED, EVENTS } from '../../src/rabbitmq/topology.ts';
import { type StartedJob, startJob } from '../support/job.ts';
import { booksBeforeEach } from '../support/ledger.ts';
import { openOwnBroker, type OwnBroker } from '../support/own-broker.ts';
import { QUEUE, saleOf } from '../support/rabbitmq.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach({ 1: 'A' });
// One for all of them: to start takes it many seconds.
let broker: OwnBroker;
let worker: StartedJob | undefined;
beforeAll(async () => {
  broker = await openOwnBroker();
});
afterEach(async () => {
  worker?.process.kill('SIGKILL');
  await worker?.done;
});
afterAll(() => broker.close());

function start(url = broker.url): StartedJob {
  worker = startJob(['sales-worker', '--record-only'], {
    ...books.schema.env,
    ...shopifyEnv(shopify.simulator),
    ...{ RABBITMQ_URL: url, SALES_IN_SOURCE: 'no', MARKETPLACE_ORDERS_IN_SOURCE: 'no' },
  });
  return worker;
}

/** Until another sale of the till is recorded. */
async function sell(): Promise<void> {
  const till = new Connection({ url: broker.url, retryLow: 100, retryHigh: 300 });
  till.on('error', () => undefined);
  try {
    const publisher = till.createPublisher({ confirm: true });
    const before = await count();
    const to = { exchange: EVENTS, routingKey: SALES_CREATED, durable: true, mandatory: true };
    await vi.waitUntil(
      async () => {
        await publisher.send(to, saleOf({ A: 1 })).catch(() => undefined);
        return (await count()) > before;
      },
      { timeout: 90_000, interval: 200 },
    );
  } finally {
    till.unsafeDestroy();
  }
}

async function count(): Promise<number> {
  const [row] = await books.schema.query<{ n: number }>('SELECT COUNT(*) AS n FROM sale');
  return row?.n ?? 0;
}

/** Until its log says so. */
function saidOnce({ process }: StartedJob, what: string): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(what)) resolve();
    });
  });
}

async function logOf({ process, done }: StartedJob) {
  process.kill('SIGTERM');
  const { exitCode, log } = await done;
  return { exitCode, lines: log.map(({ severity, message }) => `${String(severity)} ${String(message)}`) };
}

test('a wrong password ends it with 78 and one line', async () => {
  const { exitCode, log } = await start(broker.url.replace(':own@', ':wrong@')).done;
  expect(exitCode).toBe(78);
  const errors = log.filter(({ severity }) => severity === 'ERROR');
  expect(errors).toHaveLength(1);
  expect(errors[0]?.['message']).toMatch(/^RabbitMQ at 127\.0\.0\.1:\d+ refuses it: .*; check the user/);
});

test('a broker that is not there yet is one line, and one more once it is back', async () => {
  await broker.kill();
  const job = start();
  await pause(6_500);
  await broker.start();
  await sell();
  // Until all is well for long enough to say so.
  await pause(4_000);
  const { exitCode, lines } = await logOf(job);
  expect(exitCode).toBe(0);
  expect(lines.filter((line) => line.startsWith('ERROR'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('well again'))).toHaveLength(1);
});

test('a broker that dies and comes back is one line each time', async () => {
  const job = start();
  await sell();
  await broker.kill();
  await pause(1_500);
  await broker.start();
  await sell();
  // Until all is well for long enough to say so.
  await pause(4_000);
  const { exitCode, lines } = await logOf(job);
  expect(exitCode).toBe(0);
  expect(lines.filter((line) => line.startsWith('ERROR'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('well again'))).toHaveLength(1);
});

test('settings that are wrong from the start end it with 78 also where the broker comes up later', async () => {
  const till = new Connection(broker.url);
  await till.queueDelete({ queue: QUEUE });
  await till.queueDeclare({
    queue: QUEUE,
    durable: true,
    arguments: { 'x-queue-type': 'quorum' },
  });
  await till.close();
  await broker.kill();
  const job = start();
  await saidOnce(job, 'does not answer');
  await broker.start();
  const { exitCode, stderr } = await job.done;
  expect(exitCode, stderr).toBe(78);
  expect(stderr).toContain('is there with other settings');
});
