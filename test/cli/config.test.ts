import { describe, expect, test } from 'vitest';
import { alertConfig } from '../../src/alerts/config.ts';
import { channelsConfig } from '../../src/channels/config.ts';
import { allVariables } from '../../src/cli/variables.ts';
import { databaseConfig } from '../../src/mysql/config.ts';
import { expectationOf, parseConfig, type Variable } from '../../src/platform/config/config.ts';
import { bitcramConfig, sourceConfig } from '../../src/sources/bitcram/config.ts';
import { loadConfig } from '../../src/sync/config.ts';
import { COMPLETE, EVERYTHING } from '../support/config.ts';
import { inEnglish, refusalOf } from '../support/words.ts';

const variables = await allVariables();
const database = { database: databaseConfig };
const source = { source: sourceConfig };
const channels = { channels: channelsConfig };

test('a minimal environment gets the documented defaults', () => {
  const config = parseConfig(COMPLETE, EVERYTHING);
  expect(config.database).toMatchObject({
    host: '127.0.0.1',
    port: 3306,
    schema: 'bitcram',
    instance: undefined,
  });
  expect(config.database).toMatchObject({ ipType: 'PUBLIC', authType: 'PASSWORD' });
  expect(config.source).toMatchObject({
    config: { api: { pageSizeRows: 1000, fetchConcurrency: 4, timeoutMs: 30_000, attempts: 5 } },
  });
  expect(config.source).toMatchObject({
    name: 'bitcram',
    config: { api: { maxResponseBytes: 256 * 1024 * 1024 }, checkout: 3 },
  });
  expect(config.load).toEqual({
    publishedItemsTable: undefined,
    postLoadProcedures: [],
    missing: { treatment: 'zero', runs: 2 },
    guard: { maxMissingPercent: 20, maxZeroedPercent: 30, maxUnpricedPercent: 10, maxPriceDropPercent: 5 },
    quarantineMaxPercent: 5,
    historyDays: 30,
  });
  expect(config.channels.publications).toMatchObject({ concurrency: 50, timeoutMs: 5000, attempts: 8 });
  expect(config.channels.publications).toMatchObject({ budgetMs: 120_000 });
  expect(config.log).toEqual({ level: 'info', format: 'auto' });
});

test('a base URL loses its trailing slashes, so that no path has two', () => {
  expect(parseConfig(COMPLETE, source).source.api.baseUrl).toBe('https://shop.example');
});

test('an address to post to keeps its last slash, which some servers ask for', () => {
  const URL_PUBLICATIONS = 'https://publications.example/webhooks/';
  const ALERT_URL = 'https://chat.example/hook?key=ends-with/';
  const config = parseConfig(
    { ...COMPLETE, URL_PUBLICATIONS, ALERT_URL },
    { ...channels, alert: alertConfig },
  );
  expect(config.channels.publications).toMatchObject({ url: URL_PUBLICATIONS });
  expect(config.alert).toMatchObject({ url: { value: ALERT_URL } });
});

test('every wrong variable is named at once, with what is expected', () => {
  const wrong = {
    CHECKOUT: 'three',
    PORT_DB: '70000',
    IP_TYPE_DB: 'public',
    NAME_DB: 'bit`cram',
    URL_BITCRAM: 'shop.example',
    SQL_ADMIN_ENDPOINT: ':::',
    SECRET_MANAGER_ENDPOINT: 'http://secrets.example',
    PASSWORD_DB_SECRET_ID: 'password',
    POST_LOAD_PROCEDURES: 'app.update(), DROP',
    PUBLISHED_ITEMS_TABLE: 'catalogue',
    GUARD_MAX_MISSING_PERCENT: '101',
    MISSING_RUNS: '0',
    NOTIFY: 'yes',
    LOG_LEVEL: 'loud',
    INSTANCE_DB: 'instance',
  };
  const message = refusalOf(() => parseConfig({ ...COMPLETE, ...wrong }, EVERYTHING));
  const { PASSWORD_DB_SECRET_ID: _right, ...named } = wrong;
  for (const name of Object.keys(named)) {
    expect(message).toContain(
      `${name} must be ${inEnglish(expectationOf(variables[name] as Variable)).message}`,
    );
  }
  expect(message).toContain('CHECKOUT must be a whole number from 1 to 2147483647');
  expect(message).toContain('NOTIFY must be "on" or "off"');
  expect(message).toContain('docs/configuration.md');
});

