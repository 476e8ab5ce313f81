import { beforeEach, expect, test, vi } from 'vitest';
import { type JobResult, runJob } from '../support/job.ts';
import { QUEUE, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';

const workers = salesWorkers();
const { books, broker, shopify } = workers;
const DEAD = 'queue.sales.created.dlx';

/** Two that cannot be recorded, and a worker that is stopped since. */
beforeEach(async () => {
  await listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 10 });
  const worker = await workers.start();
  await broker.publish(saleOf({ A: 0 }, { sale_id: 'V-1' }));
  await broker.publish('no sale', { messageId: 'm-2' });
  await vi.waitUntil(async () => (await broker.waiting(DEAD)) === 2, { timeout: 20_000 });
  await workers.stop(worker);
});

const run = (...args: string[]): Promise<JobResult> =>
  runJob(args, { ...books.schema.env, RABBITMQ_URL: broker.url });

test.each([
  [
    'en',
    'sale V-1 of the shop tienda-1',
    'line 1 (A): cantidad must be a whole number above 0, and is 0',
    'sale m-2\n',
    'dead drop --channel sales --all` forgets them',
  ],
  [
    'es',
    'venta V-1 de la tienda tienda-1',
    'el renglón 1 (A): cantidad tiene que ser un número entero mayor que 0, y es 0',
    'venta m-2\n',
    'dead drop --channel sales --all` las olvida',
  ],
])('sales that were given up are listed in %s, and stay where they are', async (lang, ...said) => {
  for (const command of [['dead'], ['dead', 'list', '--channel', 'sales']]) {
    const { exitCode, stdout, stderr } = await run(...command, '--lang', lang);
    expect(exitCode, stderr).toBe(0);
    for (const each of said) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(each.replaceAll(/\s+/g, ' '));
  }
  expect(await broker.waiting(DEAD)).toBe(2);
});

test('a script has their ids, shops and reasons', async () => {
  const { stdout } = await run('dead', 'list', '--json');
  expect(JSON.parse(stdout)).toEqual([
    {
      ...{ channel: 'sales', product_id: null, name: null, listing: null, attempts: 0 },
      last_error: 'line 1 (A): cantidad must be a whole number above 0, and is 0',
      dead_at: expect.stringMatching(/^20\d\d-/) as string,
      sale: { id: 'V-1', store: 'tienda-1' },
    },
    expect.objectContaining({ last_error: 'it is no JSON', sale: { id: 'm-2', store: null } }),
  ]);
});

test('`dead retry --all` sends them back as they came, and they are tried like new ones', async () => {
  const { stdout, exitCode, stderr } = await run('dead', 'retry', '--all');
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('2 sales are in the queue again');
  expect([await broker.waiting(), await broker.waiting(DEAD)]).toEqual([2, 0]);
  const message = await broker.connection.basicGet({ queue: QUEUE, noAck: true });
  expect(Object.keys(message?.headers ?? {}).filter((name) => name !== 'x-copy-id')).toEqual([]);
});

test('`dead drop` forgets them; one by one is no way', async () => {
  const named = await run('dead', 'drop', '--channel', 'sales', '7');
  expect(named.exitCode).toBe(64);
  expect(named.stderr).toContain('Of sales all are meant: give --all.');
  const { stdout } = await run('dead', 'drop', '--channel', 'sales', '--all', '--json');
  expect(JSON.parse(stdout)).toEqual({ dropped: 2 });
  expect([await broker.waiting(), await broker.waiting(DEAD)]).toEqual([0, 0]);
});

test('where the broker is away it is said so, and what channels refused is listed all the same', async () => {
  await books.schema.query(
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, attempts, last_error, owed_at, dead_at)
     VALUES ('shopify', 1, 'k', 8, 'gone', NOW(), NOW()) ON DUPLICATE KEY UPDATE dead_at = NOW()`,
  );
  const { exitCode, stdout, stderr } = await runJob(['dead'], {
    ...books.schema.env,
    RABBITMQ_URL: 'amqp://127.0.0.1:9/x',
  });
  expect(exitCode).toBe(69);
  expect(stderr).toContain('RabbitMQ at 127.0.0.1:9 does not answer');
  expect(stdout).toContain('Shopify refused the listing');
});
