import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { leaseName } from '../../src/mysql/lease.ts';
import { lockName } from '../../src/mysql/lock.ts';
import { expectComplete, isLoaded, letGo, newDay, openMirroredShop, PRODUCTS } from '../support/day.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { type Good, goods, offer } from '../support/goods.ts';
import { type JobResult, startJob, type StartedJob } from '../support/job.ts';
import { hangingOn, type Moment, sending, waitingForARow } from '../support/moments.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { connectTo } from '../support/session.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { DOING } from '../support/words.ts';

const REPEATS = LONG ? 5 : 1;
/** The contract: a half-open connection blocks nobody for longer. */
const HALF_OPEN_LIMIT_MS = 120_000;

let shop: Shop;
let database: Proxy;
/** Another application's connection on the shop's schema. */
let application: TestSchema;
let day: readonly Good[];
/** A run that hangs on its first page for as long as all the tests take. */
let quiet: { shop: Shop; database: Proxy; holder: StartedJob };

beforeAll(async () => {
  const [mirrored, other, connection] = await Promise.all([openMirroredShop(), openShop(), openSchema()]);
  shop = mirrored;
  application = connection;
  await application.query(`USE ${shop.schema.name}`);
  database = await proxyFor(shop);
  offer(other, goods(3));
  const otherDatabase = await proxyFor(other);
  const hanging = hangingOn('price_list').arrive(other, otherDatabase);
  quiet = { shop: other, database: otherDatabase, holder: startThrough(otherDatabase, other) };
  await hanging;
  newDay(shop);
  await shop.run('sync');
});
afterAll(async () => {
  quiet.holder.process.kill('SIGKILL');
  await Promise.all([database.close(), quiet.database.close()]);
  await Promise.all([shop.close(), quiet.shop.close(), application.drop()]);
});
beforeEach(() => {
  day = newDay(shop);
});
const release = () => letGo(shop, database, application);
afterEach(release);

function proxyFor({ env }: Shop): Promise<Proxy> {
  return startProxy({ host: env['HOST_DB'] ?? '', port: Number(env['PORT_DB']) });
}

function startThrough({ port }: Proxy, { env }: Shop): StartedJob {
  return startJob(['sync'], { ...env, PORT_DB: String(port), HTTP_TIMEOUT_MS: '600000' });
}

async function holderOf({ schema }: Shop): Promise<number | null> {
  const [used] = await schema.query<{ id: number | null }>('SELECT IS_USED_LOCK(?) AS id', [
    lockName(schema.name),
  ]);
  return used?.id ?? null;
}

async function expectNextRunCompletes(): Promise<void> {
  const next = await shop.run('sync');
  expect(next.exitCode, next.stderr).toBe(0);
  await expectComplete(shop, day);
}

test('of two runs that start at once, one does the work, and the other waits for it and finds it done', async () => {
  const both = [startThrough(database, shop), startThrough(database, shop)] as const;
  const ends = await Promise.all(both.map(({ done }) => done));
  for (const { exitCode, stderr } of ends) expect(exitCode, stderr).toBe(0);
  expect(ends.map(({ report }) => report.updated).sort((a, b) => a - b)).toEqual([0, PRODUCTS]);
  const [one, other] = await shop.schema.query<{ started_at: string; unlocked_at: string }>(
    'SELECT started_at, unlocked_at FROM sync_run ORDER BY started_at DESC LIMIT 2',
  );
  expect((one?.started_at ?? '') >= (other?.unlocked_at ?? '9')).toBe(true);
  await expectComplete(shop, day);
  noteFault({
    fault: 'two runs at once',
    tried: 1,
    outcome: 'one after the other',
    lost: 0,
    appliedTwice: 0,
  });
});

interface Loss extends Moment {
  /** How the connection is lost; by default it is cut. */
  lose?: (database: Proxy) => unknown;
}

/** The operator, or a failover, ends the session on the server. */
const kill = async (): Promise<void> => {
  await shop.schema.query(`KILL ${await holderOf(shop)}`);
};
/** The same, of a run that sends: it has given the lock back. */
const killSender = async (): Promise<void> => {
  const [run] = await shop.schema.query<{ run_id: string }>(
    `SELECT run_id FROM sync_run WHERE status = 'running' AND unlocked_at IS NOT NULL`,
  );
  const [used] = await shop.schema.query<{ id: number | null }>('SELECT IS_USED_LOCK(?) AS id', [
    leaseName(run?.run_id ?? ''),
  ]);
  await shop.schema.query(`KILL ${used?.id}`);
};
const refuse = (proxy: Proxy): void => {
  proxy.mode = 'refuse';
  proxy.cut();
};
/** The statement gets there; its answer does not come back. */
const loseAnswer = (proxy: Proxy): void => {
  queueMicrotask(() => {
    proxy.mode = 'hang';
  });
};
const cutLater = async (proxy: Proxy): Promise<void> => {
  await pause(300);
  proxy.mode = 'pass';
  proxy.cut();
};
const nothing = (): void => undefined;
const heldRow = waitingForARow(async () => {
  await application.query('BEGIN');
  await application.query('UPDATE raw_item_data SET stock = stock + 100 WHERE id = 30');
});

