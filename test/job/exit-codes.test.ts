import { afterAll, beforeAll, expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { runJob } from '../support/job.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let unmigrated: Shop;
beforeAll(async () => {
  [shop, unmigrated] = await Promise.all([openShop(), openShop({ migrate: false })]);
  offer(shop, goods(3));
});
afterAll(() => Promise.all([shop.close(), unmigrated.close()]));

const withEnv = (differing: Record<string, string>, ...args: string[]) =>
  runJob(args, { ...shop.env, ...differing });

test.each([
  ['sync', '--mode', 'half'],
  ['sync', '--compare', 'loosely'],
  ['sync', '--select', 'abc'],
  ['sync', '--select', '0'],
  ['sync', '--unknown'],
  ['runs', '--limit', '0'],
  ['resync'],
  [],
])('wrong usage is 64 and says how it is meant: %s %s %s', async (...args) => {
  const { exitCode, stdout, stderr } = await runJob(args.filter(Boolean), shop.env);
  expect(exitCode).toBe(64);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/error: |Usage: /);
});

test('--help is no error and is what was asked for', async () => {
  const { exitCode, stdout, stderr } = await runJob(['sync', '--help'], {});
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('--dry-run');
});

test.each(['en', 'es'])('no line of the help in %s is longer than 80 characters', async (lang) => {
  const { stdout } = await runJob(['--help', '--lang', lang], {});
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a wrong environment is 78, names every wrong variable at once and no value', async () => {
  const wrong = { CHECKOUT: 'one', PAGE_SIZE: 'planted-value', NAME_DB: 'a b', PASSWORD_DB: 'planted-value' };
  const { exitCode, stderr } = await withEnv(wrong, 'sync');
  expect(exitCode).toBe(78);
  for (const name of ['CHECKOUT', 'PAGE_SIZE', 'NAME_DB']) expect(stderr).toContain(name);
  expect(stderr).not.toContain('planted-value');
});

test.each([
  ['sync'],
  ['notify'],
  ['listings', 'pull'],
  ['stock', 'set', 'A', '1'],
  ['sales-worker', '--deliver-only'],
])(
  'a source that there is not is 78, whether it would be read or asked for stock alone: %s %s',
  async (...args) => {
    const { exitCode, stderr } = await withEnv({ SOURCE: 'Air' }, ...args);
    expect(exitCode, stderr).toBe(78);
    expect(stderr).toContain('SOURCE must be \\"air\\" or \\"bitcram\\" or \\"none\\"');
  },
);

test.each(['sync', 'notify', 'runs', 'quarantine'])(
  'on a schema without our tables `%s` says which command to run (78)',
  async (command) => {
    const { exitCode, stderr } = await runJob([command], unmigrated.env);
    expect(exitCode).toBe(78);
    expect(stderr).toContain('run `npm run job -- migrate`');
  },
);

test.each<[string, Record<string, string>, number, RegExp]>([
  [
    'a database that is not there',
    { PORT_DB: '9' },
    69,
    /check HOST_DB and PORT_DB, that the database is up/,
  ],
  ['a socket that is not there', { SOCKET_DB: '/no/such.sock' }, 69, /; check SOCKET_DB, and that/],
  ['a wrong password', { PASSWORD_DB: 'wrong-password' }, 78, /check USER_DB and PASSWORD_DB/],
  ['a schema that does not exist', { NAME_DB: 'nowhere_at_all' }, 78, /NAME_DB/],
  ['a Bitcram that is not there', { URL_BITCRAM: 'http://127.0.0.1:9', HTTP_ATTEMPTS: '1' }, 69, /Bitcram/],
  ['a wrong token', { BITCRAM_TOKEN: 'wrong-token' }, 78, /BITCRAM_TOKEN|token/],
  ['an unknown checkout', { CHECKOUT: '99' }, 78, /99/],
])('%s ends the run with its own code and what to do about it', async (_what, differing, code, reason) => {
  const { exitCode, report, stderr } = await withEnv(differing, 'sync');
  expect(exitCode, stderr).toBe(code);
  expect(report).toMatchObject({ event: 'run.finished', exit_code: code, status: 'failed', inserted: 0 });
  expect(report.reason).toMatch(reason);
  expect(stderr).not.toContain('wrong-password');
  expect(stderr).not.toContain('wrong-token');
});

test('of several codes the gravest is told: a wrong webhook secret stands above an unreadable list', async () => {
  const waiting = [1, 2, 3, 4, 5].map((id) => [id, `k${id}`, '2026-01-02 03:04:05']);
  await shop.schema.query('INSERT INTO channel_outbox (subject_id, `key`, owed_at) VALUES ?', [waiting]);
  shop.bitcram.intercept(({ endpoint }) =>
    endpoint === 'price_list' ? { status: 200, body: '{}' } : undefined,
  );
  expect((await withEnv({ SECRET_PUBLICATIONS: 'another' }, 'sync')).exitCode).toBe(78);
  const paid = await shop.run('sync');
  expect(paid.report).toMatchObject({ exit_code: 65, delivered: 5, pending: 0 });
  shop.bitcram.intercept();
});

test('a foreign column that demands a value is 78 and named', async () => {
  await shop.schema.query('ALTER TABLE raw_item_data ADD COLUMN supplier VARCHAR(20) NOT NULL');
  const { exitCode, report } = await shop.run('sync');
  await shop.schema.query('ALTER TABLE raw_item_data DROP COLUMN supplier');
  expect(exitCode).toBe(78);
  expect(report.reason).toMatch(/column supplier of raw_item_data/);
});

test('a right that is missing is 78 and the message names it', async () => {
  const user = `w_${shop.schema.name}`;
  await shop.schema.query(`CREATE USER ${user} IDENTIFIED BY 'writes-little'`);
  await shop.schema.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES ON ${shop.schema.name}.* TO ${user}`,
  );
  try {
    const login = { USER_DB: user, PASSWORD_DB: 'writes-little' };
    expect((await withEnv(login, 'sync')).exitCode).toBe(0);
    await shop.schema.query(`REVOKE CREATE TEMPORARY TABLES ON ${shop.schema.name}.* FROM ${user}`);
    const { exitCode, report } = await withEnv(login, 'sync');
    expect(exitCode).toBe(78);
    expect(report.reason).toMatch(/could not make the staging table.*CREATE TEMPORARY TABLES.*Access denied/);
  } finally {
    await shop.schema.query(`DROP USER ${user}`);
  }
});
