import { expect, test } from 'vitest';
import mysql from 'mysql2/promise';
import { freePort } from '../../dev/database/throwaway.ts';
import { askWorker, problemsAre, those } from '../support/health.ts';
import { BROKER_ROOT, openOwnBroker } from '../support/own-broker.ts';
import { QUEUE, saleOf } from '../support/rabbitmq.ts';
import { readyWorker, salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify } = workers;

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 10 });
const ready = (differing?: Record<string, string>, ...flags: string[]) =>
  readyWorker(workers, differing, ...flags);

test('a database that is away makes it unready, and its metrics say that nothing is known', async () => {
  await listed();
  const { asked } = await ready();
  expect((await asked.metrics()).get('inventory_database_up')).toBe(1);
  workers.database.mode = 'refuse';
  workers.database.cut();
  await until(async () => {
    const problems = await asked.problems();
    expect(problems).toContain('sales sales.not_taking');
    expect(problems?.filter((problem) => problem.startsWith('database mysql.'))).not.toEqual([]);
    expect(problems).toContain('shopify sales.not_connected');
  });
  await until(async () => {
    const metrics = await asked.metrics();
    expect(metrics.get('inventory_database_up')).toBe(0);
    expect(metrics.get('inventory_broker_up')).toBe(1);
    expect(those(metrics, 'inventory_channel_pending')).toEqual({});
  });
  expect(await asked.isAlive()).toBe(true);
  workers.database.mode = 'pass';
  await problemsAre(asked, []);
  await until(async () => expect((await asked.metrics()).get('inventory_database_up')).toBe(1));
});

test('a database that says nothing any more is found by whoever asks, within the limit', async () => {
  await listed();
  const { asked } = await ready({}, '--record-only');
  workers.database.mode = 'hang';
  await problemsAre(asked, ['database sales.no_answer']);
  const beganMs = performance.now();
  expect((await asked.metrics()).get('inventory_database_up')).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(4_000);
  workers.database.mode = 'pass';
  workers.database.cut();
  await problemsAre(asked, []);
});

test.runIf(BROKER_ROOT !== undefined)('a broker that is away makes it unready until it is back', async () => {
  const own = await openOwnBroker();
  try {
    await listed();
    const { asked, worker } = await ready({ RABBITMQ_URL: own.url }, '--record-only');
    await own.kill();
    await problemsAre(asked, ['broker rabbitmq.broker_away', 'sales sales.not_taking']);
    await until(async () => expect((await asked.metrics()).get('inventory_broker_up')).toBe(0));
    expect((await asked.metrics()).get('inventory_database_up')).toBe(1);
    expect(await asked.isAlive()).toBe(true);
    await own.start();
    await problemsAre(asked, []);
    await until(async () => expect((await asked.metrics()).get('inventory_broker_up')).toBe(1));
    expect((await workers.stop(worker)).exitCode).toBe(0);
  } finally {
    await own.close();
  }
});

test('a queue that somebody declares otherwise while it works makes it unready, with what differs', async () => {
  await listed();
  const { asked } = await ready({}, '--record-only');
  await broker.connection.queueDelete({ queue: QUEUE });
  await broker.connection.queueDeclare({
    queue: QUEUE,
    durable: true,
    arguments: { 'x-queue-type': 'quorum' },
  });
  await until(async () => expect(await asked.problems()).toContain('broker rabbitmq.queue_differs'));
});

test('while it ends it is alive and not ready, and then nobody answers', async () => {
  await listed();
  const { asked, worker } = await ready({}, '--record-only');
  // What is in hand cannot be recorded as long as somebody has the level locked.
  const { HOST_DB, PORT_DB, USER_DB, PASSWORD_DB, NAME_DB } = books.schema.env;
  const other = await mysql.createConnection({
    ...{ host: HOST_DB ?? '', port: Number(PORT_DB), user: USER_DB ?? '' },
    ...{ password: PASSWORD_DB ?? '', database: NAME_DB ?? '' },
  });
  try {
    await other.beginTransaction();
    await other.query('SELECT * FROM stock_level FOR UPDATE');
    await broker.publish(saleOf({ A: 1 }));
    await until(async () => expect(await broker.waiting()).toBe(0));
    worker.process.kill('SIGTERM');
    await until(async () => expect(await asked.problems()).toContain('worker sales.stopping'));
    expect(await asked.isAlive()).toBe(true);
    await other.rollback();
  } finally {
    await other.end();
  }
  expect((await worker.done).exitCode).toBe(0);
  expect(await asked.problems()).toBeUndefined();
});

test('an address that is taken ends it with 78 and one line', async () => {
  await listed();
  const port = await freePort();
  const taken = { HEALTH_LISTEN: `0.0.0.0:${port}` };
  workers.begin(taken);
  await problemsAre(askWorker(port), []);
  const { exitCode, log } = await workers.begin(taken).done;
  expect(exitCode).toBe(78);
  expect(log.map(({ severity, message }) => `${String(severity)} ${String(message)}`)).toEqual([
    expect.stringContaining(`ERROR another program listens at 0.0.0.0:${port} already`),
  ]);
});
