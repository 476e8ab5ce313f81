import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, readMigrations, requireMigrated } from '../../src/store/migrations.ts';
import type { Session } from '../../src/store/session.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { connectTo } from '../support/session.ts';

let schema: TestSchema;
let session: Session;
beforeEach(async () => {
  schema = await openSchema();
  session = await connectTo(schema);
});
afterEach(async () => {
  await session.close();
  await schema.drop();
});

async function definitions(): Promise<Record<string, unknown>> {
  const tables = await schema.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name',
  );
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await schema.query<Record<string, unknown>>(`SHOW CREATE TABLE ${name}`);
    found[name] = row?.['Create Table'];
  }
  return found;
}

test('an empty schema gets every table, and a second time changes nothing', async () => {
  expect(await migrate(session)).toEqual(readMigrations().map(({ name }) => name));
  const before = await definitions();
  expect(Object.keys(before)).toEqual([
    'raw_item_data',
    'sync_alert',
    'sync_change',
    'sync_migration',
    'sync_missing',
    'sync_outbox',
    'sync_quarantine',
    'sync_run',
  ]);
  expect(await migrate(session)).toEqual([]);
  expect(await definitions()).toEqual(before);
  await expect(requireMigrated(session)).resolves.toBeUndefined();
});

test('a raw_item_data that exists stays as it is, with its rows', async () => {
  await schema.query(
    `CREATE TABLE raw_item_data (id INT PRIMARY KEY, data JSON, stock INT, updated_at DATETIME, cost INT, KEY by_cost (cost))`,
  );
  await schema.query(`INSERT INTO raw_item_data VALUES (7, '{"price":1}', 3, '2020-01-02 03:04:05', 99)`);
  const { raw_item_data: before } = await definitions();
  await migrate(session);
  expect((await definitions())['raw_item_data']).toBe(before);
  expect(await schema.query('SELECT id, stock, updated_at, cost FROM raw_item_data')).toEqual([
    { id: 7, stock: 3, updated_at: '2020-01-02 03:04:05', cost: 99 },
  ]);
});

test('a migration that broke off half-way is taken up again', async () => {
  await migrate(session);
  await schema.query('DROP TABLE sync_missing, sync_run');
  await schema.query('DELETE FROM sync_migration WHERE version = 1');
  await expect(requireMigrated(session)).rejects.toMatchObject({ exitCode: 78, hint: 'run `migrate`' });
  await migrate(session);
  expect(Object.keys(await definitions())).toContain('sync_missing');
  await expect(requireMigrated(session)).resolves.toBeUndefined();
});

test('a schema of an earlier release gets only what it lacks, and keeps its rows', async () => {
  await migrate(session);
  await schema.query('DROP TABLE sync_alert, sync_change');
  await schema.query('DELETE FROM sync_migration WHERE version >= 2');
  await schema.query(`INSERT INTO sync_outbox (item_id, \`key\`, owed_at) VALUES (1, 'k', UTC_TIMESTAMP())`);
  await expect(requireMigrated(session)).rejects.toThrow('the schema lacks 002_alert.sql, 003_change.sql');
  expect(await migrate(session)).toEqual(['002_alert.sql', '003_change.sql']);
  expect(Object.keys(await definitions())).toContain('sync_alert');
  expect(await schema.query('SELECT item_id FROM sync_outbox')).toEqual([{ item_id: 1 }]);
});

test('the migrations are numbered without a gap from 1', () => {
  expect(readMigrations().map(({ version }) => version)).toEqual(
    readMigrations().map((_, index) => index + 1),
  );
});
