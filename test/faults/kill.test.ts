import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LONG, noteFault } from '../support/fault-table.ts';
import { changed, type Good, goods, offer, without } from '../support/goods.ts';
import { type JobResult, runJob, startJob } from '../support/job.ts';
import { oncePerKey } from '../support/kept-rows.ts';
import { FLASH_KILL_POINTS, KILL_POINTS, type KillPoint } from '../support/kill-points.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** The long form repeats every point; the quick one takes a few that between them meet every phase. */
const REPEATS = LONG ? 5 : 1;
const QUICK = new Set([
  'when price_list page 3 is asked for',
  'after INSERT INTO sync_stage_item',
  'after INSERT INTO raw_item_data',
  'before COMMIT',
  'after COMMIT',
  'after CALL',
  'before DELETE FROM channel_outbox',
  'when webhook 20 arrives',
]);
const QUICK_OF_FLASH = new Set([
  'when updated_prices page 2 is asked for',
  'before COMMIT',
  'after COMMIT',
  'after CALL',
]);

const pointsOf = (all: readonly KillPoint[], quick: ReadonlySet<string>): readonly KillPoint[] =>
  LONG ? all : all.filter(({ name }) => quick.has(name));

/** What is killed, where, and what comes next. */
const POINTS = [
  ...pointsOf(KILL_POINTS, QUICK).map((point) => ['sync', point.name, point] as const),
  ...pointsOf(FLASH_KILL_POINTS, QUICK_OF_FLASH).map(
    (point) => ['sync --mode flash', point.name, point] as const,
  ),
];

const YESTERDAY = goods(60);
/** New, changed and missing products, and one that cannot be used. */
const TODAY: Good[] = [
  ...changed(without(YESTERDAY, 7, 8), ({ id }) => (id % 3 === 0 ? { price: id * 11 } : undefined)),
  ...goods(70).slice(60),
];
const UNUSABLE = { product_id: 999, price: '1.234,56' };

let shop: Shop;
let twin: Shop;
let ofShop: ReturnType<typeof oncePerKey>;
let ofTwin: ReturnType<typeof oncePerKey>;
let database: Proxy;

async function openProceduralShop(): Promise<Shop> {
  const opened = await openShop();
  await opened.schema.query('CREATE TABLE mirror (id BIGINT PRIMARY KEY, stock INT)');
  await opened.schema.query(
    'CREATE PROCEDURE rebuild_mirror() BEGIN DELETE FROM mirror; INSERT INTO mirror SELECT id, stock FROM raw_item_data; END',
  );
  Object.assign(opened.env, {
    POST_LOAD_PROCEDURES: `${opened.schema.name}.rebuild_mirror`,
    PAGE_SIZE: '20',
    MISSING_RUNS: '1',
    NOTIFY_CONCURRENCY: '4',
  });
  return opened;
}

beforeAll(async () => {
  [shop, twin] = await Promise.all([openProceduralShop(), openProceduralShop()]);
  [ofShop, ofTwin] = [oncePerKey(shop), oncePerKey(twin)];
  database = await startProxy({ host: shop.env['HOST_DB'] ?? '', port: Number(shop.env['PORT_DB']) });
});
afterAll(async () => {
  await database.close();
  await Promise.all([shop.close(), twin.close()]);
});
afterEach(disarm);

function disarm(): void {
  shop.bitcram.intercept();
  shop.publications.intercept();
  database.watch = undefined;
  database.mode = 'pass';
}

/** As after the run of yesterday. */
async function startOver(each: Shop): Promise<void> {
  offer(each, YESTERDAY);
  const once = each === shop ? ofShop : ofTwin;
  await once('yesterday', async () => {
    const { exitCode, stderr } = await each.run('sync');
    expect(exitCode, stderr).toBe(0);
  });
  each.publications.reset();
  offer(each, TODAY, UNUSABLE);
}

