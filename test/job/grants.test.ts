import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAlertRights } from '../../src/alerts/rights.ts';
import { databaseConfig } from '../../src/mysql/config.ts';
import { parseConfig } from '../../src/platform/config/config.ts';
import { requireMigrated } from '../../src/mysql/migrations.ts';
import { checkProcedures, checkRights } from '../../src/sync/rights.ts';
import { directRoute, openSession } from '../../src/mysql/session.ts';
import { LOCATIONS } from '../../src/sources/air/locations.ts';
import { airTable } from '../../src/sources/air/table.ts';
import { readShape } from '../../src/sync/shape.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { changed, goods, offer, without } from '../support/goods.ts';
import { type GrantedUser, type Grants, openGrants } from '../support/grants.ts';
import { runJob } from '../support/job.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { silentLog as log } from '../support/words.ts';

const ALL = goods(12);
const LOOKS = [['runs'], ['history', '1'], ['quarantine'], ['stock'], ['movements']];

let shop: Shop;
/** The shop's own schema, with the table of what is published and the procedure that rebuilds the mirror. */
let application: TestSchema;
let grants: Grants;
beforeAll(async () => {
  [shop, application] = await Promise.all([openShop({ migrate: false }), openSchema()]);
  await application.query(
    'CREATE TABLE published_items (id BIGINT PRIMARY KEY, meli_id VARCHAR(20), cost INT)',
  );
  await application.query('INSERT INTO published_items VALUES ?', [ALL.map(({ id }) => [id, `MLA${id}`, 7])]);
  await application.query('CREATE TABLE mirror (id BIGINT PRIMARY KEY)');
  await application.query(
    `CREATE PROCEDURE rebuild_mirror() BEGIN
       DELETE FROM mirror;
       INSERT INTO mirror SELECT id FROM ${shop.schema.name}.raw_item_data;
     END`,
  );
  Object.assign(shop.env, {
    PUBLISHED_ITEMS_TABLE: `${application.name}.published_items`,
    POST_LOAD_PROCEDURES: `${application.name}.rebuild_mirror`,
    MISSING_PRODUCTS: 'delete',
    MISSING_RUNS: '1',
  });
  grants = await openGrants(shop.schema, application);
  await grants.apply('2-migrate.sql');
  const migrated = await as('migrate', 'migrate');
  if (migrated.exitCode !== 0) throw new Error(migrated.stderr);
  await grants.apply('3-sync.sql');
  await grants.apply('4-reader.sql');
});
afterAll(async () => {
  await grants.drop();
  await Promise.all([shop.close(), application.drop()]);
});

async function as(user: GrantedUser, ...args: string[]) {
  return runJob(args, { ...shop.env, ...grants.login(user) });
}

test('`migrate` can be repeated with the rights of its own user', async () => {
  expect((await as('migrate', 'migrate')).exitCode).toBe(0);
});

test('a first load, changes, a product that leaves, quarantine, webhooks, procedures: all with the rights of the job', async () => {
  offer(shop, ALL);
  expect((await as('sync', 'sync')).report).toMatchObject({ exit_code: 0, inserted: 12, delivered: 12 });

  const day = without(
    changed(ALL, ({ id }) => (id === 1 ? { price: 99 } : undefined)),
    12,
  );
  offer(shop, day, { product_id: 13, product_name: 'Sin precio', price: '1.234,56' });
  shop.publications.intercept(({ itemId }) => (itemId === 1 ? { status: 422 } : undefined));
  const second = { updated: 1, removed: 1, quarantined: 1, owed: 2, dead: 1 };
  shop.env['NOTIFY_ATTEMPTS'] = '1';
  expect((await as('sync', 'sync')).report).toMatchObject(second);
  shop.publications.intercept();
  expect((await as('sync', 'notify', '--dead')).report).toMatchObject({ exit_code: 0, delivered: 1 });

  offer(shop, without(day, 11));
  const full = await as('sync', 'sync', '--mode', 'full');
  expect(full.report, full.stderr).toMatchObject({ exit_code: 0, removed: 1 });
  expect(await shop.rows()).toHaveLength(10);
  expect(await application.query('SELECT id FROM mirror')).toHaveLength(10);

  await shop.schema.query(`UPDATE sync_run SET started_at = started_at - INTERVAL 90 DAY`);
  await shop.schema.query(`UPDATE sync_quarantine SET settled_at = UTC_TIMESTAMP() - INTERVAL 90 DAY`);
  await shop.schema.query(`UPDATE sync_change SET run_id = CONCAT('2020', SUBSTR(run_id, 5))`);
  expect(await shop.schema.query('SELECT DISTINCT kind FROM sync_change ORDER BY kind')).toEqual([
    { kind: 'changed' },
    { kind: 'deleted' },
  ]);
  expect((await as('sync', 'sync')).exitCode).toBe(0);
  expect(await shop.schema.query('SELECT run_id FROM sync_run')).toHaveLength(1);
  expect(await shop.schema.query('SELECT subject FROM sync_quarantine')).toHaveLength(0);
  expect(await shop.schema.query('SELECT item_id FROM sync_change')).toHaveLength(0);
});

test('`doctor`, `runs`, `history` and `quarantine` have what they need of the job', async () => {
  const doctor = await as('sync', 'doctor');
  expect(doctor.exitCode, doctor.stdout).toBe(0);
  for (const command of LOOKS) expect((await as('sync', ...command)).exitCode).toBe(0);
});

