import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { migrateSchema } from '../support/session.ts';

let schema: TestSchema;
beforeAll(async () => {
  schema = await openSchema();
  await migrateSchema(schema);
});
afterAll(() => schema.drop());

/** Columns that others read, by table; the others are the program's own. */
const COLUMNS: Readonly<Record<string, string>> = {
  raw_item_data: 'id data stock updated_at',
  sync_run:
    'run_id command mode status exit_code reason started_at committed_at finished_at report error place_key',
  sync_outbox: 'item_id key attempts last_error owed_at dead_at',
  item: 'id external_id sku',
  air_item:
    'id codprov cost list_price currency tax_rate stock flash_at content images deep_at pulse data updated_at',
  air_item_location: 'id location available incoming',
  channel: 'channel paused_at not_before reason orders_cursor',
  channel_outbox:
    'channel subject_id key attempts tried_at next_at lease_until sent_at accepted_key last_error owed_at dead_at',
  channel_listing: 'id channel remote_id remote_variant sku buffer status last_quantity last_sent_at',
  channel_listing_part: 'listing_id item_id units',
  stock_level: 'item_id location base held read_at read_run_id version',
  stock_movement:
    'id source_key line kind channel order_id sku item_id location quantity received_at ended_at ended_run_id end_reason',
  sale: 'sale_key body_hash store received_at state',
  catalog_item:
    'id nombre codigo categoria presentacion precio_unitario certificado_sanitario condiciones_almacenamiento tiempo_entrega_dias ' +
    'stock_minimo stock_critico requiere_lote requiere_vencimiento proveedor_id created_at updated_at task_id',
  upload_task: 'task_id state fence lease_until checkpoint_row sha256 store_uuid',
  upload_row_error: 'task_id fila errors',
};

test('each table has the columns that others read', async () => {
  const rows = await schema.query<{ table: string; name: string }>(
    'SELECT table_name AS `table`, column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE()',
  );
  const there = new Set(rows.map(({ table, name }) => `${table}.${name}`));
  const wanted = Object.entries(COLUMNS).flatMap(([table, names]) =>
    names.split(' ').map((name) => `${table}.${name}`),
  );
  expect(wanted.filter((column) => !there.has(column))).toEqual([]);
});

test('each key that others rely on is one', async () => {
  const rows = await schema.query<{ key: string }>(
    `SELECT CONCAT(table_name, ' ', GROUP_CONCAT(column_name ORDER BY seq_in_index)) AS \`key\` FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND non_unique = 0 GROUP BY table_name, index_name`,
  );
  expect(rows.map(({ key }) => key)).toEqual(
    expect.arrayContaining([
      ...['item id', 'item external_id', 'air_item id', 'air_item codprov', 'air_item_location id,location'],
      ...[
        'channel channel',
        'channel_outbox channel,subject_id',
        'channel_listing channel,remote_id,remote_variant',
      ],
      ...[
        'channel_listing_part listing_id,item_id',
        'stock_level item_id,location',
        'stock_movement source_key,line',
      ],
      ...['sale sale_key', 'catalog_item id', 'catalog_item codigo', 'upload_task task_id'],
    ]),
  );
});

test.each([
  ['item', 'sku', 'varchar(64)', 'utf8mb4_bin'],
  ['item', 'external_id', 'varbinary(256)', null],
  ['air_item', 'codprov', 'varchar(64)', 'utf8mb4_bin'],
  ['air_item', 'cost', 'decimal(15,4)', null],
  ['air_item', 'list_price', 'decimal(15,4)', null],
  ['sync_alert', 'trouble', 'varchar(64)', 'ascii_bin'],
  ['sync_quarantine', 'subject', 'varchar(64)', 'utf8mb4_bin'],
  ['sync_run', 'started_at', 'datetime(6)', null],
  ['stock_level', 'read_at', 'datetime(6)', null],
  ['stock_movement', 'received_at', 'datetime(6)', null],
])('%s.%s is %s', async (table, column, type, collation) => {
  const [row] = await schema.query<{ type: string; collation: string | null }>(
    `SELECT column_type AS type, collation_name AS collation FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?`,
    [table, column],
  );
  expect(row).toEqual({ type, collation });
});
