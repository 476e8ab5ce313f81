import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../src/mysql/migrations.ts';
import type { Session } from '../../src/mysql/session.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { type Grants, openGrants } from '../support/grants.ts';
import { outboxOf010 } from '../support/release-0.1.0.ts';
import { connectTo } from '../support/session.ts';
import { DOING } from '../support/words.ts';

const [moving] = readMigrations().filter(({ name }) => name === '005_outbox.sql');
if (moving === undefined) throw new Error('there is no 005_outbox.sql');

let schema: TestSchema;
/** One that may do everything. */
let session: Session;
beforeEach(async () => {
  schema = await openSchema();
  session = await connectTo(schema);
  await schema.query(
    'CREATE TABLE sync_migration (version INT NOT NULL PRIMARY KEY, name VARCHAR(128), applied_at DATETIME(3))',
  );
  for (const { version, name, statements } of readMigrations().slice(0, moving.version - 1)) {
    for (const statement of statements) await session.write(DOING, statement);
    await schema.query('INSERT INTO sync_migration VALUES (?, ?, UTC_TIMESTAMP())', [version, name]);
  }
});
afterEach(async () => {
  await session.close();
  await schema.drop();
});

const COLUMNS = '`key`, attempts, last_error, owed_at, dead_at';
const inOutbox = () => schema.query(`SELECT item_id, ${COLUMNS} FROM sync_outbox ORDER BY item_id`);
const inChannelOutbox = () =>
  schema.query(
    `SELECT subject_id AS item_id, ${COLUMNS} FROM channel_outbox WHERE channel = 'publications' ORDER BY subject_id`,
  );

async function fill(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => [
    index + 1,
    `20260102-030405-abc-${index + 1}`,
    index % 9,
    index % 7 === 0 ? 'HTTP 422 ñ' : null,
    `2026-01-02 03:04:05.${String(index % 1000).padStart(3, '0')}`,
    index % 11 === 0 ? '2026-01-03 03:04:05.678' : null,
  ]);
  while (rows.length > 0) {
    await schema.query(`INSERT INTO sync_outbox (item_id, ${COLUMNS}) VALUES ?`, [rows.splice(0, 5000)]);
  }
}

test('an outbox of 50,000 rows is moved with keys, tries, answers and times, and is never tried before', async () => {
  await fill(50_000);
  const before = await inOutbox();
  await migrate(session);
  expect(await inChannelOutbox()).toEqual(before);
  expect(await inOutbox()).toEqual(before);
  const untouched = `tried_at IS NULL AND next_at IS NULL AND lease_until IS NULL AND sent_at IS NULL AND accepted_key IS NULL`;
  expect(await schema.query(`SELECT COUNT(*) AS n FROM channel_outbox WHERE ${untouched}`)).toEqual([
    { n: 50_000 },
  ]);
  const tables = await schema.query(
    `SELECT table_name AS name, table_type AS type FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name LIKE '%outbox%' ORDER BY table_name`,
  );
  expect(tables).toEqual([
    { name: 'channel_outbox', type: 'BASE TABLE' },
    { name: 'sync_outbox', type: 'VIEW' },
  ]);
});

test.each(moving.statements.map((statement, index) => [index + 1, statement.slice(0, 40)]))(
  'a move that broke off after its statement %d (%s) loses nothing of what 0.1.0 writes before it is repeated',
  async (count) => {
    await fill(20);
    for (const statement of moving.statements.slice(0, count)) await session.write(DOING, statement);

    const old = outboxOf010(session);
    const [first, second] = await old.pendingAfter(0, 2);
    if (first === undefined || second === undefined) throw new Error('two are pending');
    await old.delivered(first);
    await old.refused(second, 100);
    await old.add('later', [5, 7, 100]);
    const after = await inOutbox();
    expect(after).toHaveLength(20);

    await migrate(session);
    expect(await inChannelOutbox()).toEqual(after);
    expect(await inOutbox()).toEqual(after);
    expect(
      await schema.query(
        `SELECT table_name AS name FROM information_schema.tables
          WHERE table_schema = DATABASE() AND table_name LIKE 'sync\\_outbox%'`,
      ),
    ).toEqual([{ name: 'sync_outbox' }]);
  },
);

test('`sync`, `notify` and the page of 0.1.0 work on the view with the rights that 0.1.0 has', async () => {
  await fill(20);
  const grants = await openGrants(schema, schema);
  try {
    const sync = grants.account('sync');
    await schema.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema.name}.sync_outbox TO ${sync}`);
    await schema.query(`GRANT CREATE TEMPORARY TABLES ON ${schema.name}.* TO ${sync}`);
    await schema.query(`GRANT SELECT ON ${schema.name}.sync_outbox TO ${grants.account('reader')}`);
    await grants.apply('2-migrate.sql');
    await as(grants, 'migrate', (migrating) => migrate(migrating));

    await as(grants, 'sync', async (working) => {
      const old = outboxOf010(working);
      expect([await old.countPending(), await old.countDead()]).toEqual([18, 2]);
      expect(await old.countPendingAmong([1, 2, 3, 99])).toBe(2);
      const pending = await old.pendingAfter(15, 10);
      expect(pending.map(([id]) => id)).toEqual([16, 17, 18, 19, 20]);
      const [sixteen, seventeen] = pending;
      if (sixteen === undefined || seventeen === undefined) throw new Error('five are pending');
      expect(await old.delivered(sixteen, [17, 'another key'])).toBe(1);
      expect(await old.refused(seventeen, 1)).toBe(1);
      expect(await old.countDead()).toBe(3);
      expect(await old.revive()).toBe(3);
      await old.add('later', [1, 2, 100]);
      expect(await old.pendingAfter(99, 10)).toEqual([[100, 'later-100']]);
      expect(await old.pendingAfter(0, 2)).toEqual([
        [1, 'later-1'],
        [2, 'later-2'],
      ]);
    });
    expect(await inChannelOutbox()).toEqual(await inOutbox());
    expect(await inOutbox()).toHaveLength(20);
    await as(grants, 'reader', async (looking) => {
      expect(await outboxOf010(looking).listed('dead_at IS NULL', 'owed_at')).toHaveLength(20);
    });
  } finally {
    await grants.drop();
  }
});

test('`doctor` of 0.1.0 works on the view where the user has the rights of the whole schema', async () => {
  await migrate(session);
  // MySQL 9 cannot show the plan of an INSERT into any view in the form that it has by default, for nobody.
  if (schema.kind === 'mysql') await session.write(DOING, `SET explain_format = 'TRADITIONAL'`);
  await outboxOf010(session).checkRights();
});

test('what 0.1.0 writes through the view has the channel, and the rows of other channels are not in it', async () => {
  await migrate(session);
  await schema.query(
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at) VALUES ('elsewhere', 1, 'k', UTC_TIMESTAMP())`,
  );
  const old = outboxOf010(session);
  await old.add('r', [1]);
  expect(await old.countPending()).toBe(1);
  expect(await old.delivered([1, 'r-1'], [1, 'k'])).toBe(1);
  expect(await schema.query('SELECT channel, subject_id FROM channel_outbox')).toEqual([
    { channel: 'elsewhere', subject_id: 1 },
  ]);
});

async function as<T>(
  grants: Grants,
  user: 'migrate' | 'sync' | 'reader',
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const theirs = await connectTo({ ...schema, env: { ...schema.env, ...grants.login(user) } });
  try {
    return await work(theirs);
  } finally {
    await theirs.close();
  }
}