test('what is missing is named at once, each with its way out', () => {
  const message = refusalOf(() => parseConfig({}, EVERYTHING));
  for (const name of ['URL_BITCRAM', 'CHECKOUT', 'BITCRAM_TOKEN', 'USER_DB']) {
    expect(message).toContain(`${name} is missing`);
  }
  expect(message).toMatch(/BITCRAM_TOKEN is missing: [^;]*, or in a secret that SECRET_ID names/);
  expect(message).toMatch(/URL_PUBLICATIONS is missing: [^;]*\(or NOTIFY=off\)/);
  expect(message).toMatch(/SECRET_PUBLICATIONS is missing: [^;]*\(or NOTIFY=off\)/);
});

test('what is wrong or missing is shown an example, where there is one', () => {
  const wrong = refusalOf(() => parseConfig({ USER_DB: 'sync', INSTANCE_DB: 'main' }, database));
  expect(wrong).toContain(
    'INSTANCE_DB must be project:region:instance, such as my-project:southamerica-east1:main',
  );
  const missing = refusalOf(() => parseConfig({ BITCRAM_TOKEN: 't', CHECKOUT: '1' }, source));
  expect(missing).toMatch(/URL_BITCRAM is missing: .*, such as https:\/\/bitcram\.example/);
});

test('a number that is wrong is shown its default, and a checkout where it is found', () => {
  for (const [name, value, shown] of [
    ['PAGE_SIZE', '1.000', '1000'],
    ['HTTP_TIMEOUT_MS', '30s', '30000'],
    ['GUARD_MAX_MISSING_PERCENT', '20 %', '20'],
  ] as const) {
    expect(refusalOf(() => parseConfig({ ...COMPLETE, [name]: value }, EVERYTHING))).toMatch(
      new RegExp(`${name} must be [^;]*, such as ${shown}(;|$)`),
    );
  }
  const noCheckout = refusalOf(() => parseConfig({ ...COMPLETE, CHECKOUT: '' }, EVERYTHING));
  expect(noCheckout).toContain('one of those that `npm run job -- discover` lists');
});

test.each([
  'db.example',
  'db.example.',
  'DB_1',
  '10.0.0.7',
  '0xa.7',
  '::1',
  '::ffff:127.0.0.1',
  'fe80::1%eth0',
])('%s is a host', (HOST_DB) => {
  expect(parseConfig({ ...COMPLETE, HOST_DB }, database).database.host).toBe(HOST_DB);
});

test.each([
  'db.example:3306',
  '127.0.0.1:3306',
  'mysql://db.example',
  'sync@db.example',
  'db.example/shop',
  '"db.example"',
  ' ',
])('%j is no host, and that is said before anybody looks for it', (HOST_DB) => {
  expect(refusalOf(() => parseConfig({ ...COMPLETE, HOST_DB }, database))).toContain(
    'HOST_DB must be a host by its name or IP address alone',
  );
});

test('no value is ever echoed: any of them may be a secret in the wrong place', () => {
  const value = 'hunter2 <secret>';
  const everyVariable = Object.fromEntries(Object.keys(variables).map((name) => [name, value]));
  const refusal = refusalOf(() => parseConfig(everyVariable, EVERYTHING));
  expect(refusal).not.toContain('hunter2');
});

