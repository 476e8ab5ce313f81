import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { hasTerminal, type Typed } from '../../dev/terminal.ts';
import { isEnglish } from '../support/english.ts';
import { runJob, startJob } from '../support/job.ts';
import { CTRL_C, DOWN, ENTER, openSetup, SECRET, shown } from '../support/setup.ts';

const setup = await openSetup();
const { shop, path, written, init, bitcram, database, publications, everything, expectNoSecret } = setup;

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
    expect(readdirSync(path('.'))).toEqual(['.env']);
    expect((await startJob(['migrate'], {}, path('.')).done).exitCode).toBe(0);
    const { exitCode, stdout } = await startJob(['doctor'], {}, path('.')).done;
    expect(exitCode, stdout).toBe(0);
  });

  test('in Spanish nothing is asked or said in English', async () => {
    const end = await init(
      [
        ['Dirección de tu Bitcram (URL_BITCRAM)', 'bitcram' + ENTER],
        ['URL_BITCRAM debe ser una URL', '\u0015' + shop.bitcram.url + ENTER],
        ['¿dónde está?', ENTER],
        ['que no se muestra', SIMULATED_TOKEN + ENTER],
        ['De qué caja', ENTER],
        ['¿Cómo se llega', ENTER],
        ...database().slice(1),
        ['¿Se le avisa', DOWN + ENTER],
      ],
      ['--lang', 'es'],
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
    expect(readdirSync(path('.'))).toEqual(['.env']);

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

  test('a SOURCE that is none is forgotten, and the usual one asked for', async () => {
    writeFileSync(path('.env'), 'SOURCE=constructor\nLOG_LEVEL=warn\n');
    const end = await init([['There is a .env already', DOWN + ENTER], ...everything()]);
    expect(end.exitCode, shown(end)).toBe(0);
    expect(written()).toMatchObject({ URL_BITCRAM: shop.bitcram.url, LOG_LEVEL: 'warn' });
    expect(written()).not.toHaveProperty('SOURCE');
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
      expect(readdirSync(path('.'))).toEqual(['.env']);
    } finally {
      shop.bitcram.intercept(() => undefined);
    }
  });

  test.each([0, 3, 12])('Ctrl+C after %i answers writes nothing and says so', async (answers) => {
    const [asked] = everything()[answers] as Typed;
    const end = await init([...everything().slice(0, answers), [asked, CTRL_C]]);
    expect(end.exitCode, shown(end)).toBe(130);
    expect(shown(end)).toContain('Nothing was written.');
    expect(readdirSync(path('.'))).toEqual([]);
  });

  test('Ctrl+C while an answer is tried writes nothing either', async () => {
    shop.bitcram.latencyMs = 30_000;
    try {
      const end = await init([...bitcram(), ['Bitcram and token …', CTRL_C]]);
      expect(end.exitCode, shown(end)).toBe(130);
      expect(shown(end)).toContain('Nothing was written.');
      expect(readdirSync(path('.'))).toEqual([]);
    } finally {
      shop.bitcram.latencyMs = 0;
    }
  });

  test('what the shell sets otherwise is named, because it wins over the file', async () => {
    const typed = everything();
    const env = { CHECKOUT: '3' };
    const end = await init(
      typed.map(([asked, keys]): Typed => (asked === '(CHECKOUT)' ? [asked, DOWN + ENTER] : [asked, keys])),
      [],
      env,
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
