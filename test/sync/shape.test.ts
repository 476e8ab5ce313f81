import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/platform/errors.ts';
import type { Session } from '../../src/mysql/session.ts';
import { readShape } from '../../src/sync/shape.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { connectTo } from '../support/session.ts';

let schema: TestSchema;
let session: Session;
beforeAll(async () => {
  schema = await openSchema();
  session = await connectTo(schema);
});
afterEach(() => schema.query('DROP TABLE IF EXISTS raw_item_data'));
afterAll(async () => {
  await session.close();
  await schema.drop();
});

const FIELD = { id: 'INT PRIMARY KEY', data: 'JSON', stock: 'INT', updated_at: 'DATETIME' };

async function shapeWith(columns: Record<string, string | undefined>, ...more: readonly string[]) {
  const definitions = Object.entries({ ...FIELD, ...columns })
    .filter(([, type]) => type !== undefined)
    .map(([name, type]) => `\`${name}\` ${type}`);
  await schema.query(`CREATE TABLE raw_item_data (${[...definitions, ...more].join(', ')})`);
  return readShape(session);
}

test.each([
  ['INT PRIMARY KEY', 2_147_483_647],
  ['INT UNSIGNED PRIMARY KEY', 4_294_967_295],
  ['BIGINT PRIMARY KEY', Number.MAX_SAFE_INTEGER],
  ['BIGINT UNSIGNED PRIMARY KEY', Number.MAX_SAFE_INTEGER],
  ['MEDIUMINT PRIMARY KEY', 8_388_607],
  ['INT NOT NULL UNIQUE', 2_147_483_647],
])('an id of the type %s takes ids up to %d', async (id, maxProductId) => {
  const { limits } = await shapeWith({ id });
  expect(limits.maxProductId).toBe(maxProductId);
});

test.each([
  ['INT', -2_147_483_648, 2_147_483_647],
  ['SMALLINT', -32_768, 32_767],
  ['SMALLINT UNSIGNED', 0, 65_535],
  ['INT UNSIGNED', 0, 4_294_967_295],
  ['TINYINT NOT NULL DEFAULT 0', -128, 127],
])('a stock of the type %s goes from %d to %d', async (stock, minStock, maxStock) => {
  const { limits } = await shapeWith({ stock });
  expect(limits).toMatchObject({ minStock, maxStock });
});

test('data as TEXT has a limit of 65,535 bytes', async () => {
  const { limits } = await shapeWith({ data: 'TEXT' });
  expect(limits.maxDataBytes).toBe(65_535);
});

test.each(['id', 'data', 'stock', 'updated_at'])('a table without %s is refused by name', async (name) => {
  const substitute = name === 'id' ? { other: 'INT PRIMARY KEY' } : {};
  const refusal = shapeWith({ [name]: undefined, ...substitute });
  await expect(refusal).rejects.toThrow(ConfigurationError);
  await expect(refusal).rejects.toSay(`column ${name} of raw_item_data is missing`);
});

test.each([
  ['id', 'VARCHAR(20) PRIMARY KEY', /column id .*varchar\(20\), an integer is expected/],
  ['stock', 'DECIMAL(10,2)', /column stock .*decimal\(10,2\), an integer is expected/],
  ['data', 'VARCHAR(500)', /column data .*varchar\(500\), JSON is expected/],
  ['updated_at', 'DATE', /column updated_at .*date, DATETIME is expected/],
])('%s of the type %s is refused by name and type', async (name, type, message) => {
  const refusal = shapeWith({ [name]: type });
  await expect(refusal).rejects.toSay(message);
  await expect(refusal).rejects.toMatchObject({ exitCode: 78 });
});

test('a foreign column that demands a value is refused by name, because no product could be inserted', async () => {
  const refusal = shapeWith({ cost: 'INT', supplier: 'VARCHAR(20) NOT NULL' });
  await expect(refusal).rejects.toSay('column supplier of raw_item_data is NOT NULL without a default');
  await expect(refusal).rejects.toMatchObject({ exitCode: 78 });
});

test('foreign columns that need no value are no obstacle', async () => {
  const shape = await shapeWith({
    cost: 'INT',
    supplier: "VARCHAR(20) NOT NULL DEFAULT ''",
    rank_no: 'INT NOT NULL DEFAULT 0',
    seen_at: 'TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP',
    doubled: 'INT GENERATED ALWAYS AS (stock * 2) STORED',
    shown: 'INT GENERATED ALWAYS AS (stock * 3) VIRTUAL',
  });
  expect(Object.keys(shape.columns)).toEqual(['id', 'data', 'stock', 'updated_at']);
});

test('a key of its own on another column is no obstacle where id is unique', async () => {
  const { limits } = await shapeWith({ pk: 'INT AUTO_INCREMENT PRIMARY KEY', id: 'BIGINT NOT NULL UNIQUE' });
  expect(limits.maxProductId).toBe(Number.MAX_SAFE_INTEGER);
});

test('an id without a key is refused, because every load would insert its rows again', async () => {
  await expect(shapeWith({ id: 'INT' })).rejects.toSay(
    'column id of raw_item_data is neither a primary nor a unique key',
  );
});

test('an id that is only a part of the primary key is refused', async () => {
  const refusal = shapeWith(
    { id: 'INT NOT NULL', branch: 'INT NOT NULL DEFAULT 1' },
    'PRIMARY KEY (id, branch)',
  );
  await expect(refusal).rejects.toSay('id of raw_item_data is only a part of a unique key');
});

test.each<[string, Record<string, string>, string[], string]>([
  ['another unique column', { sku: 'VARCHAR(9) UNIQUE' }, [], 'the unique key sku (sku)'],
  [
    'a key of several columns',
    { branch: 'INT', sku: 'VARCHAR(9)' },
    ['UNIQUE KEY both_of (branch, sku)'],
    'the unique key both_of (branch, sku)',
  ],
  [
    'another primary key',
    { id: 'INT UNIQUE', pk: 'INT DEFAULT 1 PRIMARY KEY' },
    [],
    'the unique key PRIMARY (pk)',
  ],
])(
  '%s is refused by name, because a product could take the row of another',
  async (_what, columns, keys, named) => {
    const refusal = shapeWith(columns, ...keys);
    await expect(refusal).rejects.toSay(named);
    await expect(refusal).rejects.toMatchObject({ exitCode: 78 });
  },
);

test('unique keys with the id among their columns, and plain ones without it, are no obstacle', async () => {
  const shape = await shapeWith(
    { id: 'INT NOT NULL UNIQUE', branch: 'INT NOT NULL DEFAULT 1', sku: 'VARCHAR(9)' },
    'PRIMARY KEY (branch, id)',
    'KEY by_sku (sku)',
  );
  expect(shape.columns.id).toMatch(/^int/);
});

test('a schema without the table is told to migrate', async () => {
  await expect(readShape(session)).rejects.toMatchObject({ exitCode: 78 });
  await expect(readShape(session)).rejects.toSay('run `npm run job -- migrate`');
});
