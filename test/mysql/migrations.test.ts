import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, readMigrations, requireMigrated } from '../../src/mysql/migrations.ts';
import type { Session } from '../../src/mysql/session.ts';
import { placeKey } from '../../src/sources/source.ts';
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
    found[name] = row?.['Create Table'] ?? row?.['Create View'];
  }
  return found;
}

test('an empty schema gets every table, and a second time changes nothing', async () => {
  expect(await migrate(session)).toEqual(readMigrations().map(({ name }) => name));
  const before = await definitions();
  expect(Object.keys(before)).toEqual([
    'air_detail',
    'air_item',
    'air_item_location',
    'catalog_item',
    'channel',
    'channel_listing',
    'channel_listing_part',
    'channel_outbox',
    'channel_token',
    'item',
    'raw_item_data',
    'sale',
    'source_state',
    'stock_level',
    'stock_movement',
    'sync_alert',
    'sync_change',
    'sync_migration',
    'sync_missing',
    'sync_outbox',
    'sync_quarantine',
    'sync_run',
    'upload_idempotency',
    'upload_message',
    'upload_row_error',
    'upload_task',
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
  await schema.query('DROP TABLE sync_missing');
  await schema.query('ALTER TABLE sync_run DROP COLUMN place_key');
  await schema.query('DELETE FROM sync_migration WHERE version IN (1, 4)');
  await expect(requireMigrated(session)).rejects.toMatchObject({ exitCode: 78 });
  await expect(requireMigrated(session)).rejects.toSay('run `npm run job -- migrate`');
  await migrate(session);
  const { sync_run: runs, ...tables } = await definitions();
  expect(tables).toHaveProperty('sync_missing');
  expect(runs).toContain('place_key');
  await expect(requireMigrated(session)).resolves.toBeUndefined();
});

test('a schema of an earlier release gets only what it lacks, and keeps its rows', async () => {
  await migrate(session);
  await schema.query('DROP TABLE sync_alert, sync_change');
  await schema.query('ALTER TABLE sync_run DROP COLUMN error, DROP COLUMN place_key');
  await schema.query('DELETE FROM sync_migration WHERE version >= 2');
  await schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at, warehouse_id, price_list_id)
     VALUES ('a', 'sync', 'succeeded', '2026-01-01', '2026-01-01', '301', '701'),
            ('b', 'sync', 'succeeded', '2026-01-01', '2026-01-01', '301', NULL),
            ('c', 'notify', 'succeeded', '2026-01-01', '2026-01-01', NULL, NULL)`,
  );
  await expect(requireMigrated(session)).rejects.toSay('the schema lacks 002_alert.sql, 003_change.sql');
  const added = readMigrations().slice(1);
  expect(await migrate(session)).toEqual(added.map(({ name }) => name));
  expect(Object.keys(await definitions())).toContain('sync_alert');
  // So that the stop for another warehouse holds across the update.
  expect(await schema.query('SELECT place_key FROM sync_run ORDER BY run_id')).toEqual([
    { place_key: placeKey({ warehouse: '301', 'price list': '701' }) },
    { place_key: placeKey({ warehouse: '301', 'price list': null }) },
    { place_key: null },
  ]);
});

test('the migrations are numbered without a gap from 1', () => {
  expect(readMigrations().map(({ version }) => version)).toEqual(
    readMigrations().map((_, index) => index + 1),
  );
});

test('a kind of trouble may be long, and an item in quarantine is known by the very text of its source', async () => {
  await migrate(session);
  await schema.query('INSERT INTO sync_alert (trouble, runs, since) VALUES (?, 1, UTC_TIMESTAMP())', [
    'x'.repeat(64),
  ]);
  for (const subject of ['ñandú', 'Ñandú', 'nandu', '🧉']) {
    await schema.query(
      `INSERT INTO sync_quarantine (list, subject, reason, raw, last_run_id, first_seen_at, last_seen_at)
       VALUES ('price_list', ?, 'bad_price', '', '', UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
      [subject],
    );
  }
  const rows = await schema.query<{ subject: string }>('SELECT subject FROM sync_quarantine');
  expect(new Set(rows.map(({ subject }) => subject))).toEqual(new Set(['ñandú', 'Ñandú', 'nandu', '🧉']));
});
