import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { expectComplete, isLoaded, newDay, openMirroredShop, PRODUCTS } from '../support/day.ts';
import { noteFault } from '../support/fault-table.ts';
import type { Good } from '../support/goods.ts';
import { runJob } from '../support/job.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import type { Shop } from '../support/shop.ts';
import { listen } from '../support/tcp.ts';

const LOGIN = { USER_DB: '', PASSWORD_DB: 'works-for-a-living' };

let shop: Shop;
let database: Proxy;
/** The schema of another application, with the products that it published. */
let application: TestSchema;
let day: readonly Good[];

/** What the job needs, one right a line. */
const rights = (): string[] => [
  `CREATE TEMPORARY TABLES ON ${shop.schema.name}.*`,
  `SELECT ON ${shop.schema.name}.sync_migration`,
  ...[
    'raw_item_data',
    'sync_run',
    'channel_outbox',
    'channel',
    'sync_missing',
    'sync_quarantine',
    'sync_change',
  ].flatMap((table) =>
    ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map((right) => `${right} ON ${shop.schema.name}.${table}`),
  ),
  `EXECUTE ON PROCEDURE ${shop.schema.name}.rebuild_mirror`,
  `SELECT ON ${application.name}.published`,
];

beforeAll(async () => {
  [shop, application] = await Promise.all([openMirroredShop(), openSchema()]);
  database = await startProxy({ host: shop.env['HOST_DB'] ?? '', port: Number(shop.env['PORT_DB']) });
  await application.query('CREATE TABLE published (id INT PRIMARY KEY, meli_id VARCHAR(20))');
  const listings = Array.from({ length: PRODUCTS }, (_, index) => [index + 1, `MLA${index + 1}`]);
  await application.query('INSERT INTO published VALUES ?', [listings]);
  LOGIN.USER_DB = `w_${shop.schema.name}`;
  await shop.schema.query(`CREATE USER ${LOGIN.USER_DB} IDENTIFIED BY '${LOGIN.PASSWORD_DB}'`);
  for (const right of rights()) await shop.schema.query(`GRANT ${right} TO ${LOGIN.USER_DB}`);
  shop.env['PUBLISHED_ITEMS_TABLE'] = `${application.name}.published`;
});
afterAll(async () => {
  await shop.schema.query(`DROP USER ${LOGIN.USER_DB}`);
  await database.close();
  await Promise.all([shop.close(), application.drop()]);
});
beforeEach(() => {
  day = newDay(shop);
});
afterEach(() => {
  database.watch = undefined;
  database.cut();
  database.mode = 'pass';
});

const runOn = (port: number) => runJob(['sync'], { ...shop.env, PORT_DB: String(port) });

async function expectNextRunCompletes(): Promise<void> {
  const next = await shop.run('sync');
  expect(next.exitCode, next.stderr).toBe(0);
  await expectComplete(shop, day);
}

test('a user with no more than the documented rights can do the whole work', async () => {
  const { exitCode, stderr } = await runJob(['sync'], { ...shop.env, ...LOGIN });
  expect(exitCode, stderr).toBe(0);
  await expectComplete(shop, day);
});

const ours = (right: string, table: string) =>
  [
    `${right} on ${table}`,
    () => `${right} ON ${shop.schema.name}.${table}`,
    new RegExp(`grant the user ${right} on the table \\S*${table}`),
  ] as const;

/** What is missing, and what the operator reads. */
const MISSING: readonly (readonly [string, () => string, RegExp])[] = [
  [
    'CREATE TEMPORARY TABLES',
    () => `CREATE TEMPORARY TABLES ON ${shop.schema.name}.*`,
    /the user needs CREATE TEMPORARY TABLES/,
  ],
  ours('SELECT', 'raw_item_data'),
  ours('INSERT', 'raw_item_data'),
  ours('UPDATE', 'raw_item_data'),
  ours('INSERT', 'sync_run'),
  ours('INSERT', 'channel_outbox'),
  ours('DELETE', 'channel_outbox'),
  ours('SELECT', 'channel'),
  [
    'EXECUTE on the procedure',
    () => `EXECUTE ON PROCEDURE ${shop.schema.name}.rebuild_mirror`,
    /grant the user EXECUTE on the procedure \S*rebuild_mirror/,
  ],
  [
    'SELECT on PUBLISHED_ITEMS_TABLE',
    () => `SELECT ON ${application.name}.published`,
    /grant the user SELECT on the table \S*published/,
  ],
];

