import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Server, json, send, serve } from '../../dev/simulate/server.ts';
import {
  type SecretAnswer,
  type SecretManager,
  startSecretManager,
  status,
} from '../support/secret-manager.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let secretManager: SecretManager;
/** What Google's libraries would ask about the machine they run on. */
let metadataServer: Server;

beforeEach(async () => {
  [shop, secretManager, metadataServer] = await Promise.all([
    openShop(),
    startSecretManager(),
    serve(async (_req, res) => void send(res, json(404, {})), 0),
  ]);
  delete shop.env['BITCRAM_TOKEN'];
  Object.assign(shop.env, {
    PROJECT_ID: 'shop',
    SECRET_ID: 'bitcram-token',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    GCE_METADATA_HOST: new URL(metadataServer.url).host,
  });
  shop.bitcram.tokens.clear();
  shop.bitcram.tokens.add('the-good-token');
  shop.bitcram.setCatalogue([1, 2, 3].map((id) => ({ product_id: id, price: 10 * id })));
});
afterEach(async () => {
  secretManager.close();
  await Promise.all([shop.close(), metadataServer.close()]);
});

test('the token comes from the latest version of the secret, and is never printed', async () => {
  secretManager.answer('the-good-token\n');
  shop.env['LOG_LEVEL'] = 'trace';
  const { exitCode, stderr, stdout, report } = await shop.run('sync', '--json');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3 });
  expect(secretManager.asked).toEqual(['projects/shop/secrets/bitcram-token/versions/latest']);
  expect(stderr + stdout).not.toContain('the-good-token');
  expect(metadataServer.traffic.requests).toBe(0);
});

test('a given token wins, and the secret is not asked for', async () => {
  shop.env['BITCRAM_TOKEN'] = 'the-good-token';
  expect((await shop.run('sync')).exitCode).toBe(0);
  expect(secretManager.asked).toEqual([]);
});

test('a token that was renewed in the secret while the job was starting is fetched again, once', async () => {
  secretManager.answer('an-aged-token', 'the-good-token');
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(secretManager.asked).toHaveLength(2);
});

test('a token that ends in the middle of a run is fetched again, once for all the requests that it fails', async () => {
  secretManager.answer('the-first-token', 'the-good-token');
  shop.bitcram.tokens.add('the-first-token');
  shop.env['PAGE_SIZE'] = '1';
  shop.bitcram.intercept(({ endpoint, page }) => {
    if (endpoint === 'price_list' && page === 2) shop.bitcram.tokens.delete('the-first-token');
  });
  const { exitCode, stderr, report } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ fetched: 3, inserted: 3 });
  expect(secretManager.asked).toHaveLength(2);
});

test.each(['“pasted”', 'two words', 'a line\nand another'])(
  'a token that no request can carry is wrong configuration, and nobody is asked with it: %j',
  async (token) => {
    secretManager.answer(token);
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(78);
    expect(report.reason).toMatch(
      /^the Bitcram token has a space or a character .*; put the token alone into/,
    );
    expect(shop.bitcram.requests).toEqual([]);
  },
);

test('a token that is refused twice ends the run: somebody has to renew it', async () => {
  secretManager.answer('an-aged-token', 'another-aged-token');
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report.reason).toMatch(/Bitcram refuses the token \(401 to GET .*\); .* log in again/);
  expect(secretManager.asked).toHaveLength(2);
});

test.each<[string, SecretAnswer, number, string]>([
  [
    'does not exist',
    { code: status.NOT_FOUND, details: 'Secret not found.' },
    78,
    'correct PROJECT_ID and the variable',
  ],
  ['may not be read', { code: status.PERMISSION_DENIED, details: 'Denied.' }, 78, 'roles/secretmanager'],
  ['arrives damaged', { payload: Buffer.from('the-good-token'), crc32c: '7' }, 69, 'checksum'],
])('a secret that %s ends the run with one line that names it', async (_what, answer, code, words) => {
  secretManager.answer(answer);
  const { exitCode, report, log } = await shop.run('sync');
  expect(exitCode).toBe(code);
  expect(report.reason).toContain('bitcram-token');
  expect(report.reason).toContain(words);
  expect(log.filter(({ severity, event }) => severity === 'ERROR' && event === undefined)).toHaveLength(1);
  expect(shop.bitcram.requests).toEqual([]);
});

