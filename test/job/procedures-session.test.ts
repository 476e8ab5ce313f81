import { beforeEach, expect, test } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(3);

const shop = freshShop();
beforeEach(async () => {
  await shop.schema.query(
    'CREATE TABLE mirror (id BIGINT PRIMARY KEY, at_time INT, place INT) ENGINE = InnoDB',
  );
  shop.env['POST_LOAD_PROCEDURES'] = `${shop.schema.name}.rebuild`;
  offer(shop, ALL);
});

const FILL = 'REPLACE INTO mirror (id) SELECT id FROM raw_item_data;';

async function rebuildBy(body: string, name = 'rebuild'): Promise<void> {
  await shop.schema.query(`DROP PROCEDURE IF EXISTS ${name}`);
  await shop.schema.query(`CREATE PROCEDURE ${name}() BEGIN ${body} END`);
}

const mirrored = async () => (await shop.schema.query('SELECT id FROM mirror')).length;
const webhooks = () => shop.publications.attempts().length;

test.each([
  ['leaves its transaction open', `START TRANSACTION; ${FILL}`],
  ['switches autocommit off and commits nothing', `SET autocommit = 0; ${FILL}`],
  ['leaves one open behind a result', `START TRANSACTION; ${FILL} SELECT * FROM mirror;`],
])(
  'a procedure that %s is named, what it did is undone, and no webhook goes out before it is corrected',
  async (_what, body) => {
    await rebuildBy(body);
    for (let run = 1; run <= 2; run += 1) {
      const { exitCode, report } = await shop.run('sync');
      expect({ exitCode, ...report }).toMatchObject({
        exitCode: 78,
        status: 'incomplete',
        owed: 3,
        pending: 3,
      });
      expect(report.reason).toContain(`the procedure ${shop.schema.name}.rebuild left a transaction open`);
    }
    expect(await shop.rows()).toHaveLength(3);
    expect(await mirrored()).toBe(0);
    expect(webhooks()).toBe(0);

    await rebuildBy(`${body} COMMIT;`);
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 3, delivered: 3 });
    expect(await mirrored()).toBe(3);
    expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, owed: 0 });
    expect(webhooks()).toBe(3);
  },
);

test('what a procedure does to its session reaches neither the run nor the next run', async () => {
  await rebuildBy(
    `SET autocommit = 0, SESSION sql_select_limit = 1, SESSION sql_mode = '', time_zone = '-03:00';
     CREATE TEMPORARY TABLE sync_stage_item (nothing INT); DO GET_LOCK('mine', 0); ${FILL} COMMIT;`,
  );
  await rebuildBy(FILL, 'second');
  shop.env['POST_LOAD_PROCEDURES'] += `, ${shop.schema.name}.second`;
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, inserted: 3, delivered: 3 });
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, unchanged: 3, owed: 0 });
  expect(await mirrored()).toBe(3);
  expect(webhooks()).toBe(3);
});

test('a procedure that gives back every lock does not give back the one of the run', async () => {
  await rebuildBy(`DO RELEASE_ALL_LOCKS(); DO SLEEP(5);`);
  const first = shop.start('sync');
  const atWork = async () =>
    (
      await shop.schema.query(
        `SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(5)%' AND id <> CONNECTION_ID()`,
      )
    ).length;
  await expect.poll(atWork, { timeout: 20_000 }).toBe(1);
  const { report } = await shop.run('notify');
  expect(report).toMatchObject({ exit_code: 69, error_code: 'sync.procedures_first' });
  expect((await first.done).exitCode).toBe(0);
});

test('the procedure of a run that was killed is waited for: two are never at work at once', async () => {
  await shop.schema.query('CREATE TABLE steps (n INT AUTO_INCREMENT PRIMARY KEY, step VARCHAR(9), who INT)');
  const step = (name: string) => `INSERT INTO steps (step, who) VALUES ('${name}', CONNECTION_ID());`;
  const steps = async () =>
    (await shop.schema.query<{ step: string }>('SELECT step FROM steps ORDER BY n')).map((row) => row.step);
  await rebuildBy(`${step('begin')} DO SLEEP(4); ${step('end')}`);
  const first = shop.start('sync');
  await expect.poll(steps, { timeout: 20_000 }).toEqual(['begin']);
  first.process.kill('SIGKILL');
  await first.done;
  offer(
    shop,
    changed(ALL, () => ({ price: 7 })),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, updated: 3, delivered: 3 });
  expect(await steps()).toEqual(['begin', 'end', 'begin', 'end']);
});
