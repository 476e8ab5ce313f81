import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { SIMULATED_SECRET } from '../../dev/simulate/publications.ts';
import { type SecretManager, startSecretManager, status } from '../support/secret-manager.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let secretManager: SecretManager;
const user = `t_${randomBytes(5).toString('hex')}`;
/** Some test servers let their own user in without one. */
const password = `pw-${randomBytes(12).toString('hex')}`;

beforeEach(async () => {
  [shop, secretManager] = await Promise.all([openShop(), startSecretManager()]);
  await shop.schema.query(`CREATE USER '${user}'@'%' IDENTIFIED BY ?`, [password]);
  await shop.schema.query(`GRANT ALL ON ${shop.schema.name}.* TO '${user}'@'%'`);
  for (const name of ['BITCRAM_TOKEN', 'PASSWORD_DB', 'SECRET_PUBLICATIONS']) delete shop.env[name];
  Object.assign(shop.env, {
    USER_DB: user,
    PROJECT_ID: 'shop',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    SECRET_ID: 'bitcram-token',
    PASSWORD_DB_SECRET_ID: 'database-password',
    SECRET_PUBLICATIONS_SECRET_ID: 'webhook-secret',
  });
  secretManager.put('bitcram-token', SIMULATED_TOKEN);
  secretManager.put('database-password', password);
  secretManager.put('webhook-secret', SIMULATED_SECRET);
  shop.bitcram.setCatalogue([1, 2, 3].map((id) => ({ product_id: id, price: 10 * id })));
});
afterEach(async () => {
  secretManager.close();
  await shop.schema.query(`DROP USER IF EXISTS '${user}'@'%'`);
  await shop.close();
});

const fail = (secretId: string, code: status, times = Infinity): void => {
  let left = times;
  secretManager.watch = (_call, name) => {
    if (!name.includes(`/${secretId}/`) || left === 0) return undefined;
    left -= 1;
    return { code, details: 'Said so.' };
  };
};

test('a run takes its three secrets at once, and prints none of them', async () => {
  let here = 0;
  let meet: () => void = () => undefined;
  const three = new Promise<void>((resolve) => {
    meet = resolve;
  });
  // Nobody is answered before all have asked.
  secretManager.watch = async () => {
    here += 1;
    if (here === 3) meet();
    await three;
  };
  shop.env['LOG_LEVEL'] = 'trace';
  const { exitCode, stderr, stdout, report } = await shop.run('sync', '--json');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3, delivered: 3 });
  expect(secretManager.calls).toHaveLength(3);
  for (const secret of [SIMULATED_TOKEN, SIMULATED_SECRET, password]) {
    expect(stdout + stderr).not.toContain(secret);
  }
});

test.each(['bitcram-token', 'database-password', 'webhook-secret'])(
  'a moment without Secret Manager at %s does not end the run',
  async (secretId) => {
    fail(secretId, status.UNAVAILABLE, 2);
    const { exitCode, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(secretManager.calls).toHaveLength(5);
  },
);

test.each<[string, boolean, boolean]>([
  ['database-password', false, false],
  ['bitcram-token', true, false],
  ['webhook-secret', true, true],
])(
  'a run that may not read %s says so in one line with the role, and does what it can',
  async (secretId, recorded, loaded) => {
    fail(secretId, status.PERMISSION_DENIED);
    const { exitCode, report, log } = await shop.run('sync');
    expect(exitCode).toBe(78);
    expect(report.reason).toBe(
      `cannot read the secret ${secretId} of project shop: 7 PERMISSION_DENIED: Said so.; ` +
        'give the service account roles/secretmanager.secretAccessor on it',
    );
    expect(log.filter(({ severity, event }) => severity === 'ERROR' && event === undefined)).toHaveLength(1);
    expect(report['loaded']).toBe(loaded);
    expect(report.pending).toBe(loaded ? 3 : 0);
    expect(await shop.schema.query('SELECT run_id FROM sync_run')).toHaveLength(recorded ? 1 : 0);
  },
);

test('Secret Manager away for good ends the run in time, with one line', async () => {
  fail('database-password', status.UNAVAILABLE);
  const startedMs = performance.now();
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(69);
  expect(report.reason).toMatch(/^cannot read the secret database-password of project shop: [^\n]*$/);
  expect(performance.now() - startedMs).toBeLessThan(30_000);
});

test('a value that is given goes before its secret', async () => {
  const given = {
    PASSWORD_DB: password,
    SECRET_PUBLICATIONS: SIMULATED_SECRET,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
  };
  Object.assign(shop.env, given);
  expect((await shop.run('sync')).exitCode).toBe(0);
  expect(secretManager.calls).toEqual([]);
});

test('`doctor` names each secret with what it is for', async () => {
  Object.assign(shop.env, { USER_BITCRAM: 'sync', PASSWORD_BITCRAM_SECRET_ID: 'bitcram-password' });
  secretManager.put('bitcram-password', 'simulated-password');
  secretManager.put('bitcram-token', SIMULATED_TOKEN, 3);
  const sound = await shop.run('doctor');
  expect(sound.exitCode, sound.stdout).toBe(0);
  for (const said of [
    'token: read from secret bitcram-token',
    'token renewal: password: read from secret bitcram-password',
    'token renewal: versions: version 2 of secret bitcram-token is 3 days old',
    'database: password: read from secret database-password',
    'publications: secret: read from secret webhook-secret',
  ]) {
    expect(sound.stdout).toContain(`ok      ${said}\n`);
  }
  expect(shop.bitcram.requests.map(({ endpoint }) => endpoint)).not.toContain('auth');

  secretManager.watch = () => ({ code: status.PERMISSION_DENIED, details: 'Said so.' });
  const unsound = await shop.run('doctor');
  expect(unsound.exitCode).toBe(78);
  expect(unsound.stdout.match(/^FAILED  .*/gm)?.map((line) => line.replace(/: cannot .*/, ''))).toEqual([
    'FAILED  token',
    'FAILED  token renewal: password',
    'FAILED  token renewal: versions',
    'FAILED  database: password',
    'FAILED  publications: secret',
  ]);
  expect(unsound.stdout.match(/roles\/secretmanager\.\w+/g)?.sort()).toEqual([
    ...Array<string>(4).fill('roles/secretmanager.secretAccessor'),
    'roles/secretmanager.secretVersionManager',
  ]);
});
