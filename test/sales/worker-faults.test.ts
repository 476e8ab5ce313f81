import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BROKER_ROOT } from '../support/own-broker.ts';
import { QUEUE, saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';
import { listIn } from '../support/selling.ts';
import { DOING } from '../support/words.ts';

const workers = salesWorkers();
const { books, broker, shopify, refuse } = workers;

const listed = () => listIn(books, shopify.simulator, { listingId: 1, itemId: 1, stock: 1000 });
const reasons = async () => (await broker.deadLetters()).map(({ headers }) => headers['x-reason']);
const queueIsEmpty = () => until(async () => expect(await broker.waiting()).toBe(0));

test('one bad sale costs no good one: it is tried again after each pause, and then put aside with its reason', async () => {
  await listed();
  await refuse('B');
  await workers.start();
  await Promise.all([
    ...Array.from({ length: 20 }, () => broker.publish(saleOf({ A: 1 }))),
    broker.publish(saleOf({ B: 1 })),
  ]);
  await workers.heldIs({ 1: -20, 2: 0 });
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
  expect(await reasons()).toEqual([expect.stringContaining('not this one')]);
  // Once it lies there: a worker that dies in between puts it there again.
  await until(async () =>
    expect(await books.schema.query("SELECT state, tries FROM sale WHERE state <> 'recorded'")).toEqual([
      { state: 'dead', tries: 0 },
    ]),
  );
  await queueIsEmpty();
});

test('a sale that was given up has all its tries each time it is sent again', async () => {
  await listed();
  await refuse('B');
  await workers.start({ RETRY_DELAYS_MS: '50' });
  const sale = saleOf({ B: 1 });
  for (const times of [1, 2, 3]) {
    await broker.publish(sale);
    await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(times));
    await until(async () =>
      expect(await books.schema.query('SELECT state, tries FROM sale')).toEqual([
        { state: 'dead', tries: 0 },
      ]),
    );
  }
});

test('what others have locked for longer than there are pauses is not given up', async () => {
  await listed();
  await refuse('B', "'40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT");
  await workers.start({ RETRY_DELAYS_MS: '50' });
  await broker.publish(saleOf({ B: 1 }));
  await until(async () =>
    expect(await books.schema.query('SELECT * FROM sale WHERE tries > 2')).toHaveLength(1),
  );
  await books.schema.query('DROP TRIGGER refused');
  await workers.heldIs({ 1: 0, 2: -1 });
  await queueIsEmpty();
  expect(await reasons()).toEqual([]);
});

test('what others have locked for long holds up no other sale, spends no try, and is recorded once they are done', async () => {
  await listed();
  await workers.start({ RETRY_DELAYS_MS: '50' });
  await broker.publish(saleOf({ B: 1 }));
  await workers.heldIs({ 1: 0, 2: -1 });
  const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const locking = books.other.transaction(DOING, async () => {
    await books.other.read(DOING, 'SELECT * FROM stock_level WHERE item_id = 2 FOR UPDATE');
    locked.resolve();
    await done.promise;
  });
  await locked.promise;
  for (let sales = 1; sales <= 10; sales += 1) {
    await Promise.all([broker.publish(saleOf({ A: 1 })), broker.publish(saleOf({ B: 1 }))]);
    await workers.heldIs({ 1: -sales, 2: -1 });
  }
  expect(await books.schema.query("SELECT MAX(tries) AS tries FROM sale WHERE state <> 'recorded'")).toEqual([
    { tries: expect.toSatisfy((tries: number) => tries <= 1) as number },
  ]);
  done.resolve();
  await locking;
  await workers.heldIs({ 1: -10, 2: -11 });
  await queueIsEmpty();
  expect(await reasons()).toEqual([]);
});

test('a database that can be read and takes no sale is one error in the log, and is asked ever more rarely', async () => {
  await listed();
  await books.schema.query(
    `CREATE TRIGGER refused BEFORE INSERT ON sale FOR EACH ROW
       SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1290, MESSAGE_TEXT = 'read-only'`,
  );
  const worker = await workers.start();
  await broker.publish(saleOf({ A: 1 }));
  await pause(6_000);
  await books.schema.query('DROP TRIGGER refused');
  await workers.heldIs({ 1: -1 });
  const { log } = await workers.stop(worker);
  const said = log.map(({ severity, message }) => `${String(severity)} ${String(message)}`);
  expect(said.filter((line) => line.startsWith('ERROR'))).toHaveLength(1);
  expect(said.filter((line) => line.includes('all is well again'))).toHaveLength(1);
  expect(await reasons()).toEqual([]);
});

