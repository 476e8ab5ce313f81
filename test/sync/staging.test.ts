import { afterAll, beforeAll, expect, test } from 'vitest';
import { readShape, type TableShape } from '../../src/sync/shape.ts';
import { createStaging, STAGE } from '../../src/sync/staging.ts';
import { type StagedItem, StagingDoubtError } from '../../src/sync/store.ts';
import { openShelf, type Shelf, UPDATED_AT } from '../support/session.ts';
import { openOwnServer } from '../support/own-server.ts';
import { DOING } from '../support/words.ts';

// A server of this file's own, because MySQL takes LOAD DATA LOCAL only where it is switched on for the whole server.
const server = await openOwnServer();
const TEXTS = [
  'Ñandú 🧉',
  `"o'clock"`,
  '\\',
  '\\n',
  '\\N',
  '\t',
  '\n',
  '\u0000',
  'NULL',
  ',',
  '; --',
  '\u2028',
];
const ITEMS = Array.from({ length: 2500 }, (_, index) => ({
  productId: index + 1,
  data: Buffer.from(JSON.stringify({ name: `${TEXTS[index % TEXTS.length]} ${index}`, price: index / 4 })),
  stock: index - 1000,
  price: index % 3 === 0 ? null : index / 4,
  before:
    index % 5 === 0
      ? null
      : { price: index % 7 === 0 ? null : index * 1e-9, stock: index % 11 === 0 ? null : -index },
}));

let shelf: Shelf;
let shape: TableShape;
beforeAll(async () => {
  if (server === undefined) return;
  shelf = await openShelf();
  await shelf.schema.query('SET GLOBAL local_infile = 1');
  shape = await readShape(shelf.session);
});
afterAll(async () => {
  await shelf?.close();
  await server?.close();
});

async function staged(by: TableShape, items: Iterable<StagedItem> = ITEMS, count = ITEMS.length) {
  const staging = createStaging(shelf.session, by, UPDATED_AT);
  await staging.open();
  await staging.add(items, count);
  return shelf.session.read(
    DOING,
    `SELECT id, data, stock, updated_at, known, price, old_price, old_stock FROM ${STAGE} ORDER BY id`,
  );
}

test.runIf(server)('LOAD DATA LOCAL and INSERT stage the same, whatever the text', async () => {
  expect(shape.localInfile).toBe(true);
  const loaded = await staged(shape);
  const inserted = await staged({ ...shape, localInfile: false });
  expect(loaded).toHaveLength(ITEMS.length);
  expect(loaded).toEqual(inserted);
  expect(loaded[5]).toMatchObject({ id: 6, stock: -995, updated_at: UPDATED_AT });
});

/** Each is something that LOAD DATA turns into a warning, or that the server passes over without a word. */
test.runIf(server).each<[string, (item: StagedItem) => StagedItem]>([
  ['a stock that the column does not hold', (item) => ({ ...item, stock: 3_000_000_000 })],
  ['an id that comes twice', (item) => ({ ...item, productId: 1 })],
])('%s is doubted, and INSERT then says what is wrong', async (_what, spoil) => {
  const spoilt = ITEMS.map((item) => (item.productId === 1234 ? spoil(item) : item));
  const staging = createStaging(shelf.session, shape, UPDATED_AT);
  await staging.open();
  await expect(staging.add(spoilt, spoilt.length)).rejects.toThrow(StagingDoubtError);
  await staging.open();
  await expect(staging.add(spoilt, spoilt.length)).rejects.toSay(/out of range|duplicate/i);
});

// MariaDB's staging column is plain text: there the upsert into raw_item_data refuses it.
test.runIf(server?.kind === 'mysql')('text that is no JSON does not get in either way', async () => {
  const spoilt = ITEMS.map((item) => (item.productId === 7 ? { ...item, data: Buffer.from('{"a":') } : item));
  await expect(staged(shape, spoilt)).rejects.toSay(/JSON|rows sent/i);
  await expect(staged({ ...shape, localInfile: false }, spoilt)).rejects.toSay(/JSON|CONSTRAINT/i);
});

test.runIf(server)('rows that do not arrive are doubted', async () => {
  await expect(staged(shape, ITEMS.slice(1), ITEMS.length)).rejects.toSay(
    'of 2500 rows sent to the staging table 2499 arrived, with 0 warnings',
  );
});