test.each(MISSING)(
  'without the right to %s the run ends with 78 and names what to grant, and the next one completes it',
  async (name, right, words) => {
    await shop.schema.query(`REVOKE ${right()} FROM ${LOGIN.USER_DB}`);
    const { exitCode, report, stderr } = await runJob(['sync'], { ...shop.env, ...LOGIN });
    await shop.schema.query(`GRANT ${right()} TO ${LOGIN.USER_DB}`);
    expect(exitCode, stderr).toBe(78);
    expect(report.reason).toMatch(words);
    expect(report.reason).not.toContain('\n');
    await isLoaded(shop, day);
    await expectNextRunCompletes();
    noteFault({
      fault: `without ${name}`,
      tried: 1,
      outcome: '78, completed by the next run',
      lost: 0,
      appliedTwice: 0,
    });
  },
);

test('a database that is down at the start is told in one line with its address', async () => {
  database.mode = 'refuse';
  const refused = await runOn(database.port);
  expect(refused.exitCode, refused.stderr).toBe(69);
  expect(refused.report.reason).toContain(`127.0.0.1:${database.port}`);
  expect(refused.report.reason).toContain('check HOST_DB and PORT_DB, that the database is up');
  expect(refused.stderr.trimEnd().split('\n')).toHaveLength(2);
  noteFault({ fault: 'database down at the start', tried: 1, outcome: '69', lost: 0, appliedTwice: 0 });
});

test('a database that goes for good in the middle ends the run at once with 69, and the next one completes it', async () => {
  database.watch = (sent) => {
    if (!sent.includes('INSERT INTO raw_item_data')) return;
    database.mode = 'refuse';
    database.cut();
  };
  const startedMs = performance.now();
  const { exitCode, report, stderr } = await runOn(database.port);
  expect(exitCode, stderr).toBe(69);
  expect(report).toMatchObject({ status: 'failed', delivered: 0 });
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  expect(await isLoaded(shop, day)).toBe(false);
  await expectNextRunCompletes();
  noteFault({ fault: 'database gone in the middle', tried: 1, outcome: '69', lost: 0, appliedTwice: 0 });
});

/** Passes on what is said until the job says `text`; then says nothing any more, and never hangs up. */
async function fallSilentAt(text: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (job) => {
    const far = connect(Number(shop.env['PORT_DB']), shop.env['HOST_DB'] ?? '');
    let silent = text === '';
    job.on('data', (sent) => {
      silent ||= sent.includes(text);
      if (!silent) far.write(sent);
    });
    far.on('data', (answered) => !silent && job.write(answered));
    job.on('close', () => far.destroy());
    for (const socket of [job, far]) socket.on('error', () => undefined);
  });
  await listen(server);
  return server;
}

test('a database that accepts and says nothing, or falls silent at the log-in, is given up after 10 s, and the process ends', async () => {
  const servers = await Promise.all(['', 'SET NAMES', 'SELECT VERSION()'].map(fallSilentAt));
  const startedMs = performance.now();
  const ends = await Promise.all(servers.map((server) => runOn((server.address() as AddressInfo).port)));
  expect(performance.now() - startedMs).toBeLessThan(20_000);
  for (const { exitCode, report, stderr } of ends) {
    expect(exitCode, stderr).toBe(69);
    expect(report).toMatchObject({ event: 'run.finished', status: 'failed' });
    expect(report.reason).toMatch(/log in to the database at 127\.0\.0\.1:\d+/);
  }
  for (const server of servers) server.close();
  noteFault({ fault: 'database silent at the log-in', tried: 3, outcome: '69', lost: 0, appliedTwice: 0 });
});

test('a disk that is full in the middle of the load is 69; nothing of it stays, and with space again all is brought in', async () => {
  // The server's own error, raised at the last row: what came before it in the transaction must go again.
  await shop.schema.query(
    `CREATE TRIGGER no_space BEFORE INSERT ON raw_item_data FOR EACH ROW
       IF NEW.id = ${PRODUCTS} THEN
         SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table raw_item_data is full';
       END IF`,
  );
  const { exitCode, stderr, report } = await runJob(['sync'], shop.env);
  expect(exitCode, stderr).toBe(69);
  expect(report.reason).toMatch(/could not load the changes into the table of products: .* is full/);
  expect(await isLoaded(shop, day)).toBe(false);
  expect(shop.publications.attempts()).toEqual([]);

  await shop.schema.query('DROP TRIGGER no_space');
  expect((await runJob(['sync'], shop.env)).exitCode).toBe(0);
  await expectComplete(shop, day);
  noteFault({
    fault: 'a full disk in the middle of the load',
    tried: 1,
    outcome: '69',
    lost: 0,
    appliedTwice: 0,
  });
});