test('an empty variable counts as unset', () => {
  const config = parseConfig(
    { ...COMPLETE, PAGE_SIZE: '', INSTANCE_DB: '', PASSWORD_DB: '' },
    { ...source, ...database },
  );
  expect(config.source.api.pageSizeRows).toBe(1000);
  expect(config.database).toMatchObject({ instance: undefined, password: undefined });
  const message = refusalOf(() => parseConfig({ ...COMPLETE, CHECKOUT: '' }, source));
  expect(message).toContain('CHECKOUT is missing');
});

test('with IAM at a Cloud SQL instance no password is kept, and at any other database it is', () => {
  const env = { ...COMPLETE, AUTH_TYPE_DB: 'IAM', PROJECT_ID: 'shop', PASSWORD_DB_SECRET_ID: 'password' };
  const atInstance = { ...env, INSTANCE_DB: 'shop:southamerica-east1:main' };
  expect(parseConfig({ ...atInstance, PASSWORD_DB: 'x' }, database).database.password).toBeUndefined();
  expect(parseConfig({ ...atInstance, PASSWORD_DB: '' }, database).database.password).toBeUndefined();
  expect(parseConfig({ ...env, PASSWORD_DB: 'x' }, database).database.password).toEqual({
    kind: 'given',
    value: 'x',
  });
});

describe('a command is refused only for variables that it uses', () => {
  test('`migrate` needs no Bitcram and no publications service', () => {
    const env = { USER_DB: 'sync', CHECKOUT: 'nonsense', URL_PUBLICATIONS: 'nonsense' };
    expect(parseConfig(env, database).database.user).toBe('sync');
  });

  test('`discover` needs no checkout', () => {
    const { CHECKOUT: _checkout, ...others } = COMPLETE;
    expect(parseConfig(others, { bitcram: bitcramConfig }).bitcram.baseUrl).toBe('https://shop.example');
    expect(() => parseConfig(others, source)).toSay('CHECKOUT is missing');
  });

  test('with NOTIFY=off the publications service need not be named', () => {
    expect(parseConfig({ NOTIFY: 'off' }, channels).channels).toEqual({ publications: undefined });
    expect(() => parseConfig({ NOTIFY: '' }, channels)).toSay('URL_PUBLICATIONS is missing');
  });

  test('a given token makes the secret unnecessary, and goes before it', () => {
    const both = { ...COMPLETE, PROJECT_ID: 'p', SECRET_ID: 's' };
    expect(parseConfig(both, source).source.api.token).toEqual({ kind: 'given', value: 'a-token' });
    const { token } = parseConfig({ ...both, BITCRAM_TOKEN: '' }, source).source.api;
    expect(token).toEqual({ kind: 'secret-manager', projectId: 'p', secretId: 's', endpoint: undefined });
  });
});

test('procedures are a comma-separated list in order', () => {
  const env = { POST_LOAD_PROCEDURES: 'app.one , app.two' };
  expect(parseConfig(env, { load: loadConfig }).load.postLoadProcedures).toEqual(['app.one', 'app.two']);
});

test.each(['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9', 'https://secrets.example'])(
  'the endpoint %s is taken',
  (endpoint) => {
    const { token } = parseConfig(
      {
        URL_BITCRAM: 'http://b',
        CHECKOUT: '1',
        PROJECT_ID: 'p',
        SECRET_ID: 's',
        SECRET_MANAGER_ENDPOINT: endpoint,
      },
      source,
    ).source.api;
    expect(token).toMatchObject({ endpoint });
  },
);

test.each(['http://127.0.0.1.evil.example', 'http://10.0.0.1', 'ftp://localhost', 'https://user:pass@host'])(
  'the endpoint %s is refused',
  (endpoint) => {
    const env = { USER_DB: 'sync', SQL_ADMIN_ENDPOINT: endpoint };
    expect(() => parseConfig(env, database)).toSay('SQL_ADMIN_ENDPOINT must be an https URL');
  },
);
