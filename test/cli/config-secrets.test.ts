import { expect, test } from 'vitest';
import { alertConfig } from '../../src/alerts/config.ts';
import { channelsConfig } from '../../src/channels/config.ts';
import { allVariables } from '../../src/cli/variables.ts';
import { databaseConfig } from '../../src/mysql/config.ts';
import { parseConfig } from '../../src/platform/config/config.ts';
import { bitcramConfig, renewalConfig, sourceConfig } from '../../src/sources/bitcram/config.ts';
import { COMPLETE, EVERYTHING } from '../support/config.ts';
import { refusalOf } from '../support/words.ts';

const variables = await allVariables();
const database = { database: databaseConfig };
const source = { source: sourceConfig };
const channels = { channels: channelsConfig };

const PLACED = {
  ...COMPLETE,
  BITCRAM_TOKEN: '',
  SECRET_PUBLICATIONS: '',
  PROJECT_ID: 'p',
  SECRET_ID: 'token',
  PASSWORD_DB_SECRET_ID: 'password',
  SECRET_PUBLICATIONS_SECRET_ID: 'webhook',
  USER_BITCRAM: 'sync',
  PASSWORD_BITCRAM_SECRET_ID: 'log-in',
};
const lying = (secretId: string) => ({
  kind: 'secret-manager',
  projectId: 'p',
  secretId,
  endpoint: undefined,
});

test('each secret can lie in Secret Manager', () => {
  expect(parseConfig(PLACED, { ...database, ...channels, ...source })).toMatchObject({
    database: { password: lying('password') },
    channels: { publications: { secret: lying('webhook') } },
    source: {
      api: {
        token: lying('token'),
        renewal: { secret: lying('token'), username: 'sync', password: lying('log-in') },
      },
    },
  });
});

test('every secret has a variable that names its place, and the token has a second one', () => {
  const secrets = Object.keys(variables).filter((name) => variables[name]?.secret !== undefined);
  expect(secrets).toEqual(expect.arrayContaining(['PASSWORD_DB', 'ALERT_URL', 'ALERT_SECRET']));
  for (const name of secrets) expect(variables).toHaveProperty(`${name}_SECRET_ID`);
  const both = { ...PLACED, BITCRAM_TOKEN_SECRET_ID: 'exact' };
  expect(parseConfig({ ...both, SECRET_ID: '' }, source).source.api.token).toEqual(lying('exact'));
  expect(parseConfig(both, source).source.api.token).toEqual(lying('exact'));
  const { secret } = parseConfig({ ...both, SECRET_ID: '' }, { renewal: renewalConfig }).renewal;
  expect(secret).toEqual(lying('exact'));
});

test('alerts find their secrets in their places, and whapi is content with one', () => {
  const env = {
    PROJECT_ID: 'p',
    ALERT_URL_SECRET_ID: 'address',
    ALERT_SECRET_SECRET_ID: 'bearer',
    ALERT_TEMPLATE: 'whapi',
    ALERT_TO: '5491100000000',
  };
  const { alert } = parseConfig(env, { alert: alertConfig });
  expect(alert).toMatchObject({ url: lying('address'), secret: lying('bearer') });
});

test('a secret that is given goes before its place', () => {
  const given = { PASSWORD_DB: 'd', SECRET_PUBLICATIONS: 'w', PASSWORD_BITCRAM: 'l' };
  expect(parseConfig({ ...PLACED, ...given }, { ...database, ...channels, ...source })).toMatchObject({
    database: { password: { kind: 'given', value: 'd' } },
    channels: { publications: { secret: { kind: 'given', value: 'w' } } },
    source: { api: { renewal: { password: { kind: 'given', value: 'l' } } } },
  });
});

test('a place without its project is refused, once, with the way out', () => {
  const message = refusalOf(() => parseConfig({ ...PLACED, PROJECT_ID: '' }, EVERYTHING));
  expect(message.match(/PROJECT_ID is missing/g)).toHaveLength(1);
  const alone = refusalOf(() => parseConfig({ ...PLACED, PROJECT_ID: '' }, database));
  expect(alone).toMatch(/PROJECT_ID is missing: .*\(or PASSWORD_DB\)/);
});

test('half a log-in is refused; with a token given by hand there is nothing to renew', () => {
  const half = { ...PLACED, PASSWORD_BITCRAM_SECRET_ID: '' };
  expect(() => parseConfig(half, source)).toSay(
    'PASSWORD_BITCRAM is missing: it must be a text, or in a secret that PASSWORD_BITCRAM_SECRET_ID names',
  );
  expect(() => parseConfig({ ...PLACED, USER_BITCRAM: '' }, source)).toSay('USER_BITCRAM is missing');
  const byHand = parseConfig({ ...half, BITCRAM_TOKEN: 't' }, source);
  expect(byHand.source.api.renewal).toBeUndefined();
});

test('a renewal needs the secret and the log-in, whatever token is given by hand', () => {
  const message = refusalOf(() => parseConfig(COMPLETE, { renewal: renewalConfig, bitcram: bitcramConfig }));
  for (const name of ['PROJECT_ID', 'SECRET_ID', 'USER_BITCRAM', 'PASSWORD_BITCRAM']) {
    expect(message.match(new RegExp(`${name} is missing: `, 'g'))).toHaveLength(1);
  }
  expect(message).not.toContain('or BITCRAM_TOKEN');
});
