import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { loadItems, openShelf, type Shelf } from '../support/session.ts';
import { DOING } from '../support/words.ts';

let shelf: Shelf;
/** Another application's connection; its schema is of no matter. */
let application: TestSchema;
beforeEach(async () => {
  shelf = await openShelf();
  application = await openSchema();
  await shelf.schema.query(
    `INSERT INTO raw_item_data VALUES (1, '{"price":1}', 1, NULL), (500, NULL, 1, NULL)`,
  );
  await application.query(`USE ${shelf.schema.name}`);
});
afterEach(async () => {
  await application.drop();
  await shelf.close();
});

const ITEMS = [1, 500, 900].map((productId) => ({ productId, data: { price: 2 }, stock: 2 }));

/** Until the job's transaction waits for a row that the application holds. */
async function jobWaits(): Promise<void> {
  await expect
    .poll(
      async () => {
        const [row] = await shelf.schema.query<{ n: number }>(
          `SELECT COUNT(*) AS n FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'
             AND trx_query LIKE '%INSERT INTO raw_item_data%sync_stage_item%'`,
        );
        return row?.n;
      },
      // InnoDB answers from a cache until it has been left alone for 100 ms.
      { timeout: 10_000, interval: 150 },
    )
    .toBe(1);
}

async function expectLoadedOnce(): Promise<void> {
  expect(await shelf.schema.query('SELECT id, stock FROM raw_item_data ORDER BY id')).toEqual([
    { id: 1, stock: 2 },
    { id: 500, stock: 2 },
    { id: 900, stock: 2 },
  ]);
  expect(
    await shelf.schema.query('SELECT subject_id AS item_id FROM channel_outbox ORDER BY subject_id'),
  ).toEqual([{ item_id: 1 }, { item_id: 500 }, { item_id: 900 }]);
  expect(await shelf.schema.query('SELECT item_id, kind FROM sync_change ORDER BY item_id')).toEqual([
    { item_id: 1, kind: 'changed' },
    { item_id: 500, kind: 'changed' },
    { item_id: 900, kind: 'new' },
  ]);
}

test('after a deadlock the transaction is repeated as a whole', async () => {
  // The server undoes whichever has changed fewer rows; the application must be the heavier one.
  await application.query('CREATE TABLE ballast (id INT PRIMARY KEY AUTO_INCREMENT, n INT) ENGINE = InnoDB');
  await application.query(`INSERT INTO ballast (n) VALUES ${Array(500).fill('(0)').join(', ')}`);
  await application.query('BEGIN');
  await application.query('UPDATE ballast SET n = 1');
  await application.query('UPDATE raw_item_data SET stock = 77 WHERE id = 500');
  const loading = loadItems(shelf, 'r1', ITEMS);
  await jobWaits();
  await application.query('UPDATE raw_item_data SET stock = 77 WHERE id = 1');
  await application.query('COMMIT');
  expect(await loading).toMatchObject({ inserted: 1, updated: 2, owed: 3 });
  await expectLoadedOnce();
});

test('after a lock-wait time-out the transaction is repeated as a whole', async () => {
  await shelf.session.write(DOING, 'SET SESSION innodb_lock_wait_timeout = 1');
  await application.query('BEGIN');
  await application.query('UPDATE raw_item_data SET stock = 77 WHERE id = 500');
  const loading = loadItems(shelf, 'r1', ITEMS);
  await jobWaits();
  await new Promise((resolve) => setTimeout(resolve, 1300));
  await application.query('COMMIT');
  expect(await loading).toMatchObject({ inserted: 1, updated: 2, owed: 3 });
  await expectLoadedOnce();
});

test('a row held for ever ends the load as unavailable, with nothing of it written', async () => {
  await shelf.session.write(DOING, 'SET SESSION innodb_lock_wait_timeout = 1');
  await application.query('BEGIN');
  await application.query('UPDATE raw_item_data SET stock = 77 WHERE id = 500');
  await expect(loadItems(shelf, 'r1', ITEMS)).rejects.toMatchObject({ exitCode: 69 });
  await application.query('ROLLBACK');
  expect(await shelf.schema.query('SELECT id, stock FROM raw_item_data ORDER BY id')).toEqual([
    { id: 1, stock: 1 },
    { id: 500, stock: 1 },
  ]);
  expect(await shelf.schema.query('SELECT subject_id AS item_id FROM channel_outbox')).toEqual([]);
});
