import { afterEach, beforeEach, expect, test } from 'vitest';
import { sharedReceiver } from '../support/receiver.ts';
import { type SecretManager, startSecretManager, status } from '../support/secret-manager.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let secretManager: SecretManager;
const BEARER = 's3cr3t-bearer';
const receiver = await sharedReceiver();

beforeEach(async () => {
  [shop, secretManager] = await Promise.all([openShop(), startSecretManager()]);
  Object.assign(shop.env, {
    PROJECT_ID: 'shop',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    ALERT_URL_SECRET_ID: 'alert-url',
    ALERT_SECRET_SECRET_ID: 'alert-bearer',
  });
  secretManager.put('alert-url', receiver.url);
  secretManager.put('alert-bearer', BEARER);
  shop.bitcram.setCatalogue([{ product_id: 1, price: 10 }]);
});
afterEach(async () => {
  secretManager.close();
  await shop.close();
});

const bitcramDown = (): void => shop.bitcram.intercept(() => ({ status: 503 }));

test('an alert takes its address and its bearer token from Secret Manager, and prints neither', async () => {
  bitcramDown();
  shop.env['LOG_LEVEL'] = 'trace';
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(69);
  expect(receiver.alerts).toMatchObject([{ authorization: `Bearer ${BEARER}` }]);
  expect(stderr).not.toContain(BEARER);
  expect(stderr).not.toContain(receiver.url);
});

test('a run with nothing to tell asks for neither, and neither does one whose values are given', async () => {
  expect((await shop.run('sync')).exitCode).toBe(0);
  bitcramDown();
  Object.assign(shop.env, { ALERT_URL: receiver.url, ALERT_SECRET: BEARER });
  expect((await shop.run('sync')).exitCode).toBe(69);
  expect(receiver.alerts).toHaveLength(1);
  expect(secretManager.calls).toEqual([]);
});

test('an address that is none is a warning, changes no exit code, and is told once it is right', async () => {
  bitcramDown();
  secretManager.put('alert-url', 'nowhere');
  const wrong = await shop.run('sync');
  expect(wrong.exitCode).toBe(69);
  expect(wrong.stderr).toContain('the secret that ALERT_URL_SECRET_ID names holds no http(s) URL');
  secretManager.put('alert-url', receiver.url);
  expect((await shop.run('sync')).exitCode).toBe(69);
  expect(receiver.alerts).toHaveLength(1);
});

test('`doctor` reads both and looks at the address', async () => {
  const sound = await shop.run('doctor');
  expect(sound.exitCode, sound.stdout).toBe(0);
  expect(sound.stdout).toContain('ok      alerts: address: read from secret alert-url\n');
  expect(sound.stdout).toContain('ok      alerts: secret: read from secret alert-bearer\n');

  secretManager.put('alert-url', 'nowhere');
  secretManager.watch = (_call, name) =>
    name.includes('/alert-bearer/') ? { code: status.PERMISSION_DENIED, details: 'Said so.' } : undefined;
  const unsound = await shop.run('doctor');
  expect(unsound.exitCode).toBe(78);
  expect(unsound.stdout).toMatch(/^FAILED {2}alerts: address: the secret that ALERT_URL_SECRET_ID names/m);
  expect(unsound.stdout).toMatch(/^FAILED {2}alerts: secret: cannot read the secret alert-bearer/m);
});