test('without any credentials of Google the run ends in order, and says how to log in', async () => {
  // Credentials are asked for only where they can travel.
  shop.env['SECRET_MANAGER_ENDPOINT'] = 'https://127.0.0.1:9';
  shop.env['METADATA_SERVER_DETECTION'] = 'none';
  const { exitCode, report, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(78);
  expect(report.reason).toMatch(/secret bitcram-token .* credentials.*; log in with .*secretAccessor/);
});

describe('where the log-in is known', () => {
  beforeEach(() => {
    secretManager.put('bitcram-token', 'an-aged-token', 2);
    secretManager.put('bitcram-password', 'simulated-password');
    Object.assign(shop.env, { USER_BITCRAM: 'sync', PASSWORD_BITCRAM_SECRET_ID: 'bitcram-password' });
  });

  const logIns = () => shop.bitcram.requests.filter(({ endpoint }) => endpoint === 'auth').length;
  const states = () => secretManager.versions('bitcram-token').map(({ state }) => state);

  test('a refused token is renewed once for all, however young it is, and the run goes on', async () => {
    shop.env['LOG_LEVEL'] = 'trace';
    const { exitCode, stderr, report } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ inserted: 3 });
    expect(logIns()).toBe(1);
    expect(states()).toEqual(['DISABLED', 'ENABLED']);
    const renewed = String(secretManager.versions('bitcram-token')[1]?.data);
    expect(shop.bitcram.tokens).toContain(renewed);
    for (const secret of [renewed, 'an-aged-token', 'simulated-password']) {
      expect(stderr).not.toContain(secret);
    }
  });

  test('a token that no request can carry is renewed like one that is refused', async () => {
    secretManager.put('bitcram-token', '“pasted”', 1);
    const { exitCode, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(states()).toEqual(['DISABLED', 'DISABLED', 'ENABLED']);
  });

  test('a token that ends in the middle of a run is renewed once for all the requests that it fails', async () => {
    shop.bitcram.tokens.add('an-aged-token');
    shop.env['PAGE_SIZE'] = '1';
    shop.bitcram.intercept(({ endpoint, page }) => {
      if (endpoint === 'price_list' && page === 2) shop.bitcram.tokens.delete('an-aged-token');
    });
    const { exitCode, stderr, report } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ fetched: 3, inserted: 3 });
    expect(logIns()).toBe(1);
    expect(states()).toEqual(['DISABLED', 'ENABLED']);
  });

  test('one that the secret has newer is taken without a log-in, and one that works is never replaced', async () => {
    secretManager.answer('an-aged-token', 'the-good-token');
    expect((await shop.run('sync')).exitCode).toBe(0);
    expect((await shop.run('sync')).exitCode).toBe(0);
    expect(logIns()).toBe(0);
    expect(states()).toEqual(['ENABLED']);
  });

  test('a right that is missing for one list costs no new token', async () => {
    secretManager.put('bitcram-token', 'the-good-token');
    shop.bitcram.intercept(({ endpoint }) => (endpoint === 'price_list' ? json(403, {}) : undefined));
    const { exitCode, report } = await shop.run('sync');
    expect(exitCode).toBe(78);
    expect(report.reason).toContain('Bitcram refuses the token (403 to GET');
    expect(logIns()).toBe(0);
  });

  test('a refused log-in ends the run with one line and changes nothing', async () => {
    secretManager.put('bitcram-password', 'a-wrong-password');
    const { exitCode, report, log } = await shop.run('sync');
    expect(exitCode).toBe(78);
    expect(report.reason).toMatch(/was left as it is: Bitcram refuses the log-in \(401 .*check USER_BITCRAM/);
    expect(log.filter(({ severity, event }) => severity === 'ERROR' && event === undefined)).toHaveLength(1);
    expect(states()).toEqual(['ENABLED']);
  });

  test('older versions that cannot be disabled cost a warning, not the run', async () => {
    secretManager.watch = (call) =>
      call === 'disable' ? { code: status.PERMISSION_DENIED, details: 'Denied.' } : undefined;
    const { exitCode, stderr, log } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    const warnings = log.filter(({ severity }) => severity === 'WARNING');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.['message']).toMatch(/renewed as version 2 .* left enabled: .*secretVersionManager/);
  });
});
