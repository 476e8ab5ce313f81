import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCheckout, SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { hasTerminal, type TerminalResult, type Typed } from '../../dev/terminal.ts';
import { startCloudSql } from '../support/cloud-sql.ts';
import { isEnglish } from '../support/english.ts';
import { jobOnTerminal, runJob, startJob } from '../support/job.ts';
import { startSecretManager } from '../support/secret-manager.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
/** With what a file of variables could garble. */
const SECRET = `it's "#1" $HOME`;

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await openShop({ migrate: false });
  shop.bitcram.checkouts.push(openCheckout(2, { warehouse: null }), openCheckout(3, {}));
});
afterAll(() => shop.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (file: string): string => join(folder, file);
const written = (file = '.env') => parseEnv(readFileSync(path(file), 'utf8'));
const shown = ({ lines }: TerminalResult): string => lines.join('\n');

function init(typed: readonly Typed[], ...flags: string[]): Promise<TerminalResult> {
  return jobOnTerminal(['init', ...flags], {}, folder, typed);
}

const bitcram = (): Typed[] => [
  ['(URL_BITCRAM)', shop.bitcram.url + ENTER],
  ['(BITCRAM_TOKEN): where is it?', ENTER],
  ['(BITCRAM_TOKEN), which stays hidden', SIMULATED_TOKEN + ENTER],
];

const database = (): Typed[] => {
  const { HOST_DB, PORT_DB, USER_DB, PASSWORD_DB, NAME_DB } = shop.env;
  return [
    ['How is the database reached?', ENTER],
    ['(HOST_DB)', HOST_DB + ENTER],
    ['(PORT_DB)', PORT_DB + ENTER],
    ['(USER_DB)', USER_DB + ENTER],
    ['(PASSWORD_DB)', PASSWORD_DB + ENTER],
    ['(NAME_DB)', NAME_DB + ENTER],
  ];
};

const publications = (): Typed[] => [
  ['(NOTIFY)', ENTER],
  ['(URL_PUBLICATIONS)', shop.publications.url + ENTER],
  ['(SECRET_PUBLICATIONS)', SECRET + ENTER],
];

const everything = (): Typed[] => [...bitcram(), ['(CHECKOUT)', ENTER], ...database(), ...publications()];

function expectNoSecret({ raw }: TerminalResult): void {
  const { PASSWORD_DB = '' } = shop.env;
  const secrets = [SIMULATED_TOKEN, SECRET, ...(PASSWORD_DB.length > 3 ? [PASSWORD_DB] : [])];
  for (const secret of secrets) expect(raw).not.toContain(secret);
}

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test('what is asked for and works is written, for its user alone, and is what the other commands need', async () => {
    const end = await init([
      ...bitcram(),
      ['checkout 2: no warehouse', DOWN + ENTER],
      ...database(),
      ...publications(),
    ]);
    expect(end.exitCode, shown(end)).toBe(0);
    expect(shown(end)).toContain('Bitcram accepts the token, which sees 3 checkouts');
    expect(shown(end)).toMatch(/(mysql|mariadb) \d+\.\d+/i);
    expect(shown(end)).toContain('npm run job -- doctor');
    expectNoSecret(end);
    const { HTTP_ATTEMPTS: _, PASSWORD_DB = '', ...env } = shop.env;
    expect(written()).toEqual({
      ...env,
      ...(PASSWORD_DB && { PASSWORD_DB }),
      CHECKOUT: '3',
      NOTIFY: 'on',
      SECRET_PUBLICATIONS: SECRET,
    });
    expect(statSync(path('.env')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['.env']);
    expect((await startJob(['migrate'], {}, folder).done).exitCode).toBe(0);
    const { exitCode, stdout } = await startJob(['doctor'], {}, folder).done;
    expect(exitCode, stdout).toBe(0);
  });

  test('in Spanish nothing is asked or said in English', async () => {
    const { HOST_DB, PORT_DB, USER_DB, PASSWORD_DB, NAME_DB } = shop.env;
    const end = await init(
      [
        ['Dirección de tu Bitcram (URL_BITCRAM)', 'bitcram' + ENTER],
        ['URL_BITCRAM debe ser una URL', '\u0015' + shop.bitcram.url + ENTER],
        ['¿dónde está?', ENTER],
        ['que no se muestra', SIMULATED_TOKEN + ENTER],
        ['De qué caja', ENTER],
        ['¿Cómo se llega', ENTER],
        ['(HOST_DB)', HOST_DB + ENTER],
        ['(PORT_DB)', PORT_DB + ENTER],
        ['(USER_DB)', USER_DB + ENTER],
        ['(PASSWORD_DB)', PASSWORD_DB + ENTER],
        ['(NAME_DB)', NAME_DB + ENTER],
        ['¿Se le avisa', DOWN + ENTER],
      ],
      '--lang',
      'es',
    );
    expect(end.exitCode, shown(end)).toBe(0);
    expect(shown(end)).toContain('Listo: .env está escrito');
    expect(end.lines.filter(isEnglish)).toEqual([]);
    expect(written()).toMatchObject({ CHECKOUT: '1', NOTIFY: 'off' });
    expect(readFileSync(path('.env'), 'utf8')).toContain('# Escrito por');
  });

  test('what does not work is told as the doctor tells it, and asked for again with what was answered', async () => {
    const { NAME_DB, ...env } = shop.env;
    const [wrongToken, right] = [bitcram(), bitcram()];
    const [wrongSchema, rightSchema] = [database(), database()];
    wrongToken[2] = ['(BITCRAM_TOKEN), which stays hidden', 'token-that-is-wrong' + ENTER];
    right[0] = [/Bitcram refuses the token[^]*log in again[^]*\(URL_BITCRAM\)/, ENTER];
    wrongSchema[5] = ['(NAME_DB)', 'no_such_schema' + ENTER];
    rightSchema[0] = [/create the schema NAME_DB names[^]*How is the database reached/, ENTER];
    rightSchema.splice(1, 4, ['(HOST_DB)', ENTER], ['(PORT_DB)', ENTER], ['(USER_DB)', ENTER]);
    rightSchema.splice(4, 0, ['(PASSWORD_DB)', ENTER]);
    const end = await init([
      ...wrongToken,
      ...right,
      ['(CHECKOUT)', ENTER],
      ...wrongSchema,
      ...rightSchema,
      ['(NOTIFY)', ENTER],
      ['(URL_PUBLICATIONS)', 'http://127.0.0.1:9/' + ENTER],
      ['(SECRET_PUBLICATIONS)', SECRET + ENTER],
      [/cannot reach the publications service[^]*\(NOTIFY\)/, DOWN + ENTER],
    ]);
    expect(end.exitCode, shown(end)).toBe(0);
    expectNoSecret(end);
    expect(end.raw).not.toContain('token-that-is-wrong');
    expect(written()).toMatchObject({ ...pick(env), NAME_DB, BITCRAM_TOKEN: SIMULATED_TOKEN, NOTIFY: 'off' });
  });

  test('a .env stays as it is unless it may be replaced; then its values are offered and the rest of it stays', async () => {
    const before =
      "# mine\nURL_BITCRAM=http://127.0.0.1:9\nLOG_LEVEL=debug\nSOCKET_DB=/x\nALERT_TO='a b # c'\n";
    writeFileSync(path('.env'), before, { mode: 0o644 });
    const refused = await init([['There is a .env already', ENTER]]);
    expect(refused.exitCode, shown(refused)).toBe(0);
    expect(shown(refused)).toContain('.env stays as it is.');
    expect(readFileSync(path('.env'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['.env']);

    const end = await init([['There is a .env already', DOWN + ENTER], ...everything()]);
    expect(end.exitCode, shown(end)).toBe(0);
    expect(shown(end)).toContain('http://127.0.0.1:9');
    expect(written()).toMatchObject({
      URL_BITCRAM: shop.bitcram.url,
      LOG_LEVEL: 'debug',
      ALERT_TO: 'a b # c',
    });
    expect(written()).not.toHaveProperty('SOCKET_DB');
    expect(readFileSync(path('.env.bak'), 'utf8')).toBe(before);
    for (const file of ['.env', '.env.bak']) expect(statSync(path(file)).mode & 0o777).toBe(0o600);

    // All of it once more, by Enter alone.
    const again = await init([
      ['There is a .env already', DOWN + ENTER],
      ...everything().map(([asked]): Typed => [asked, ENTER]),
    ]);
    expect(again.exitCode, shown(again)).toBe(0);
    expect(written()).toEqual(written('.env.bak'));
    expectNoSecret(again);
  });

  test('a .env that came meanwhile is not written over without asking either', async () => {
    shop.bitcram.intercept(() => {
      writeFileSync(path('.env'), 'MINE=1\n');
      return undefined;
    });
    try {
      const end = await init([...everything(), ['.env was changed meanwhile', ENTER]]);
      expect(end.exitCode, shown(end)).toBe(0);
      expect(written()).toEqual({ MINE: '1' });
      expect(readdirSync(folder)).toEqual(['.env']);
    } finally {
      shop.bitcram.intercept(() => undefined);
    }
  });

  test.each([0, 3, 12])('Ctrl+C after %i answers writes nothing and says so', async (answers) => {
    const [asked] = everything()[answers] as Typed;
    const end = await init([...everything().slice(0, answers), [asked, CTRL_C]]);
    expect(end.exitCode, shown(end)).toBe(130);
    expect(shown(end)).toContain('Nothing was written.');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('Ctrl+C while an answer is tried writes nothing either', async () => {
    shop.bitcram.latencyMs = 30_000;
    try {
      const end = await init([...bitcram(), ['Bitcram and token …', CTRL_C]]);
      expect(end.exitCode, shown(end)).toBe(130);
      expect(shown(end)).toContain('Nothing was written.');
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      shop.bitcram.latencyMs = 0;
    }
  });

  test('a secret may lie in Secret Manager, where it is read; what it is called is written', async () => {
    const secretManager = await startSecretManager();
    secretManager.put('bitcram-token', SIMULATED_TOKEN);
    secretManager.put('database-password', shop.env['PASSWORD_DB'] ?? '');
    const [url, ...restOfBitcram] = bitcram() as [Typed, Typed];
    const [way, host, port, user, , schema] = database() as [Typed, Typed, Typed, Typed, Typed, Typed];
    const typed: Typed[] = [
      url,
      [restOfBitcram[0][0], DOWN + ENTER],
      ['(PROJECT_ID)', 'shop' + ENTER],
      ['(SECRET_ID)', 'no-token' + ENTER],
      [/no-token of project shop[^]*→[^]*\(URL_BITCRAM\)/, ENTER],
      [restOfBitcram[0][0], ENTER],
      ['(PROJECT_ID)', ENTER],
      ['(SECRET_ID)', 'bitcram-token' + ENTER],
      ['(CHECKOUT)', ENTER],
      ...[way, host, port, user],
      ['(PASSWORD_DB): where is it?', DOWN + ENTER],
      ['(PROJECT_ID)', ENTER],
      ['(PASSWORD_DB_SECRET_ID)', 'database-password' + ENTER],
      schema,
      ['(NOTIFY)', DOWN + ENTER],
    ];
    writeFileSync(
      path('.env'),
      `SECRET_MANAGER_ENDPOINT=${secretManager.endpoint}\nBITCRAM_TOKEN=old-token\n`,
    );
    try {
      const end = await init([['There is a .env already', DOWN + ENTER], ...typed]);
      expect(end.exitCode, shown(end)).toBe(0);
      expectNoSecret(end);
      expect(written()).toMatchObject({
        PROJECT_ID: 'shop',
        SECRET_ID: 'bitcram-token',
        PASSWORD_DB_SECRET_ID: 'database-password',
        SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
      });
      expect(written()).not.toHaveProperty('BITCRAM_TOKEN');
      expect(written()).not.toHaveProperty('PASSWORD_DB');
    } finally {
      secretManager.close();
    }
  });

  test('a Cloud SQL instance is reached by its connector', async () => {
    const { HOST_DB: host = '', PORT_DB: port, USER_DB, PASSWORD_DB, NAME_DB } = shop.env;
    const cloudSql = await startCloudSql({ host, port: Number(port) });
    const { INSTANCE_DB, ...env } = cloudSql.env;
    const typed: Typed[] = [
      ...bitcram(),
      ['(CHECKOUT)', ENTER],
      ['How is the database reached?', DOWN + ENTER],
      ['(INSTANCE_DB)', INSTANCE_DB + ENTER],
      ['(IP_TYPE_DB)', ENTER],
      ['(AUTH_TYPE_DB)', ENTER],
      ['(USER_DB)', USER_DB + ENTER],
      ['(PASSWORD_DB)', PASSWORD_DB + ENTER],
      ['(NAME_DB)', NAME_DB + ENTER],
      ['(NOTIFY)', DOWN + ENTER],
    ];
    try {
      const end = await jobOnTerminal(['init'], env, folder, typed);
      expect(end.exitCode, shown(end)).toBe(0);
      expectNoSecret(end);
      expect(written()).toMatchObject({
        INSTANCE_DB,
        IP_TYPE_DB: 'PUBLIC',
        AUTH_TYPE_DB: 'PASSWORD',
        NAME_DB,
      });
      expect(written()).not.toHaveProperty('HOST_DB');
    } finally {
      await cloudSql.close();
    }
  });

  test('what the shell sets otherwise is named, because it wins over the file', async () => {
    const typed = everything();
    const env = { CHECKOUT: '3' };
    const end = await jobOnTerminal(
      ['init'],
      env,
      folder,
      typed.map(([asked, keys]): Typed => (asked === '(CHECKOUT)' ? [asked, DOWN + ENTER] : [asked, keys])),
    );
    expect(end.exitCode, shown(end)).toBe(0);
    expect(shown(end)).toContain('This shell sets CHECKOUT to something else');
    expect(written()['CHECKOUT']).toBe('1');
  });
});

test('without a terminal it says so, with what to do instead', async () => {
  const { exitCode, log, stdout } = await runJob(['init'], {});
  expect(exitCode).toBe(64);
  expect(log).toHaveLength(1);
  expect(log[0]).toMatchObject({ error_code: 'cli.no_terminal' });
  expect(log[0]?.['message']).toContain('copy .env.example to .env');
  expect(stdout).toBe('');
});

function pick({ HOST_DB, PORT_DB, USER_DB }: Record<string, string>) {
  return { HOST_DB, PORT_DB, USER_DB };
}
