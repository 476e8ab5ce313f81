import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { those } from '../support/health.ts';
import { PROJECT } from '../support/project.ts';
import { QUEUE, saleOf } from '../support/rabbitmq.ts';
import { readyWorker, salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify } = workers;

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 10 });
const ready = (differing?: Record<string, string>, ...flags: string[]) =>
  readyWorker(workers, differing, ...flags);
const results = (metrics: ReadonlyMap<string, number>) =>
  Object.entries(those(metrics, 'inventory_sales_total')).map(
    ([name, count]) => `${/"(.*)"/.exec(name)?.[1] ?? ''} ${count}`,
  );

const acceptedIn = (metrics: ReadonlyMap<string, number>) =>
  metrics.get('inventory_listing_changed_to_accepted_seconds_count{channel="shopify"}');

test('a worker says in numbers what became of sales and how long each took', async () => {
  const variant = await listed();
  const { asked, worker } = await ready();
  const sale = saleOf({ A: 2 }, { timestamp: new Date(Date.now() - 3_000).toISOString() });
  for (let times = 0; times < 3; times += 1) await broker.publish(sale);
  await broker.publish(saleOf({ A: 1, UNKNOWN: 1 }));
  await broker.publish('{"tienda_id":');
  await broker.publish(saleOf({ A: 0 }));
  await broker.publish({ ...sale, total: 1 });
  await until(() => expect(variant.level?.available).toBe(7));
  await until(async () =>
    expect(results(await asked.metrics())).toEqual([
      ...['recorded 2', 'known 2', 'dead_lettered 3', 'retried 0', 'given_back 0'],
    ]),
  );
  const metrics = await asked.metrics();
  expect(those(metrics, 'inventory_dead_lettered')).toEqual({
    'inventory_dead_lettered_sales_total{reason="sales.sale_no_json"}': 1,
    'inventory_dead_lettered_sales_total{reason="sales.line_without_units"}': 1,
    'inventory_dead_lettered_sales_total{reason="sales.other_sale"}': 1,
  });
  expect(metrics.get('inventory_unmapped_sale_lines_total')).toBe(1);
  expect(metrics.get('inventory_sale_taken_to_recorded_seconds_count')).toBe(2);
  // The second one has a time of day without a zone, which is no moment: that of its message counts.
  expect(metrics.get('inventory_sale_sold_to_recorded_seconds_count')).toBe(2);
  expect(metrics.get('inventory_sale_sold_to_recorded_seconds_sum')).toBeGreaterThan(3);
  expect(metrics.get('inventory_sale_sold_to_recorded_seconds_sum')).toBeLessThan(30);
  await until(async () => expect(acceptedIn(await asked.metrics())).toBeGreaterThan(0));
  expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  expect([...metrics.keys()].some((name) => name.startsWith('inventory_build_info{version="'))).toBe(true);
  const { exitCode, log } = await workers.stop(worker);
  expect(exitCode).toBe(0);
  // One line a batch, whatever recorded it, and one for each sale that failed.
  const said = log.map(({ message }) => String(message));
  expect(said.filter((line) => line.startsWith('a sale was put aside'))).toHaveLength(3);
  expect(said.some((line) => /^\d+ sales? recorded/.test(line))).toBe(true);
});

test('a listing that is right at its second look was accepted once', async () => {
  const variant = await listed();
  const { asked } = await ready({ VERIFY_S: '1' });
  // The first look found what was there already.
  await until(async () => expect(acceptedIn(await asked.metrics())).toBe(1));
  await broker.publish(saleOf({ A: 4 }));
  await until(() => expect(variant.level?.available).toBe(6));
  await until(async () =>
    expect(await books.schema.query("SELECT * FROM channel_outbox WHERE channel = 'shopify'")).toEqual([]),
  );
  expect(acceptedIn(await asked.metrics())).toBe(2);
});