/** What must be the same: content, what is missing, what is pending and what changed; ids, times and keys aside. */
async function stateOf({ schema }: Shop): Promise<unknown> {
  return {
    items: await schema.query('SELECT id, data, stock FROM raw_item_data ORDER BY id'),
    mirror: await schema.query('SELECT id, stock FROM mirror ORDER BY id'),
    missing: await schema.query(
      'SELECT item_id, runs, settled_at IS NULL AS open FROM sync_missing ORDER BY item_id',
    ),
    outbox: await schema.query(
      'SELECT subject_id AS item_id, attempts FROM channel_outbox ORDER BY subject_id',
    ),
    changes: await schema.query(
      'SELECT item_id, kind, old_price, new_price, old_stock, new_stock FROM sync_change ORDER BY changed_at, item_id',
    ),
    quarantine: await schema.query('SELECT item_id, reason, settled_at IS NULL AS open FROM sync_quarantine'),
  };
}

function keysByItem({ publications }: Shop): Map<number | undefined, Set<string>> {
  const keys = new Map<number | undefined, Set<string>>();
  for (const { itemId, idempotencyKey } of publications.received()) {
    keys.set(itemId, (keys.get(itemId) ?? new Set()).add(idempotencyKey ?? ''));
  }
  return keys;
}

interface End {
  state: unknown;
  heard: Map<number | undefined, Set<string>>;
}

const endOf = async (each: Shop): Promise<End> => ({
  state: await stateOf(each),
  heard: keysByItem(each),
});

const undisturbed = new Map<string, End>();

/** Where as many runs lead that nobody kills. */
async function undisturbedEnd(command: readonly string[], runs: number): Promise<End> {
  const asked = `${command.join(' ')}, ${runs} times`;
  let end = undisturbed.get(asked);
  if (end === undefined) {
    await startOver(twin);
    for (let run = 0; run < runs; run += 1) await twin.run(...command);
    end = await endOf(twin);
    undisturbed.set(asked, end);
  }
  return end;
}

/** Kills a run there and lets the next one follow; how many products' webhooks never came, and how many came under two keys. */
async function killOnce(
  command: readonly string[],
  point: KillPoint,
): Promise<{ lost: number; appliedTwice: number }> {
  await startOver(shop);
  const killed = startJob(command, { ...shop.env, PORT_DB: String(database.port) });
  const reached = point.arm(shop, database, () => killed);
  const end = await killed.done;
  expect(reached(), `the run never got there: ${end.stderr}`).toBe(true);
  expect(end.signal).toBe('SIGKILL');
  disarm();

  let next: JobResult;
  // A flash does not wait until the server has seen that the killed one is gone.
  do next = await runJob(command, { ...shop.env });
  while (next.log.at(-1)?.['event'] === 'run.skipped');
  expect(next.exitCode, next.stderr).toBe(0);

  const [runs] = await shop.schema.query<{ committed: number }>(
    'SELECT COUNT(committed_at) - 1 AS committed FROM sync_run',
  );
  // As many extractions as the killed run and its successor committed together.
  const wanted = await undisturbedEnd(command, runs?.committed ?? 0);
  const { state, heard } = await endOf(shop);
  expect(state).toEqual(wanted.state);
  const lost = [...wanted.heard.keys()].filter((itemId) => !heard.has(itemId));
  const appliedTwice = [...heard.values()].filter((keys) => keys.size > 1);
  return { lost: lost.length, appliedTwice: appliedTwice.length };
}

test.each(POINTS)(
  '`%s` killed %s, the next one brings everything to where an undisturbed one would be',
  async (command, _name, point) => {
    const sum = { lost: 0, appliedTwice: 0 };
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const { lost, appliedTwice } = await killOnce(command.split(' '), point);
      sum.lost += lost;
      sum.appliedTwice += appliedTwice;
    }
    noteFault({
      fault: `kill -9 of ${command} ${point.name}`,
      tried: REPEATS,
      outcome: 'as undisturbed',
      ...sum,
    });
    expect(sum).toEqual({ lost: 0, appliedTwice: 0 });
  },
  LONG ? 300_000 : 180_000,
);
