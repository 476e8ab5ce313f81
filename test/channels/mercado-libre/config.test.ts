import { expect, test } from 'vitest';
import { mercadoLibreConfig } from '../../../src/channels/mercado-libre/config.ts';
import { parseConfig } from '../../../src/platform/config/config.ts';
import type { Environment } from '../../../src/platform/environment.ts';
import { refusalOf } from '../../support/words.ts';

const ON = { MELI: 'on', NOTIFY: 'off', MELI_TOKEN: 'APP_USR-1' };
const APP = { MELI_CLIENT_ID: '71', MELI_CLIENT_SECRET: 'secret-1', MELI_REFRESH_TOKEN: 'TG-1' };
const read = (env: Environment) => parseConfig(env, { meli: mercadoLibreConfig }).meli;

test('it is off unless it is switched on, whatever else is set', () => {
  expect(read({})).toBeUndefined();
  expect(read({ ...ON, MELI: 'off' })).toBeUndefined();
});

test('a token by hand is enough, and goes before an app', () => {
  expect(read({ ...ON, ...APP })).toEqual({
    url: 'https://api.mercadolibre.com',
    credentials: { kind: 'token', secret: { kind: 'given', value: 'APP_USR-1' } },
    userId: undefined,
    perSecond: 4,
  });
});

test('an app is given by its id, its secret and its first refresh token, which may lie in Secret Manager', () => {
  const { MELI_TOKEN: _, ...rest } = ON;
  expect(read({ ...rest, ...APP })?.credentials).toMatchObject({ kind: 'app', clientId: '71' });
  const there = { MELI_REFRESH_TOKEN: '', MELI_REFRESH_TOKEN_SECRET_ID: 'meli-refresh', PROJECT_ID: 'shop' };
  expect(read({ ...rest, ...APP, ...there })?.credentials).toMatchObject({
    refreshToken: { kind: 'secret-manager', secretId: 'meli-refresh' },
  });
});

test('beside the publications service, which writes there too, it is refused', () => {
  for (const NOTIFY of ['on', undefined]) {
    expect(refusalOf(() => read({ ...ON, NOTIFY }))).toContain('MELI=on and NOTIFY=on');
  }
});

test('what is missing or wrong is named, with what it must be', () => {
  const { MELI_TOKEN: _, ...rest } = ON;
  expect(refusalOf(() => read(rest))).toContain('MELI_TOKEN');
  const { MELI_CLIENT_ID } = APP;
  const missing = refusalOf(() => read({ ...rest, MELI_CLIENT_ID }));
  for (const name of ['MELI_CLIENT_SECRET', 'MELI_REFRESH_TOKEN']) expect(missing).toContain(name);
  expect(refusalOf(() => read({ ...ON, MELI_RATE: '0' }))).toMatch(/MELI_RATE must be a whole number from 1/);
  expect(refusalOf(() => read({ ...ON, MELI_URL: 'http://meli.example' }))).toMatch(
    /MELI_URL must be .*https/,
  );
});