test('what is tried again, and what a marketplace asks to wait with, is counted', async () => {
  await listed();
  await workers.refuse('B');
  shopify.simulator.fail({ fault: 'throttled', operation: 'SetQuantities', times: 1 });
  const { asked } = await ready({ RETRY_DELAYS_MS: '50,50' });
  await broker.publish(saleOf({ B: 1 }));
  await broker.publish(saleOf({ A: 1 }));
  await until(async () =>
    expect(results(await asked.metrics())).toEqual([
      ...['recorded 1', 'known 0', 'dead_lettered 1', 'retried 2', 'given_back 0'],
    ]),
  );
  await until(async () => {
    const metrics = await asked.metrics();
    expect(metrics.get('inventory_channel_throttles_total{channel="shopify"}')).toBe(1);
    expect(Object.keys(those(metrics, 'inventory_dead_lettered'))).toEqual([
      expect.stringContaining('{reason="mysql.'),
    ]);
  });
});

test('what lies in the queues and in the database is looked at when somebody asks', async () => {
  await listed();
  await books.schema.query(
    `INSERT INTO channel (channel, paused_at, not_before) VALUES ('shopify', NOW(3), NOW(3) + INTERVAL 100 SECOND)
     ON DUPLICATE KEY UPDATE paused_at = VALUES(paused_at), not_before = VALUES(not_before)`,
  );
  await books.schema.query('UPDATE channel_outbox SET owed_at = NOW(3) - INTERVAL 600 SECOND');
  await books.schema.query(
    "INSERT INTO channel_outbox (channel, subject_id, `key`, owed_at, dead_at) VALUES ('shopify', 99, 'k', NOW(3), NOW(3))",
  );
  const { asked } = await ready({}, '--record-only');
  const metrics = await asked.metrics();
  const ofChannel = (name: string) => metrics.get(`inventory_channel_${name}{channel="shopify"}`);
  expect(['pending_listings', 'dead_listings', 'paused'].map(ofChannel)).toEqual([1, 1, 1]);
  expect(ofChannel('oldest_pending_seconds')).toBeGreaterThanOrEqual(600);
  expect(ofChannel('oldest_pending_seconds')).toBeLessThan(660);
  expect(ofChannel('throttled_seconds')).toBeGreaterThan(40);
  expect(ofChannel('throttles_total')).toBe(0);
  const retries = [1, 2, 3].map((retry) => `${QUEUE}.retry.${retry}`);
  await until(async () =>
    expect(those(await asked.metrics(), 'inventory_queue_consumers')).toEqual({
      [`inventory_queue_consumers{queue="${QUEUE}"}`]: 1,
      ...Object.fromEntries(
        [...retries, 'queue.sales.created.dlx'].map((queue) => [
          `inventory_queue_consumers{queue="${queue}"}`,
          0,
        ]),
      ),
    }),
  );
  await broker.publish('no sale');
  await until(async () =>
    expect((await asked.metrics()).get('inventory_queue_messages{queue="queue.sales.created.dlx"}')).toBe(1),
  );
});

test('without the sales of the till it needs no broker, and says nothing of one', async () => {
  await listed();
  const { asked } = await ready({ RABBITMQ_URL: '' }, '--deliver-only');
  const metrics = await asked.metrics();
  expect([...metrics.keys()].filter((name) => /_queue_|_broker_/.test(name))).toEqual([]);
  expect(metrics.get('inventory_database_up')).toBe(1);
});

test('the page of sales names every metric, and its alert rules ask for no other', async () => {
  await listed();
  const { asked } = await ready();
  const families = await asked.families();
  const page = readFileSync(join(PROJECT, 'docs/sales.md'), 'utf8');
  const table = page.split('\n').filter((line) => line.startsWith('| `inventory_'));
  const inTable = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/inventory_\w+/g)].flat());
  expect(inTable.sort()).toEqual([...families.keys()].filter((name) => name.startsWith('inventory_')).sort());
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const { groups } = parse(yaml) as { groups: { rules: { alert: string; expr: string }[] }[] };
  const asks = groups.flatMap(({ rules }) =>
    rules.flatMap(({ expr }) => [...expr.matchAll(/inventory_\w+/g)].flat()),
  );
  expect(asks.length).toBeGreaterThan(3);
  for (const name of asks) expect(inTable).toContain(name.replace(/_bucket$/, ''));
});