test('who only reads can foretell a run, look at the history and write the page, and cannot run one', async () => {
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 2 ? { price: 98 } : undefined)),
  );
  const before = await shop.rows();
  const foretold = await as('reader', 'sync', '--dry-run');
  expect(foretold.report, foretold.stderr).toMatchObject({ exit_code: 0, inserted: 2, updated: 2 });
  const page = join(mkdtempSync(join(tmpdir(), 'grants-test-')), 'index.html');
  for (const command of [...LOOKS, ['report', '--out', page]]) {
    expect((await as('reader', ...command)).exitCode).toBe(0);
  }
  rmSync(dirname(page), { recursive: true });
  expect((await as('reader', 'sync')).report).toMatchObject({ exit_code: 78, loaded: false });
  expect(await shop.rows()).toEqual(before);
});

test('`doctor` does not advise who only reads to grant one right after the other', async () => {
  const { exitCode, stdout } = await as('reader', 'doctor');
  expect(exitCode).toBe(78);
  expect(stdout).toContain('the user that USER_DB names may write nothing');
  expect(stdout).toContain('to sync, set USER_DB to the user of deploy/grants/3-sync.sql');
  expect(stdout).not.toContain('grant the user INSERT');
});

test('each single right of the job is needed', async () => {
  // Of uploads, their worker has a look of its own.
  const needed = grants
    .statements('3-sync.sql')
    .flatMap(singly)
    .filter((right) => !/upload_|catalog_item/.test(right));
  expect(needed.length).toBeGreaterThan(20);
  for (const right of needed) {
    const account = grants.account('sync');
    await shop.schema.query(`REVOKE ${right} FROM ${account}`);
    await expect(examine(), right).rejects.toSay(
      /denied|privileges|may not see|sync_migration|no table|lacks/,
    );
    await shop.schema.query(`GRANT ${right} TO ${account}`);
  }
  await examine();
});

test.each<[GrantedUser, string]>([
  ['sync', 'CREATE TABLE more (id INT)'],
  ['sync', 'ALTER TABLE raw_item_data ADD COLUMN more INT'],
  ['sync', 'DROP TABLE raw_item_data'],
  ['sync', 'TRUNCATE TABLE sync_run'],
  ['sync', 'UPDATE sync_change SET new_price = 0'],
  ['sync', 'CREATE INDEX more ON raw_item_data (stock)'],
  ['sync', 'CREATE VIEW more AS SELECT 1'],
  ['sync', 'CREATE PROCEDURE more() DO 1'],
  ['sync', 'INSERT INTO sync_migration VALUES (999, "more", NOW())'],
  ['sync', 'SELECT cost FROM shop.published_items'],
  ['sync', 'UPDATE shop.published_items SET meli_id = NULL'],
  ['sync', 'SELECT id FROM shop.mirror'],
  ['sync', 'GRANT SELECT ON raw_item_data TO CURRENT_USER()'],
  ['sync', 'SELECT user FROM mysql.user'],
  ['migrate', 'SELECT id FROM raw_item_data'],
  ['migrate', 'ALTER TABLE raw_item_data ADD COLUMN more INT'],
  ['migrate', 'DROP TABLE sync_run'],
  ['migrate', 'CREATE TABLE more (id INT)'],
  ['reader', 'DELETE FROM channel_outbox'],
  ['reader', 'CREATE TEMPORARY TABLE more (id INT)'],
])('%s may not: %s', async (user, sql) => {
  const { HOST_DB: host, PORT_DB: port } = shop.env;
  const { USER_DB, PASSWORD_DB: password } = grants.login(user);
  const place = { ...(host === undefined ? {} : { host }), port: Number(port) };
  const connection = await mysql.createConnection({
    ...place,
    user: USER_DB,
    password,
    database: shop.schema.name,
  });
  try {
    const refused = connection.query(sql.replaceAll('shop.', `${application.name}.`));
    await expect(refused).rejects.toSay(/denied|need .* privilege|not allowed/);
  } finally {
    await connection.end();
  }
});

// MariaDB makes up no passwords, and is not what Cloud SQL runs.
test.runIf(process.env['TEST_DB_KIND'] === 'mysql')(
  'the users for a log-in with a password start with none that a file knows, and with no right',
  async () => {
    const statements = grants.statements('1-users.sql').map((sql) => sql.replaceAll("'t-", "'t-users-"));
    expect(statements).toHaveLength(4);
    for (const statement of statements) {
      const [, account = ''] = /^CREATE USER (\S+) /.exec(statement) ?? [];
      const [made] = await shop.schema.query<{ 'generated password': string }>(statement);
      const held = await shop.schema.query<Record<string, string>>(`SHOW GRANTS FOR ${account}`);
      await shop.schema.query(`DROP USER ${account}`);
      expect(made?.['generated password']).toMatch(/^.{20}$/);
      expect(held.flatMap((row) => Object.values(row))).toEqual([expect.stringMatching(/^GRANT USAGE ON/)]);
    }
  },
);

/** "SELECT, INSERT ON a" as "SELECT ON a" and "INSERT ON a". */
function singly(statement: string): string[] {
  const [, rights = '', place = ''] = /^GRANT (.+) (ON .+) TO /.exec(statement) ?? [];
  return rights.split(/, (?![^(]*\))/).map((right) => `${right} ${place}`);
}

/** What the doctor looks at, without the time that a process takes. */
async function examine(): Promise<void> {
  const env: Record<string, string> = { ...shop.env, ...grants.login('sync') };
  const { database } = parseConfig(env, { database: databaseConfig });
  const logIn = { ...database, password: env['PASSWORD_DB'] };
  const session = await openSession(directRoute(database), logIn, new AbortController().signal, log);
  try {
    await requireMigrated(session);
    await readShape(session);
    await checkRights(session, shop.env['PUBLISHED_ITEMS_TABLE'], airTable(LOCATIONS));
    await checkAlertRights(session);
    await checkProcedures(session, [shop.env['POST_LOAD_PROCEDURES'] ?? '']);
  } finally {
    await session.close();
  }
}
