import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { goods, offer, seed, without } from '../support/goods.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ALL = goods(3);

let shop: Shop;
/** The application's schema, where its procedures write down what they saw. */
let application: TestSchema;
beforeEach(async () => {
  [shop, application] = await Promise.all([openShop(), openSchema()]);
  const { name } = shop.schema;
  await application.query(
    'CREATE TABLE called (n INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(10), products INT)',
  );
  await application.query('CREATE TABLE broken (is_broken INT)');
  for (const procedure of ['mirror', 'catalog']) {
    await application.query(
      `CREATE PROCEDURE ${procedure}() BEGIN
         INSERT INTO called (name, products) SELECT '${procedure}', COUNT(*) FROM ${name}.raw_item_data;
         IF '${procedure}' = 'catalog' AND EXISTS (SELECT 1 FROM broken) THEN
           SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the mirror is broken';
         END IF;
         SELECT 'a result set that nobody reads';
       END`,
    );
  }
  useProcedures('mirror', 'catalog');
  offer(shop, ALL);
});
afterEach(() => Promise.all([shop.close(), application.drop()]));

function useProcedures(...names: string[]): void {
  shop.env['POST_LOAD_PROCEDURES'] = names.map((name) => `${application.name}.${name}`).join(', ');
}

const called = async () =>
  (
    await application.query<{ name: string; products: number }>(
      'SELECT name, products FROM called ORDER BY n',
    )
  ).map(({ name, products }) => `${name} ${products}`);
const breakCatalog = () => application.query('INSERT INTO broken VALUES (1)');
const mendCatalog = () => application.query('DELETE FROM broken');
const THRICE = ['mirror 3', 'catalog 3', 'mirror 3', 'catalog 3', 'mirror 3', 'catalog 3'];
const webhooks = () => shop.publications.attempts().length;

test('procedures are called in their order, after what changed is there, and before any webhook', async () => {
  let calledBefore: string[] | undefined;
  shop.publications.intercept(async () => {
    calledBefore ??= await called();
  });
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, inserted: 3, delivered: 3 });
  expect(calledBefore).toEqual(['mirror 3', 'catalog 3']);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 3 });
  expect(await called()).toEqual(['mirror 3', 'catalog 3']);
});

test('a row that is only deleted or zeroed is a change as well', async () => {
  await seed(shop, ALL);
  shop.env['MISSING_RUNS'] = '1';
  offer(shop, without(ALL, 3));
  await shop.run('sync');
  expect(await called()).toEqual(['mirror 3', 'catalog 3']);
});

test('while one fails no webhook goes out; the next run calls all again before it notifies, though nothing changed', async () => {
  await breakCatalog();
  const failed = await shop.run('sync');
  expect({ exitCode: failed.exitCode, ...failed.report }).toMatchObject({
    exitCode: 69,
    status: 'incomplete',
    inserted: 3,
    owed: 3,
    delivered: 0,
    pending: 3,
  });
  expect(failed.report.reason).toMatch(/could not call the procedure .*catalog: the mirror is broken/);
  expect(webhooks()).toBe(0);
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 69, unchanged: 3, pending: 3 });
  expect(webhooks()).toBe(0);

  await mendCatalog();
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 3, delivered: 3 });
  expect(await called()).toEqual(THRICE);
  await shop.run('sync');
  expect(await called()).toHaveLength(6);
});

test('a run that loads nothing calls what an earlier one left pending, and only then notifies', async () => {
  await breakCatalog();
  await shop.run('sync');
  shop.bitcram.intercept(() => ({ status: 200, body: '<html>' }));
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 65, pending: 3 });
  expect(webhooks()).toBe(0);
  await mendCatalog();
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 65, delivered: 3, pending: 0 });
  expect((await called()).at(-1)).toBe('catalog 3');
});

test('`notify` calls pending procedures before it notifies, and none where none is pending', async () => {
  await breakCatalog();
  await shop.run('sync');
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 69, owed: 3, pending: 3 });
  await mendCatalog();
  shop.bitcram.forgetRequests();
  const { report } = await shop.run('notify');
  expect(report).toMatchObject({ exit_code: 0, command: 'notify', fetched: 0, owed: 3, delivered: 3 });
  expect(shop.bitcram.requests).toEqual([]);
  expect(await called()).toEqual(THRICE);
  await shop.run('notify');
  expect(await called()).toHaveLength(6);
});

test('a procedure that does not exist is a wrong configuration', async () => {
  useProcedures('mirror', 'nowhere');
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 78, inserted: 3, pending: 3 });
  expect(report.reason).toMatch(/nowhere.*POST_LOAD_PROCEDURES/);
  expect(webhooks()).toBe(0);
});

test.each([
  ['reads a table that is gone', 'SELECT COUNT(*) FROM gone'],
  ['names a column that is gone', 'SELECT gone FROM called'],
  ['runs a text that is no SQL', `EXECUTE IMMEDIATE 'SELEKT'`, `PREPARE p FROM 'SELEKT'`],
])(
  "a procedure that %s keeps failing by itself: not this job's schema nor bug",
  async (_what, maria, mysql = maria) => {
    await application.query(`CREATE PROCEDURE stale() ${application.kind === 'mysql' ? mysql : maria}`);
    useProcedures('stale');
    const { exitCode, report } = await shop.run('sync');
    expect({ exitCode, ...report }).toMatchObject({ exitCode: 69, status: 'incomplete', pending: 3 });
    expect(report.reason).toContain('the next run calls it again');
    expect(report.reason).not.toContain('`migrate`');
  },
);