test('while the database is away nothing is taken, nothing is dead and no try is spent', async () => {
  await listed();
  await workers.start();
  await broker.publish(saleOf({ A: 1 }));
  await workers.heldIs({ 1: -1 });
  workers.database.mode = 'refuse';
  workers.database.cut();
  await Promise.all(Array.from({ length: 50 }, () => broker.publish(saleOf({ A: 1 }))));
  await until(async () => expect(await workers.consumers()).toBe(0));
  await pause(500);
  expect(await broker.waiting()).toBe(50);
  workers.database.mode = 'pass';
  await workers.heldIs({ 1: -51 });
  expect(await reasons()).toEqual([]);
  expect(await books.schema.query("SELECT * FROM sale WHERE state <> 'recorded' OR tries > 0")).toEqual([]);
});

test('a queue that is there with other settings is no queue of this program', async () => {
  await broker.connection.queueDeclare({
    queue: QUEUE,
    durable: true,
    arguments: { 'x-queue-type': 'quorum' },
  });
  const { exitCode, stderr } = await workers.begin().done;
  expect(exitCode, stderr).toBe(78);
  expect(stderr).toContain(`the queue ${QUEUE} is there with other settings`);
  expect(stderr).toContain("inequivalent arg 'x-dead-letter-exchange' for queue");
});

test.runIf(BROKER_ROOT !== undefined)(
  'a user who may declare nothing is 78 as long as queues are missing, and finds them once they are there',
  async () => {
    await listed();
    const limited = { RABBITMQ_URL: broker.url.replace('//test:', '//limited:') };
    const refused = await workers.begin(limited).done;
    expect(refused.exitCode, refused.stderr).toBe(78);
    expect(refused.stderr).toContain('refuses it');
    await workers.stop(await workers.start());
    await workers.start(limited);
    await broker.publish(saleOf({ A: 1 }));
    await workers.heldIs({ 1: -1 });
  },
);

test('without a retry queue nothing is acknowledged: it is declared again, and the sale goes on', async () => {
  await listed();
  await refuse('B');
  await workers.start({ RETRY_DELAYS_MS: '100,200,60000' });
  await broker.connection.queueDelete({ queue: `${QUEUE}.retry.1` });
  await broker.publish(saleOf({ B: 1 }));
  await until(async () => expect(await broker.waiting(`${QUEUE}.retry.3`)).toBe(1));
  await queueIsEmpty();
  expect(await reasons()).toEqual([]);
});

test('a sale that was delivered for the third time is recorded by itself, and given up after twenty tries', async () => {
  await listed();
  await workers.start();
  const sale = saleOf({ A: 1 });
  await broker.publish(sale);
  await workers.heldIs({ 1: -1 });
  await books.schema.query("UPDATE sale SET state = 'trying', tries = 20");
  await books.schema.query('DELETE FROM stock_movement');
  await broker.publish(sale, { headers: { 'x-delivery-count': 2 } });
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
  expect(await reasons()).toEqual(['it was tried by itself 20 times in vain']);
  // Sent once more, it has all its tries.
  await broker.publish(sale, { headers: { 'x-delivery-count': 2 } });
  await until(async () =>
    expect(await books.schema.query('SELECT state FROM sale')).toEqual([{ state: 'recorded' }]),
  );
});

test('a worker that is killed with sales in hand loses none, and none counts twice', async () => {
  await listed();
  const first = await workers.start();
  const sales = Array.from({ length: 300 }, () => saleOf({ A: 1, B: 1 }));
  const publishing = Promise.all(sales.map((sale) => broker.publish(sale)));
  await pause(30);
  first.process.kill('SIGKILL');
  await publishing;
  await first.done;
  await until(async () => expect(await workers.consumers()).toBe(0));
  await workers.start();
  await workers.heldIs({ 1: -300, 2: -300 });
  await queueIsEmpty();
  expect(await books.schema.query('SELECT COUNT(*) AS sales FROM sale')).toEqual([{ sales: 300 }]);
});

test('two workers record each line once', async () => {
  await listed();
  await workers.start();
  await workers.start();
  const sales = Array.from({ length: 200 }, () => saleOf({ A: 1 }));
  await Promise.all([...sales, ...sales].map((sale) => broker.publish(sale)));
  await workers.heldIs({ 1: -200 });
  await queueIsEmpty();
  expect(await reasons()).toEqual([]);
});

test('SIGTERM ends it with 0 once what is in hand is recorded', async () => {
  await listed();
  const worker = await workers.start();
  await Promise.all(Array.from({ length: 100 }, () => broker.publish(saleOf({ A: 1 }))));
  const beganMs = performance.now();
  const { exitCode, log } = await workers.stop(worker);
  expect(exitCode).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(10_000);
  expect(log.at(-1)?.['message']).toBe('ended: nothing is left in hand');
  const [row] = await books.schema.query<{ recorded: number }>('SELECT COUNT(*) AS recorded FROM sale');
  await until(async () => expect((await broker.waiting()) + (row?.recorded ?? 0)).toBe(100));
});
