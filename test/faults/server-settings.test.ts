import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openOwnServer } from '../support/own-server.ts';
import { expectComplete, isLoaded, newDay, openMirroredShop, PRODUCTS } from '../support/day.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { runJob } from '../support/job.ts';
import type { Shop } from '../support/shop.ts';

const LOGIN = { USER_DB: 'worker', PASSWORD_DB: 'works-for-a-living' };
/** Text that a server with other defaults would read otherwise. */
const NASTY = `O'Higgins "el \\ viejo" \\' ; -- ñandú 🧉 %_`;

const server = await openOwnServer();
let shop: Shop;
let defaults: Record<string, string | number>;

beforeAll(async () => {
  if (server === undefined) return;
  shop = await openMirroredShop();
  await shop.schema.query(`CREATE USER ${LOGIN.USER_DB} IDENTIFIED BY '${LOGIN.PASSWORD_DB}'`);
  await shop.schema.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES, EXECUTE ON ${shop.schema.name}.* TO ${LOGIN.USER_DB}`,
  );
  const [row] = await shop.schema.query<Record<string, string | number>>(
    `SELECT @@GLOBAL.sql_mode AS sql_mode, @@GLOBAL.time_zone AS time_zone, @@GLOBAL.read_only AS read_only,
            @@GLOBAL.max_allowed_packet AS max_allowed_packet, @@GLOBAL.character_set_server AS character_set_server,
            @@GLOBAL.autocommit AS autocommit, @@GLOBAL.completion_type AS completion_type,
            @@GLOBAL.init_connect AS init_connect`,
  );
  defaults = row ?? {};
});
afterEach(async () => {
  for (const [name, value] of Object.entries(defaults)) await set(name, value);
});
afterAll(async () => {
  if (server === undefined) return;
  await shop.close();
  await server.close();
});

/** For sessions that begin from now on. */
async function set(name: string, value: string | number): Promise<void> {
  await shop.schema.query(`SET GLOBAL ${name} = ?`, [value]);
}

const run = () => runJob(['sync'], { ...shop.env, ...LOGIN });

type Setting = readonly [what: string, name: string, value: string | number];

const SETTINGS: readonly Setting[] = [
  ['with strict and traditional SQL', 'sql_mode', 'TRADITIONAL,ONLY_FULL_GROUP_BY'],
  ['with lax SQL', 'sql_mode', ''],
  ['where a backslash escapes nothing', 'sql_mode', 'NO_BACKSLASH_ESCAPES'],
  ['with quotes as ANSI has them', 'sql_mode', 'ANSI'],
  [
    'that refuses zero dates and joins text with ||',
    'sql_mode',
    'NO_ZERO_DATE,NO_ZERO_IN_DATE,PIPES_AS_CONCAT',
  ],
  ['on the time of Buenos Aires', 'time_zone', '-03:00'],
  ['that speaks latin1', 'character_set_server', 'latin1'],
  ['that commits nothing by itself', 'autocommit', 0],
  ['that begins another transaction after each', 'completion_type', 'CHAIN'],
  ['that hangs up after each transaction', 'completion_type', 'RELEASE'],
  ['that greets by switching autocommit off', 'init_connect', 'SET autocommit = 0; SELECT 1'],
  ['that greets with an open transaction', 'init_connect', 'SET completion_type = 2; START TRANSACTION'],
  ['that greets in latin1', 'init_connect', 'SET NAMES latin1'],
  ['that gives ten rows of an answer', 'init_connect', 'SET sql_select_limit = 10'],
  ['that joins no more than ten rows', 'init_connect', 'SET max_join_size = 10'],
  ['that wants a key in each UPDATE', 'init_connect', 'SET sql_safe_updates = 1'],
  ['whose transactions only read', 'init_connect', 'SET SESSION TRANSACTION READ ONLY'],
  [
    'that reads what is not committed',
    'init_connect',
    'SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED',
  ],
];

/** The long form tries each by itself; the quick one several together, of which a run has to mind each. */
const GROUP_COUNT = LONG ? SETTINGS.length : 6;
const GROUPS = Array.from({ length: GROUP_COUNT }, (_, group) => {
  const settings = SETTINGS.filter((_setting, index) => index % GROUP_COUNT === group);
  return [settings.map(([what]) => what).join(', '), settings] as const;
});

/** A variable that several set is set to all of it, one statement after the other. */
async function setTogether(settings: readonly Setting[]): Promise<void> {
  for (const [name, same] of Map.groupBy(settings, ([, each]) => each)) {
    const [first] = same.map(([, , value]) => value);
    await set(name, same.length > 1 ? same.map(([, , value]) => value).join('; ') : (first ?? ''));
  }
}

test.runIf(server).each(GROUPS)(
  'on a server %s a run does the same, and its times are UTC',
  async (_what, settings) => {
    const day = newDay(shop).map((good) => ({ ...good, name: `${NASTY} ${good.id}` }));
    shop.bitcram.setCatalogue(
      day.map(({ id, price, name: text }) => ({ product_id: id, price, product_name: text })),
    );
    await setTogether(settings);
    const startedMs = Date.now();
    const { exitCode, stderr } = await run();
    expect(exitCode, stderr).toBe(0);
    await expectComplete(shop, day);
    const again = await run();
    expect(again.report, again.stderr).toMatchObject({ exit_code: 0, unchanged: PRODUCTS, owed: 0 });
    for (const { id, data, updated_at: at } of await shop.rows()) {
      expect(data?.['product_name']).toBe(`${NASTY} ${id}`);
      expect(Math.abs(Date.parse(`${at}Z`) - startedMs)).toBeLessThan(60_000);
    }
    const [noted] = await shop.schema.query<{ started_at: string }>(
      'SELECT MAX(started_at) AS started_at FROM sync_run',
    );
    expect(Math.abs(Date.parse(`${noted?.started_at}Z`) - startedMs)).toBeLessThan(60_000);
    for (const [what] of settings)
      noteFault({ fault: `a server ${what}`, tried: 1, outcome: 'as always', lost: 0, appliedTwice: 0 });
  },
);

test.runIf(server)('a server that takes only short statements is given short statements', async () => {
  const day = newDay(shop);
  await set('max_allowed_packet', 256 * 1024);
  // Together 2.4 MB, of characters that take two bytes each.
  shop.bitcram.setCatalogue(
    day.map(({ id, price }) => ({
      product_id: id,
      price,
      product_name: `ñ'`.repeat(20_000).slice(0, 15_000 + id),
    })),
  );
  const { exitCode, stderr, report } = await run();
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ quarantined: 0, delivered: PRODUCTS });
  await expectComplete(shop, day);
  noteFault({
    fault: 'max_allowed_packet of 256 kB',
    tried: 1,
    outcome: 'as always',
    lost: 0,
    appliedTwice: 0,
  });
});

