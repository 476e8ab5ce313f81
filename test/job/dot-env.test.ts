import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { startJob } from '../support/job.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ NOTIFY: 'off' });
const folder = mkdtempSync(join(tmpdir(), 'dot-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A run whose whole configuration is the file, over which `env` stands. */
function runWith(file: string | Buffer, env: Record<string, string> = {}) {
  writeFileSync(join(folder, '.env'), file);
  return startJob(['sync'], env, folder).done;
}

const lines = (differing: Record<string, string> = {}): string =>
  Object.entries({ ...shop.env, ...differing })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

test.each(['utf8', 'utf16le'] as const)(
  'a file in %s that begins with a byte order mark is read like any other',
  async (encoding) => {
    offer(shop, goods(2));
    const { exitCode, stderr } = await runWith(Buffer.from(`\uFEFF${lines()}`, encoding));
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toContain('.env');
    expect(await shop.rows()).toHaveLength(2);
  },
);

test.each<[string, () => string | Buffer, string]>([
  ['several lines in another form', () => lines().replaceAll('=', ': '), 'lines 1, 2, '],
  [
    'a file in another encoding',
    () => Buffer.from(lines({ PASSWORD_DB: 'contraseña' }), 'latin1'),
    'as UTF-8',
  ],
  [
    'a line that is filled in above an empty one',
    () => `${lines()}\nCHECKOUT=`,
    'CHECKOUT stands more than once',
  ],
  ['quotes of a text processor', () => lines({ USER_DB: '“root”' }), 'the quotes around USER_DB are taken'],
  [
    'names in small letters',
    () => lines().replace('CHECKOUT', 'checkout').replace('USER_DB', 'user_db'),
    ' are no variables of this program: did you mean ',
  ],
])('%s: one line says what is wrong with the file', async (_what, file, said) => {
  const { exitCode, log } = await runWith(file());
  expect(exitCode).toBe(78);
  const warnings = log.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
  expect(warnings).toEqual([expect.stringContaining(said)]);
});

test('quotes that docker leaves around values are named, of those alone that are not read without them', async () => {
  const quoted = Object.fromEntries(Object.entries(shop.env).map(([name, value]) => [name, `"${value}"`]));
  const { exitCode, log, stderr } = await runWith('', quoted);
  expect(exitCode).toBe(78);
  const warnings = log.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
  expect(warnings).toEqual([
    expect.stringMatching(/the quotes around .*\bUSER_DB\b.* are taken as part of the value/),
  ]);
  expect(warnings[0]).toContain('URL_BITCRAM');
  expect(warnings[0]).not.toContain('BITCRAM_TOKEN');
  expect(stderr).not.toContain(shop.env['BITCRAM_TOKEN']);
});

test('nothing is said of quotes that stand in the quotes of the file', async () => {
  const { stderr } = await runWith(`${lines()}\nSECRET_PUBLICATIONS='"so"'`);
  expect(stderr).not.toContain('quotes');
});

test('a file that Windows named .env.txt is pointed out, where there is no other', async () => {
  rmSync(join(folder, '.env'));
  writeFileSync(join(folder, '.env.txt'), lines());
  const { exitCode, log } = await startJob(['sync'], {}, folder).done;
  expect(exitCode).toBe(78);
  expect(log[0]?.['message']).toContain('rename it to .env');
  expect((await runWith(lines())).stderr).not.toContain('.env.txt');
});

test('a password that a # cuts short is named before the log-in that it spoils, and never shown', async () => {
  const { exitCode, log, stderr } = await runWith(lines({ PASSWORD_DB: 'half-of-it#rest-of-it' }));
  expect(exitCode).toBe(78);
  expect(log[0]).toMatchObject({ severity: 'WARNING' });
  expect(log[0]?.['message']).toMatch(/behind the # of PASSWORD_DB is taken for a comment: .*single quotes/);
  expect(log.at(-1)).toMatchObject({ event: 'run.finished', error_code: 'mysql.login_refused' });
  expect(stderr).not.toContain('half-of-it');
  expect(stderr).not.toContain('rest-of-it');
});

test.each(['USER_DBB', 'USRE_DB', 'user_db', 'DB_USER'])(
  'a name that is none of the program, %s, is named with the one that may be meant, before that one is missed',
  async (given) => {
    const { exitCode, log } = await runWith(lines().replace('USER_DB=', `${given}=`));
    expect(exitCode).toBe(78);
    expect(log[0]).toMatchObject({ severity: 'WARNING' });
    expect(log[0]?.['message']).toContain(`${given} is no variable of this program: did you mean USER_DB?`);
    expect(log.at(-1)?.['reason']).toContain('USER_DB is missing');
  },
);

test('a line that is no NAME=value is pointed out by its number, and never shown', async () => {
  const { log, stderr } = await runWith(`# mine\nCHECKOUT: s3cr3t\n${lines()}`);
  expect(log[0]).toMatchObject({ severity: 'WARNING' });
  expect(log[0]?.['message']).toContain('in the file .env, line 2 is no NAME=value');
  expect(stderr).not.toContain('s3cr3t');
});

test('nothing is said of a name that is far from all, or near to one that is set', async () => {
  const { stderr } = await runWith(`${lines()}\nSOMEBODY_ELSES=1\nUSER_DBB=1\nTEST_HOST_DB=1`);
  expect(stderr).not.toContain('did you mean');
});

test('nothing is said of a variable that the environment sets, nor of one that is none of the program', async () => {
  const file = `${lines({ BITCRAM_TOKEN: 'half-of-it#rest-of-it' })}\nSOMEBODY_ELSES=a#b`;
  const { exitCode, stderr } = await runWith(file, { BITCRAM_TOKEN: shop.env['BITCRAM_TOKEN'] as string });
  expect(stderr).not.toContain('comment');
  // The price list is empty.
  expect(exitCode).toBe(65);
});
