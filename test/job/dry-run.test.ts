import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';
import { changed, everything, type Good, goods, offer, seed, without } from '../support/goods.ts';
import type { JobReport } from '../support/job.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ALL = goods(12);

let shop: Shop;
let application: TestSchema;
beforeEach(async () => {
  [shop, application] = await Promise.all([openShop(), openSchema()]);
});
afterEach(() => Promise.all([shop.close(), application.drop()]));

const COUNTS = [
  'fetched',
  'unchanged',
  'inserted',
  'updated',
  'duplicates',
  'quarantined',
  'missing',
  'removed',
  'negative',
  'owed',
  'mode',
  'compare',
  'not_found',
];

const countsOf = (report: JobReport) => COUNTS.map((name) => [name, report[name]]);

/** A dry run writes nothing and says what the real run then does. */
async function expectPredicted(...flags: string[]): Promise<JobReport> {
  const before = await everything(shop);
  const dry = await shop.run('sync', '--dry-run', ...flags);
  expect(await everything(shop)).toEqual(before);
  const webhooks = shop.publications.attempts().length;
  const real = await shop.run('sync', ...flags);
  expect(shop.publications.attempts().length - webhooks).toBe(real.report.owed);
  expect(countsOf(dry.report)).toEqual(countsOf(real.report));
  expect(dry.report.pending).toBe(dry.report.owed);
  expect(dry.report).toMatchObject({ dry_run: true, delivered: 0 });
  expect(dry.exitCode).toBe(real.report.pending > 0 ? 0 : real.exitCode);
  return real.report;
}

test('it predicts run after run what the next one does, and writes nothing', async () => {
  offer(shop, ALL);
  expect(await expectPredicted()).toMatchObject({ inserted: 12, owed: 12 });
  expect(await expectPredicted()).toMatchObject({ unchanged: 12, owed: 0 });

  const mixed: Good[] = changed(without(ALL, 12), ({ id }) =>
    id === 1 ? { price: 11 } : id === 2 ? { balance: -2 } : id === 3 ? { name: 'Otro' } : undefined,
  );
  offer(shop, [...mixed, { id: 20, price: 1 }], { product_id: 4, price: 'gratis' });
  shop.publications.intercept(() => ({ status: 500 }));
  expect(await expectPredicted()).toMatchObject({
    inserted: 1,
    updated: 2,
    missing: 1,
    quarantined: 2,
    negative: 1,
    owed: 3,
    pending: 3,
  });

  offer(
    shop,
    changed([...mixed, { id: 20, price: 1 }], ({ id }) => (id === 1 ? { price: 12 } : undefined)),
  );
  expect(await expectPredicted()).toMatchObject({ updated: 1, removed: 1, owed: 4 });
  expect(await expectPredicted('--compare', 'deep')).toMatchObject({ updated: 1, owed: 5 });
  shop.publications.intercept();
  expect(await expectPredicted('--select', '5', '99')).toMatchObject({
    updated: 1,
    not_found: [99],
    owed: 6,
  });
  offer(shop, without(mixed, 1));
  expect(await expectPredicted('--mode', 'full')).toMatchObject({ removed: 3, updated: 0, owed: 1 });
});

test('it predicts webhooks of published products only where there is a table of them', async () => {
  await application.query('CREATE TABLE published (id INT, meli_id VARCHAR(20), KEY (id))');
  await application.query(`INSERT INTO published VALUES (1, 'M1'), (1, 'M1b'), (2, NULL), (12, 'M12')`);
  Object.assign(shop.env, { PUBLISHED_ITEMS_TABLE: `${application.name}.published`, MISSING_RUNS: '1' });
  offer(shop, ALL);
  expect(await expectPredicted()).toMatchObject({ inserted: 12, owed: 2 });
  offer(shop, without(ALL, 11, 12));
  expect(await expectPredicted()).toMatchObject({ removed: 2, owed: 1 });
});

test('it predicts no webhook where notifying is off', async () => {
  shop.env['NOTIFY'] = 'off';
  offer(shop, ALL);
  expect(await expectPredicted()).toMatchObject({ inserted: 12, owed: 0 });
});

test.each<[number, Good[], string]>([
  [77, goods(1), '--dry-run'],
  [0, goods(1), '--force'],
  [65, [], '--force'],
])('it exits with %d as the real run would', async (exitCode, offered, flag) => {
  await seed(shop, ALL);
  offer(shop, offered);
  expect((await shop.run('sync', '--dry-run', flag)).exitCode).toBe(exitCode);
});

test('it needs only the right to SELECT, and no lock', async () => {
  await seed(shop, ALL);
  offer(
    shop,
    changed(ALL, () => ({ balance: 6 })),
  );
  const { name } = shop.schema;
  await shop.schema.query(`CREATE USER reader_${name} IDENTIFIED BY 'only-reads'`);
  await shop.schema.query(`GRANT SELECT ON ${name}.* TO reader_${name}`);
  await shop.schema.query(
    `CREATE PROCEDURE never() SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'it was called'`,
  );
  const root = { ...shop.env };
  try {
    Object.assign(shop.env, { USER_DB: `reader_${name}`, PASSWORD_DB: 'only-reads' });
    shop.env['POST_LOAD_PROCEDURES'] = `${name}.never`;
    expect((await shop.run('sync', '--dry-run')).report).toMatchObject({
      exit_code: 0,
      updated: 12,
      owed: 12,
    });
    const refused = await shop.run('sync');
    expect(refused.exitCode).toBe(78);
    expect(refused.report.reason).toMatch(/denied/);
  } finally {
    Object.assign(shop.env, root);
    await shop.schema.query(`DROP USER reader_${name}`);
  }
});
