import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allVariables } from '../../src/cli/variables.ts';
import { parseConfig, type Parts } from '../../src/platform/config/config.ts';
import { readTargets } from '../../src/cli/targets-file.ts';
import { EVERYTHING } from '../support/config.ts';
import { refusalOf as refused } from '../support/words.ts';

const folder = mkdtempSync(join(tmpdir(), 'targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NEEDS = EVERYTHING;
const variables = await allVariables();
const DEFAULTS = {
  PROJECT_ID: 'shop',
  URL_BITCRAM: 'https://shop.example',
  USER_DB: 'sync',
  NOTIFY: 'off',
};
const SHOPS = [
  { name: 'centro', CHECKOUT: 1, SECRET_ID: 'token-centro', NAME_DB: 'centro' },
  { name: 'norte', CHECKOUT: '2', SECRET_ID: 'token-norte', NAME_DB: 'norte', MISSING_RUNS: 5 },
];

function targetsIn(content: unknown, env: Record<string, string> = DEFAULTS, needs: Parts = NEEDS) {
  const file = join(folder, 'targets.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readTargets({ ...env, TARGETS_FILE: file }, needs, variables);
}

const refusalOf = (content: unknown, env?: Record<string, string>): string =>
  refused(() => targetsIn(content, env));

/** The configurations of what two targets become. */
const configsOf = (content: unknown, env?: Record<string, string>) =>
  targetsIn(content, env).map((target) => parseConfig(target.env, NEEDS));

test('without the file the environment is the one target, as it is', () => {
  const env = { CHECKOUT: 'three' };
  expect(readTargets(env, NEEDS, variables)).toEqual([{ name: null, env }]);
  expect(readTargets({ ...env, TARGETS_FILE: '' }, NEEDS, variables)).toHaveLength(1);
});

test("a target is the environment with the target's fields over it, numbers and texts alike", () => {
  const [centro, norte] = configsOf(SHOPS, { ...DEFAULTS, MISSING_RUNS: '3' });
  expect(centro).toMatchObject({
    source: {
      config: { checkout: 1, api: { baseUrl: 'https://shop.example', token: { secretId: 'token-centro' } } },
    },
    database: { schema: 'centro', user: 'sync' },
    load: { missing: { runs: 3 } },
    channels: { publications: undefined },
  });
  expect(norte).toMatchObject({ source: { config: { checkout: 2 } }, load: { missing: { runs: 5 } } });
  expect(targetsIn(SHOPS).map(({ name }) => name)).toEqual(['centro', 'norte']);
});

test('what a target says of its own wins over all that the environment says of the same thing', () => {
  const env = {
    ...DEFAULTS,
    BITCRAM_TOKEN: 'of-another-shop',
    PASSWORD_DB: 'of-another-user',
    INSTANCE_DB: 'p:r:i',
    PUBLISHED_ITEMS_TABLE: 'app.published',
  };
  const [centro, norte] = configsOf(
    [
      { ...SHOPS[0], HOST_DB: '10.0.0.7', PASSWORD_DB_SECRET_ID: 'password', PUBLISHED_ITEMS_TABLE: null },
      SHOPS[1],
    ],
    env,
  );
  expect(centro?.source).toMatchObject({
    config: { api: { token: { kind: 'secret-manager', secretId: 'token-centro' } } },
  });
  expect(centro?.database).toMatchObject({
    instance: undefined,
    host: '10.0.0.7',
    password: { secretId: 'password' },
  });
  expect(centro?.load.publishedItemsTable).toBeUndefined();
  expect(norte?.database).toMatchObject({ instance: 'p:r:i', password: { value: 'of-another-user' } });
  expect(norte?.load.publishedItemsTable).toBe('app.published');
});

test('a secret of a target goes before the one that the environment names in the other way', () => {
  const env = { ...DEFAULTS, BITCRAM_TOKEN_SECRET_ID: 'of-another-shop' };
  const [centro] = configsOf(SHOPS, env);
  expect(centro?.source).toMatchObject({ config: { api: { token: { secretId: 'token-centro' } } } });
});

test('what holds for all targets is no field of one, nor is the place of its secret', () => {
  const refusal = refusalOf([{ ...SHOPS[0], ALERT_URL: 'https://a.example', ALERT_URL_SECRET_ID: 'a' }]);
  expect(refusal).toContain('ALERT_URL holds for all targets');
  expect(refusal).toContain('ALERT_URL_SECRET_ID holds for all targets');
});

test.each([null, ''])(
  'a field that is %j names nothing that the environment would have to give way to',
  (nothing) => {
    const env = { ...DEFAULTS, INSTANCE_DB: 'p:r:i', HOST_DB: '10.0.0.7', PASSWORD_DB: 'given' };
    const [centro] = configsOf([{ ...SHOPS[0], HOST_DB: nothing, PASSWORD_DB_SECRET_ID: nothing }], env);
    expect(centro?.database).toMatchObject({ instance: 'p:r:i', password: { value: 'given' } });
  },
);

test('every mistake of the file is named at once, with its target and field, and no value', () => {
  const value = 'planted-value';
  const refusal = refusalOf([
    { ...SHOPS[0], BITCRAM_TOKEN: value, LOG_LEVEL: value, CHEKOUT: value, MISSING_RUNS: [value] },
    { ...SHOPS[1], CHECKOUT: value, NAME_DB: `${value}!`, GUARD_MAX_MISSING_PERCENT: 101 },
    { ...SHOPS[1], NAME_DB: 'sur' },
    { ...SHOPS[1], name: `${value}!`, NAME_DB: 'oeste' },
    value,
  ]);
  for (const part of [
    'target centro: BITCRAM_TOKEN must not stand in the file: name its secret with SECRET_ID',
    'target centro: LOG_LEVEL holds for all targets',
    'target centro: CHEKOUT is no field of a target',
    'target centro: MISSING_RUNS must be a text, a number or null',
    'target norte: CHECKOUT must be a whole number',
    'target norte: NAME_DB must be a name',
    'target norte: GUARD_MAX_MISSING_PERCENT must be a percentage',
    'target #3: name norte is taken',
    'target #4: name must be',
    'target #5 must be an object',
  ]) {
    expect(refusal).toContain(part);
  }
  expect(refusal).not.toContain(value);
});

test('what is wrong with the environment itself is said once and not for each target', () => {
  const refusal = refusalOf(SHOPS, { ...DEFAULTS, PAGE_SIZE: '0', USER_DB: '' });
  expect(refusal.match(/PAGE_SIZE/g)).toHaveLength(1);
  expect(refusal).toContain('every target: PAGE_SIZE must be');
  expect(refusal).toContain('every target: USER_DB is missing');
});

test.each([
  ['no list', { targets: SHOPS }, 'it must be a JSON list of at least one target'],
  ['an empty list', [], 'it must be a JSON list of at least one target'],
  ['no JSON', `[{"name": "centro", "SECRET": "planted-value" x}]`, 'it is no JSON, at position'],
])('%s is refused, without a word of what stands in it', (_what, content, words) => {
  const refusal = refusalOf(content);
  expect(refusal).toContain(words);
  expect(refusal).not.toContain('planted');
});

test('a file that is not there is named as that', () => {
  const env = { TARGETS_FILE: join(folder, 'nowhere.json') };
  expect(() => readTargets(env, NEEDS, variables)).toSay('TARGETS_FILE names cannot be read: ENOENT');
});

test.each<[string, object, object, boolean]>([
  ['the same schema by default', {}, {}, true],
  ['one host under two names', { HOST_DB: 'localhost' }, { HOST_DB: '127.0.0.1' }, true],
  ['one host with and without its last dot', { HOST_DB: 'db.example' }, { HOST_DB: 'DB.example.' }, true],
  ['one address in two spellings', { HOST_DB: '10.0.0.7' }, { HOST_DB: '0xa.7' }, true],
  ['loopback by another address', { HOST_DB: '::ffff:127.0.0.1' }, { HOST_DB: '0:0:0:0:0:0:0:1' }, true],
  ['schemas that differ by case', { NAME_DB: 'shop' }, { NAME_DB: 'Shop' }, true],
  ['one instance', { INSTANCE_DB: 'p:r:i' }, { INSTANCE_DB: 'p:r:i', HOST_DB: 'elsewhere' }, true],
  ['one socket', { SOCKET_DB: '/run/db' }, { SOCKET_DB: '/run/db', PORT_DB: 3307 }, true],
  ['two schemas', { NAME_DB: 'a' }, { NAME_DB: 'b' }, false],
  ['two hosts', { HOST_DB: 'one.example' }, { HOST_DB: 'two.example' }, false],
  ['two ports', { PORT_DB: 3306 }, { PORT_DB: 3307 }, false],
  ['an instance and a host', { INSTANCE_DB: 'p:r:i' }, { HOST_DB: 'one.example' }, false],
])('two targets on %s: refused is %4$s', (_what, one, other, refused) => {
  const bare = { CHECKOUT: 1, SECRET_ID: 'token' };
  const both = [
    { name: 'centro', ...bare, ...one },
    { name: 'norte', ...bare, ...other },
  ];
  if (!refused) expect(targetsIn(both)).toHaveLength(2);
  else {
    const said = 'target norte: NAME_DB is on the database and schema of target centro';
    expect(refusalOf(both)).toContain(said);
    // Also for a command that asks for no variable, such as `doctor`.
    expect(() => targetsIn(both, DEFAULTS, {})).toSay(said);
  }
});
