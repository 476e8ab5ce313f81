import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type Absence, alertNow } from '../../src/alerts/alert.ts';
import { DEAD_QUEUE } from '../../src/rabbitmq/topology.ts';
import { startJob } from '../support/job.ts';
import { declareAll, saleOf } from '../support/rabbitmq.ts';
import { sharedReceiver } from '../support/receiver.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { shopifyEnv } from '../support/shopify.ts';
import { inEnglish, silentLog } from '../support/words.ts';

const receiver = await sharedReceiver();
const { books, broker, shopify, start, stop } = salesWorkers();

const envOf = (differing: Record<string, string> = {}): Record<string, string> => ({
  ...books.schema.env,
  ...shopifyEnv(shopify.simulator),
  ...{ SOURCE: 'none', ALERT_URL: receiver.url, RABBITMQ_URL: broker.url, ...differing },
});

/** What a worker does about once a minute. */
const look = (differing?: Record<string, string>, absence: Absence = { sinceMs: undefined, isTold: false }) =>
  alertNow(
    {
      ...{ env: envOf(differing), signal: new AbortController().signal, target: null, language: 'en' },
      ...{ inWords: inEnglish, inEnglish, onTerminal: false, columns: undefined, amongOthers: false },
      print: () => undefined,
    },
    silentLog,
    absence,
  );
const told = () =>
  receiver.alerts.map(({ body: { troubles, text } }) => [
    (troubles as { kind: string }[]).map(({ kind }) => kind).join(' ') || 'well',
    text,
  ]);
const kinds = () => told().map(([kind]) => kind);
const minutesLater = (minutes: number) =>
  books.schema.query('UPDATE sync_alert SET since = since - INTERVAL ? MINUTE', [minutes]);

test('a worker tells of dead letters once, and looks soon after it has begun', async () => {
  await declareAll(broker.url);
  for (let sales = 0; sales < 11; sales += 1) await broker.publish('no JSON');
  const worker = await start({ SOURCE: 'none', ALERT_URL: receiver.url });
  await until(() => expect(kinds()).toEqual(['sales_dead']));
  expect(told()[0]?.[1]).toMatch(
    /: 11 sales of the till could not be recorded .* `npm run job -- dead list --channel sales` says why/,
  );
  await look();
  expect(receiver.alerts).toHaveLength(1);
  await broker.deadLetters();
  await Promise.all([look(), look()]);
  expect(kinds()).toEqual(['sales_dead', 'well']);
  expect((await stop(worker)).exitCode).toBe(0);
});

test('of two workers that look at the same time one tells', async () => {
  await declareAll(broker.url);
  const publisher = broker.connection.createPublisher({ confirm: true });
  for (let sales = 0; sales < 11; sales += 1) await publisher.send({ routingKey: DEAD_QUEUE }, 'x');
  await publisher.close();
  await Promise.all([look(), look()]);
  expect(kinds()).toEqual(['sales_dead']);
});

test('sales that wait are told where they still do after a minute, and a run tells at once that no worker listens', async () => {
  await declareAll(broker.url);
  for (let sales = 0; sales < 101; sales += 1) await broker.publish(saleOf({ A: 1 }));
  const held = await broker.connection.acquire();
  await held.basicQos({ prefetchCount: 1 });
  await held.basicConsume({ queue: broker.queue }, () => undefined);
  await broker.publish(saleOf({ A: 1 }));
  await until(async () => expect(await broker.waiting()).toBe(101));
  await look();
  expect(kinds()).toEqual([]);
  await minutesLater(1);
  await look();
  expect(kinds()).toEqual(['sales_waiting']);
  await held.close();
  const { exitCode, stderr } = await startJob(['reconcile'], envOf()).done;
  expect(exitCode, stderr).toBe(0);
  expect(kinds()).toEqual(['sales_waiting', 'sales_worker']);
  expect(told()[1]?.[1]).toContain('102 sales wait');
});

test('a broker that cannot be reached is told after minutes, and once it is back', async () => {
  const away = { RABBITMQ_URL: 'amqp://test:s3cr3t@127.0.0.1:1/' };
  await look(away);
  await minutesLater(1);
  await look(away);
  expect(kinds()).toEqual([]);
  await minutesLater(1);
  await look(away);
  expect(kinds()).toEqual(['rabbitmq']);
  expect(receiver.alerts[0]?.text).not.toContain('s3cr3t');
  await look();
  expect(kinds()).toEqual(['rabbitmq', 'well']);
});

test('a database that cannot be reached is told after minutes, by the worker that saw it, and once it is back', async () => {
  await declareAll(broker.url);
  const absence: Absence = { sinceMs: undefined, isTold: false };
  const away = { HOST_DB: '127.0.0.1', PORT_DB: '1', SOCKET_DB: '' };
  await look(away, absence);
  expect(absence.sinceMs).toBeDefined();
  expect(kinds()).toEqual([]);
  absence.sinceMs = performance.now() - 120_000;
  await look(away, absence);
  await look(away, absence);
  expect(kinds()).toEqual(['database']);
  expect(told()[0]?.[1]).toMatch(/The database has not been reached for 2 minutes: no sale is recorded/);
  await look({}, absence);
  await look({}, absence);
  expect(kinds()).toEqual(['database', 'well']);
  expect(absence).toEqual({ sinceMs: undefined, isTold: false });
});

test('units that the till sold under a SKU without a product are told once, and once they have one', async () => {
  const worker = await start({ SOURCE: 'none' });
  await broker.publish(saleOf({ NEW: 2, A: 1 }));
  await until(async () => expect(await books.schema.query('SELECT sale_key FROM sale')).toHaveLength(1));
  await look();
  await look();
  expect(kinds()).toEqual(['unmapped']);
  expect(told()[0]?.[1]).toContain('2 units were sold under a SKU that no product has');
  await books.schema.query("UPDATE stock_movement SET item_id = 2 WHERE sku = 'NEW'");
  await look();
  expect(kinds()).toEqual(['unmapped', 'well']);
  await stop(worker);
});

test('where nobody is to be told, nobody is asked', async () => {
  let asked = 0;
  const nobody = createServer((socket) => {
    asked += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(nobody, 'listening');
  const { port } = nobody.address() as AddressInfo;
  const RABBITMQ_URL = `amqp://test:test@127.0.0.1:${port}/`;
  await look({ ALERT_URL: '', RABBITMQ_URL });
  expect(asked).toBe(0);
  await look({ RABBITMQ_URL });
  expect(asked).toBe(1);
  nobody.close();
});

test('what its receiver did not take is told by the next look', async () => {
  await declareAll(broker.url);
  receiver.status = 500;
  await look();
  await minutesLater(1);
  expect(await look()).toMatchObject({ phrase: { code: 'alerts.not_told' } });
  receiver.status = 200;
  await look();
  await look();
  expect(kinds()).toEqual(['sales_worker', 'sales_worker']);
});