test.runIf(server)(
  'a product too long for the server is quarantined, and the others are loaded',
  async () => {
    const day = newDay(shop);
    await set('max_allowed_packet', 256 * 1024);
    const tooLong = { product_id: 999, price: 5, product_name: 'x'.repeat(100_000) };
    shop.bitcram.setCatalogue([...day.map(({ id, price }) => ({ product_id: id, price })), tooLong]);
    const { exitCode, stderr, report } = await run();
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ quarantined: 1, delivered: PRODUCTS });
    noteFault({
      fault: 'a product beyond max_allowed_packet',
      tried: 1,
      outcome: 'quarantined',
      lost: 0,
      appliedTwice: 0,
    });
  },
);

test.runIf(server)(
  'a read-only server is 78 and says to connect to the primary; nothing is sent or written',
  async () => {
    const day = newDay(shop);
    await set('read_only', 1);
    const { exitCode, stderr, report } = await run();
    expect(exitCode, stderr).toBe(78);
    expect(report.reason).toMatch(/read-only: connect to the primary/);
    expect(await isLoaded(shop, day)).toBe(false);
    expect(shop.publications.attempts()).toEqual([]);
    await set('read_only', 0);
    expect((await run()).exitCode).toBe(0);
    await expectComplete(shop, day);
    noteFault({ fault: 'a read-only server', tried: 1, outcome: '78', lost: 0, appliedTwice: 0 });
  },
);
