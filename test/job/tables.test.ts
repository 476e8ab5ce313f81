import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { changed, goods, offer, seed, SEEDED_AT, without } from '../support/goods.ts';
import { openShop, type Shop } from '../support/shop.ts';

const FIELD_TABLE = `CREATE TABLE raw_item_data (id INT PRIMARY KEY, data JSON, stock INT, updated_at DATETIME, cost INT)`;
const ALL = goods(5);

let shop: Shop;
let application: TestSchema;
beforeEach(async () => {
  [shop, application] = await Promise.all([openShop({ before: [FIELD_TABLE] }), openSchema()]);
  await seed(shop, ALL);
  await shop.schema.query('UPDATE raw_item_data SET cost = id');
  await shop.schema.query('CREATE TABLE touched (what VARCHAR(10), id INT)');
  for (const [event, row] of [
    ['INSERT', 'NEW'],
    ['UPDATE', 'NEW'],
    ['DELETE', 'OLD'],
  ]) {
    await shop.schema.query(
      `CREATE TRIGGER on_${event} AFTER ${event} ON raw_item_data FOR EACH ROW INSERT INTO touched VALUES ('${event}', ${row}.id)`,
    );
  }
  await application.query('CREATE TABLE called (at_time TIMESTAMP)');
  await application.query('CREATE PROCEDURE rebuild() INSERT INTO called VALUES (NOW())');
  shop.env['POST_LOAD_PROCEDURES'] = `${application.name}.rebuild`;
});
afterEach(() => Promise.all([shop.close(), application.drop()]));

const touched = () => shop.schema.query('SELECT what, id FROM touched ORDER BY what, id');
const calls = async () => (await application.query('SELECT * FROM called')).length;

test.each([[], ['--compare', 'deep'], ['--mode', 'full']])(
  'where nothing changed no row is touched, no procedure called and no webhook sent (%s %s)',
  async (...flags) => {
    offer(shop, ALL);
    const { exitCode, report } = await shop.run('sync', ...flags.filter(Boolean));
    expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, unchanged: 5, owed: 0 });
    expect(await touched()).toEqual([]);
    expect(await calls()).toBe(0);
    expect(shop.publications.attempts()).toEqual([]);
  },
);

test('prices spelled otherwise and a stock list in another order change nothing', async () => {
  shop.bitcram.setCatalogue(
    ALL.map(({ id }) => ({ price: `${id * 10}.00`, product_name: `Producto ${id}`, product_id: id })),
  );
  shop.bitcram.setStock(ALL.toReversed().map(({ id }) => ({ product_balance: 5.9, product: { id } })));
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 5 });
  expect(await touched()).toEqual([]);
});

test('only what changed is touched, in a table with an INT id and columns and triggers of its own', async () => {
  offer(shop, [
    ...changed(ALL, ({ id }) => (id === 2 ? { price: 21 } : id === 4 ? { balance: 0 } : undefined)),
    { id: 6, price: 60 },
  ]);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, inserted: 1, updated: 2 });
  expect(await touched()).toEqual([
    { what: 'INSERT', id: 6 },
    { what: 'UPDATE', id: 2 },
    { what: 'UPDATE', id: 4 },
  ]);
  expect(await shop.schema.query('SELECT id, cost, updated_at FROM raw_item_data ORDER BY id')).toMatchObject(
    [
      { id: 1, cost: 1, updated_at: SEEDED_AT },
      { id: 2, cost: 2 },
      { id: 3, cost: 3, updated_at: SEEDED_AT },
      { id: 4, cost: 4 },
      { id: 5, cost: 5, updated_at: SEEDED_AT },
      { id: 6, cost: null },
    ],
  );
  expect(await calls()).toBe(1);
});

test('an id beyond the INT column is quarantined, and the others are loaded', async () => {
  offer(shop, [...ALL, { id: 3_000_000_000, price: 1 }, { id: 6, price: 1 }]);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 1, inserted: 1 });
  const entries = await shop.schema.query('SELECT reason FROM sync_quarantine');
  expect(entries).toEqual([{ reason: 'id_out_of_range' }]);
});

test('only products with a meli_id get a webhook, also those that leave', async () => {
  await application.query('CREATE TABLE published (id INT PRIMARY KEY, meli_id VARCHAR(20))');
  await application.query(`INSERT INTO published VALUES (1, 'MLA1'), (2, NULL), (4, 'MLA4'), (5, 'MLA5')`);
  Object.assign(shop.env, {
    PUBLISHED_ITEMS_TABLE: `${application.name}.published`,
    MISSING_RUNS: '1',
  });
  offer(
    shop,
    changed(without(ALL, 3, 4), ({ id }) => (id === 5 ? undefined : { price: 7 })),
  );
  expect((await shop.run('sync')).report).toMatchObject({ updated: 2, removed: 2, owed: 2, delivered: 2 });
  expect(new Set(shop.publications.received().map(({ itemId }) => itemId))).toEqual(new Set([1, 4]));
});

test('a PUBLISHED_ITEMS_TABLE that does not exist is a wrong configuration, and nothing is loaded', async () => {
  shop.env['PUBLISHED_ITEMS_TABLE'] = `${application.name}.nowhere`;
  offer(shop, [...ALL, { id: 6, price: 1 }]);
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report.reason).toContain('nowhere');
  expect(report.reason).toContain('PUBLISHED_ITEMS_TABLE');
  expect(await shop.rows()).toHaveLength(5);
});

test('with NOTIFY=off nothing is pending and nothing sent, but procedures are called', async () => {
  shop.env['NOTIFY'] = 'off';
  offer(shop, [...ALL, { id: 6, price: 1 }]);
  const { report, log } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 0, inserted: 1, owed: 0, delivered: 0 });
  const said = 'NOTIFY is off: 1 change is sent to nobody, now or later';
  expect(log).toContainEqual(expect.objectContaining({ severity: 'WARNING', message: said }));
  expect(await shop.schema.query('SELECT * FROM channel_outbox')).toEqual([]);
  expect(shop.publications.attempts()).toEqual([]);
  expect(await calls()).toBe(1);
  const idle = await shop.run('sync');
  expect(idle.exitCode).toBe(0);
  expect(idle.stderr).not.toContain('NOTIFY');
});

test('with NOTIFY=off the service needs no configuration, and `notify` is refused', async () => {
  const { URL_PUBLICATIONS: _url, SECRET_PUBLICATIONS: _secret, ...env } = shop.env;
  for (const name of Object.keys(shop.env)) delete shop.env[name];
  Object.assign(shop.env, env);
  offer(shop, ALL);
  const forgotten = await shop.run('sync');
  expect(forgotten.exitCode).toBe(78);
  expect(forgotten.report.reason).toMatch(/URL_PUBLICATIONS.*SECRET_PUBLICATIONS/);
  shop.env['NOTIFY'] = 'off';
  expect((await shop.run('sync')).exitCode).toBe(0);
  expect((await shop.run('notify')).exitCode).toBe(78);
});