/** From the tenth on, the receiver takes its time: what arrives after the loss was on its way before it. */
function sendingWebhooks(lose: (database: Proxy) => unknown): Loss {
  return {
    name: 'while webhooks are sent',
    lose: nothing,
    arrive: (_shop, proxy) =>
      new Promise((resolve, reject) => {
        let arrived = 0;
        shop.publications.intercept(async () => {
          arrived += 1;
          if (arrived < 10) return;
          if (arrived === 10) {
            await lose(proxy);
            resolve();
          }
          await pause(500);
          if (arrived > 10 + 4) reject(new Error('webhooks went out without the connection'));
        });
      }),
  };
}

const cut = (proxy: Proxy): void => proxy.cut();
const LOSSES: readonly (readonly [string, Loss])[] = [
  ['is cut', { ...hangingOn('price_list', 2), lose: cut }],
  ['is cut', { ...sending('INSERT INTO sync_stage_item', 'while products are staged', cut), lose: nothing }],
  ['is cut', { ...sending('INSERT INTO channel_outbox', 'inside the transaction', cut), lose: nothing }],
  ['is cut', { ...sending('COMMIT', 'before the COMMIT', refuse), lose: nothing }],
  ['is cut', { ...sending('COMMIT', 'right after the COMMIT was sent', loseAnswer), lose: cutLater }],
  ['is cut', { ...sending('CALL', 'while a procedure is called', cut), lose: nothing }],
  ['is cut', sendingWebhooks(cut)],
  ['is killed', { ...hangingOn('price_list', 2), lose: kill }],
  ['is killed', { ...heldRow, lose: kill }],
  ['is killed', sendingWebhooks(killSender)],
];

async function loseOnce(loss: Loss, afterwards: { sent: number }): Promise<JobResult> {
  const arrival = loss.arrive(shop, database);
  const job = startThrough(database, shop);
  await Promise.race([arrival, job.done.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  await loss.lose?.(database);
  database.watch = () => {
    afterwards.sent += 1;
  };
  return job.done;
}

test.each(LOSSES.map(([how, loss]) => [how, loss.name, loss] as const))(
  'if the connection that holds the lock %s %s, the run ends with 69 and writes nothing more, and the next one completes it',
  async (how, name, loss) => {
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      if (repeat > 0) day = newDay(shop);
      const afterwards = { sent: 0 };
      const end = await loseOnce(loss, afterwards);
      expect(end.exitCode, end.stderr).toBe(69);
      expect(end.report).toMatchObject({ event: 'run.finished', exit_code: 69 });
      expect(['failed', 'incomplete']).toContain(end.report.status);
      if (how === 'is cut') expect(afterwards.sent, 'statements after the cut').toBe(0);
      const [run] = await shop.schema.query(
        'SELECT status, finished_at FROM sync_run ORDER BY started_at DESC LIMIT 1',
      );
      expect(run).toEqual({ status: 'running', finished_at: null });
      await release();
      if (!(await isLoaded(shop, day))) expect(shop.publications.attempts()).toEqual([]);
      await expectNextRunCompletes();
    }
    noteFault({
      fault: `the connection of the lock ${how} ${name}`,
      tried: REPEATS,
      outcome: '69, completed by the next run',
      lost: 0,
      appliedTwice: 0,
    });
  },
  REPEATS * 180_000,
);

test('the server gives a silent connection at most two minutes, and a run that waits shows its life well within them', async () => {
  const session = await connectTo(quiet.shop.schema);
  const [limit] = await session.read<{ seconds: number }>(DOING, 'SELECT @@SESSION.wait_timeout AS seconds');
  await session.close();
  expect((limit?.seconds ?? Infinity) * 1000).toBeLessThanOrEqual(HALF_OPEN_LIMIT_MS);
  await vi.waitUntil(
    async () => {
      const runs = await quiet.shop.schema.query('SELECT 1 FROM sync_run WHERE alive_at > started_at');
      return runs.length === 1;
    },
    { timeout: 30_000, interval: 500 },
  );
});

test.runIf(LONG)(
  'a holder that the network forgot blocks nobody for longer than two minutes',
  async () => {
    expect(await holderOf(quiet.shop)).not.toBeNull();
    quiet.database.mode = 'hang';
    const startedMs = performance.now();
    await vi.waitUntil(async () => (await holderOf(quiet.shop)) === null, {
      timeout: HALF_OPEN_LIMIT_MS,
      interval: 1000,
    });
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    quiet.shop.bitcram.intercept();
    const next = await quiet.shop.run('sync');
    expect(next.exitCode, next.stderr).toBe(0);
    expect(next.report).toMatchObject({ inserted: 3, delivered: 3 });
    noteFault({
      fault: 'the connection of the lock half-open',
      tried: 1,
      outcome: `free after ${seconds} s`,
      lost: 0,
      appliedTwice: 0,
    });
  },
  HALF_OPEN_LIMIT_MS + 180_000,
);
