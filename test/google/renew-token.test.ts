import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BitcramSimulator, startBitcram } from '../../dev/simulate/bitcram.ts';
import { json } from '../../dev/simulate/server.ts';
import { runJob, startJob } from '../support/job.ts';
import { type SecretManager, startSecretManager, status } from '../support/secret-manager.ts';

const SECRET = 'projects/shop/secrets/bitcram-token';
let bitcram: BitcramSimulator;
let secretManager: SecretManager;
let env: Record<string, string>;

beforeEach(async () => {
  [bitcram, secretManager] = await Promise.all([startBitcram({ tokens: [] }), startSecretManager()]);
  bitcram.logIn.username = 'el-depósito@shop.example';
  bitcram.logIn.password = 'contraseña "larga" <&>';
  env = {
    URL_BITCRAM: bitcram.url,
    PROJECT_ID: 'shop',
    SECRET_ID: 'bitcram-token',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    USER_BITCRAM: bitcram.logIn.username,
    PASSWORD_BITCRAM: bitcram.logIn.password,
    HTTP_ATTEMPTS: '2',
    LOG_LEVEL: 'trace',
  };
});
afterEach(async () => {
  secretManager.close();
  await bitcram.close();
});

/** A version whose token works. */
function keep(token: string, ageDays: number): void {
  secretManager.put('bitcram-token', token, ageDays);
  bitcram.tokens.add(token);
}

const states = (): string[] => secretManager.versions('bitcram-token').map(({ state }) => state);
const tokenOf = (version: number): string =>
  String(secretManager.versions('bitcram-token')[version - 1]?.data);

/** Runs it, and checks what holds however it ends: an enabled version works, and no credential is printed. */
async function renew(...args: string[]) {
  const result = await runJob(['renew-token', '--json', ...args], env);
  const report = JSON.parse(result.stdout) as Record<string, unknown>;
  expect(report['exit_code']).toBe(result.exitCode);
  const printed = result.stdout + result.stderr;
  const secrets = [
    ...bitcram.tokens,
    bitcram.logIn.username,
    'el-depósito',
    bitcram.logIn.password,
    'contrase',
  ];
  for (const secret of secrets) expect(printed).not.toContain(secret);
  return { ...result, report };
}

function expectAWorkingVersion(): void {
  const good = secretManager
    .versions('bitcram-token')
    .filter(({ state, data }) => state === 'ENABLED' && bitcram.tokens.has(String(data)));
  expect(good.length).toBeGreaterThan(0);
}

describe('a token', () => {
  test('of 5 days is replaced: logged in, tried, added, read back, and only then the older ones disabled', async () => {
    keep('the-oldest-token', 20);
    keep('the-old-token', 5);
    const { exitCode, report, stderr, log } = await renew();
    expect(exitCode, stderr).toBe(0);
    expect(report).toEqual({
      event: 'token.renewal',
      action: 'renewed',
      secret: 'bitcram-token',
      age_days: 5,
      previous_version: 2,
      version: 3,
      disabled: [2, 1],
      exit_code: 0,
      reason: null,
    });
    expect(log.at(-1)).toMatchObject({ severity: 'INFO', event: 'token.renewal', version: 3 });
    expect(states()).toEqual(['DISABLED', 'DISABLED', 'ENABLED']);
    expect(bitcram.tokens).toContain(tokenOf(3));
    expect(bitcram.requests.map(({ endpoint }) => endpoint)).toEqual(['auth', 'checkouts']);
    expect(secretManager.calls).toEqual([
      `get ${SECRET}/versions/latest`,
      `access ${SECRET}/versions/2`,
      `get ${SECRET}/versions/latest`,
      `add ${SECRET}`,
      `access ${SECRET}/versions/3`,
      `list ${SECRET}`,
      `disable ${SECRET}/versions/2`,
      `disable ${SECRET}/versions/1`,
    ]);
  });

  test.each([
    ['younger than 5 days', 4.9, []],
    ['younger than the days that were said', 6, ['--if-older-than', '6.5']],
  ])('%s is left alone', async (_age, ageDays, args) => {
    keep('the-token', ageDays);
    const { exitCode, report } = await renew(...args);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ action: 'young', age_days: ageDays, version: null });
    expect(bitcram.requests).toEqual([]);
    expect(states()).toEqual(['ENABLED']);
  });

  test('of any age is replaced with `--if-older-than 0`', async () => {
    keep('the-token', 0);
    expect((await renew('--if-older-than', '0')).report).toMatchObject({ action: 'renewed', version: 2 });
  });

  test('that is disabled, or was never there, is replaced whatever its age', async () => {
    keep('the-token', 1);
    secretManager.versions('bitcram-token')[0]!.state = 'DISABLED';
    expect((await renew()).report).toMatchObject({ action: 'renewed', version: 2, disabled: [] });
    secretManager.versions('bitcram-token').length = 0;
    const { report } = await renew();
    expect(report).toMatchObject({ action: 'renewed', age_days: null, previous_version: null, version: 1 });
  });

  test('is not stored twice where Bitcram gives the same one again: it is no younger for it', async () => {
    keep('the-token', 6);
    bitcram.intercept(({ endpoint }) =>
      endpoint === 'auth' ? json(200, { token: 'the-token' }) : undefined,
    );
    const { exitCode, report, log } = await renew();
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ action: 'same-token', version: null });
    expect(log.at(-1)).toMatchObject({ severity: 'WARNING' });
    expect(states()).toEqual(['ENABLED']);
  });

  test('is had with a password from its secret', async () => {
    keep('the-token', 6);
    delete env['PASSWORD_BITCRAM'];
    env['PASSWORD_BITCRAM_SECRET_ID'] = 'bitcram-password';
    secretManager.put('bitcram-password', `${bitcram.logIn.password}\n`);
    expect((await renew()).report).toMatchObject({ action: 'renewed', version: 2 });
  });
});

const DENIED = { code: status.PERMISSION_DENIED, details: 'Denied.' };
const ROLE = /give the service account roles\/secretmanager\.secretVersionManager/;

/** The call that fails: its name, or its name and what of. */
function refuse(call: string, refusal = DENIED): () => void {
  return () => {
    secretManager.watch = (asked, name) => (`${asked} ${name}`.startsWith(call) ? refusal : undefined);
  };
}

const answering = (endpoint: string, code: number, body: unknown) => (): void =>
  bitcram.intercept((request) => (request.endpoint === endpoint ? json(code, body) : undefined));

describe('a renewal that fails', () => {
  test.each<[string, () => void, number, RegExp]>([
    ['looking at the secret', refuse('get'), 78, ROLE],
    ['reading the token', refuse('access'), 78, /secretAccessor/],
    ['at a log-in that is refused', () => (bitcram.logIn.password = 'another one'), 78, /check USER_BITCRAM/],
    ['at a log-in that fails', answering('auth', 500, 'contraseña'), 69, /answers 500 to POST/],
    [
      'at a log-in without a token',
      answering('auth', 200, { user: 'contraseña' }),
      65,
      /without a usable token/,
    ],
    ['at a token of two lines', answering('auth', 200, { token: 'a\nb' }), 65, /without a usable token/],
    ['at a wrong address', answering('auth', 404, ''), 78, /check URL_BITCRAM/],
    [
      'at a new token that is refused',
      answering('checkouts', 403, ''),
      78,
      /gave a new token and refuses it/,
    ],
    ['at a page for people', answering('checkouts', 200, '<html>'), 65, /without a list of items/],
    ['adding a version', refuse('add'), 78, ROLE],
  ])('%s leaves the secret as it is', async (_where, arrange, code, words) => {
    keep('the-old-token', 6);
    arrange();
    const { exitCode, report, log } = await renew();
    expect(exitCode).toBe(code);
    expect(report).toMatchObject({ action: 'failed', version: null, disabled: [] });
    expect(report['reason']).toMatch(words);
    expect(report['reason']).toMatch(/secret bitcram-token was left as it is: |no version was disabled: /);
    expect(log.filter(({ severity }) => severity === 'ERROR')).toHaveLength(1);
    expect(states()).toEqual(['ENABLED']);
    expectAWorkingVersion();
  });

  test.each<[string, () => void, number, RegExp]>([
    [
      'reading it back',
      refuse(`access ${SECRET}/versions/2`),
      78,
      /is version 2 .* but not verified; .* left enabled/,
    ],
    [
      'at a token that came back otherwise',
      () => secretManager.answer('the-old-token', 'another-token'),
      69,
      /not verified; .* does not hold what was put into it; run `renew-token --if-older-than 0`/,
    ],
    [
      'listing the older versions',
      refuse('list'),
      78,
      /renewed as version 2 .* left enabled: .* list the versions/,
    ],
    [
      'disabling the older version',
      refuse('disable'),
      78,
      /renewed as version 2 .* left enabled: .* disable version 1/,
    ],
  ])('%s leaves the old version enabled, and says what was done', async (_where, arrange, code, words) => {
    keep('the-old-token', 6);
    arrange();
    const { exitCode, report, log } = await renew();
    expect(exitCode).toBe(code);
    expect(report).toMatchObject({ action: 'failed', version: 2, disabled: [] });
    expect(report['reason']).toMatch(words);
    expect(log.filter(({ severity }) => severity === 'ERROR')).toHaveLength(1);
    expect(states()).toEqual(['ENABLED', 'ENABLED']);
    expectAWorkingVersion();
  });

  test('is made good by the next one', async () => {
    keep('the-old-token', 6);
    refuse('disable')();
    await renew();
    secretManager.watch = undefined;
    const { report } = await renew('--if-older-than', '0');
    expect(report).toMatchObject({ action: 'renewed', version: 3, disabled: [2, 1] });
  });
});

test('Secret Manager may be away for a moment at every call that can be repeated', async () => {
  keep('the-old-token', 6);
  const met = new Set<string>();
  secretManager.watch = (call, name) => {
    if (call === 'add' || met.has(`${call} ${name}`)) return undefined;
    met.add(`${call} ${name}`);
    return { code: status.UNAVAILABLE, details: 'in a moment' };
  };
  const { exitCode, stderr, report } = await renew();
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ action: 'renewed', version: 2, disabled: [1] });
  expect(met.size).toBe(5);
});

test('an unknown secret is known before anybody logs in', async () => {
  const { exitCode, report } = await renew();
  expect(exitCode).toBe(78);
  expect(report['reason']).toMatch(/secret bitcram-token .* not found.*; create the secret/);
  expect(bitcram.requests).toEqual([]);
});

test('two renewals at once both end well, and leave the latest version enabled and working', async () => {
  keep('the-old-token', 6);
  let waiting = 0;
  let meet: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  // Both have looked, logged in and found nothing newer by then: the worst moment there is.
  secretManager.watch = async (call) => {
    if (call !== 'add') return;
    waiting += 1;
    if (waiting === 2) meet();
    await both;
  };
  const results = await Promise.all([renew(), renew()]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(states()).toHaveLength(3);
  expect(states().at(0)).toBe('DISABLED');
  expect(states().at(-1)).toBe('ENABLED');
  expect(bitcram.tokens).toContain(tokenOf(3));
  expectAWorkingVersion();
});

test('who finds that another renewal was faster, and that its token works, adds none', async () => {
  keep('the-old-token', 6);
  bitcram.intercept(({ endpoint }) => {
    if (endpoint === 'checkouts' && states().length === 1) keep('the-token-of-another', 0);
  });
  expect((await renew()).report).toMatchObject({ action: 'renewed-elsewhere', version: null });
  expect(states()).toEqual(['ENABLED', 'ENABLED']);
});

test('a log-in that ended the token of another renewal is the one that is kept', async () => {
  keep('the-old-token', 6);
  bitcram.intercept(({ endpoint }) => {
    if (endpoint === 'checkouts' && states().length === 1)
      secretManager.put('bitcram-token', 'ended-by-ours');
  });
  expect((await renew()).report).toMatchObject({ action: 'renewed', version: 3, disabled: [2, 1] });
});

test('stopped between adding and reading back, it ends at once and the old version stays', async () => {
  keep('the-old-token', 6);
  const job = startJob(['renew-token', '--json'], env);
  secretManager.watch = async (call, name) => {
    if (call !== 'access' || !name.endsWith('/2')) return;
    job.process.kill('SIGTERM');
    await new Promise(() => undefined);
  };
  const { exitCode, stdout } = await job.done;
  expect(exitCode).toBe(143);
  expect(JSON.parse(stdout)).toMatchObject({ action: 'failed', version: 2, disabled: [] });
  expect(states()).toEqual(['ENABLED', 'ENABLED']);
});

test('what is missing or wrong is named at once, and nobody is asked', async () => {
  for (const name of ['PROJECT_ID', 'SECRET_ID', 'USER_BITCRAM', 'PASSWORD_BITCRAM']) delete env[name];
  env['BITCRAM_TOKEN'] = 'given-by-hand';
  const { exitCode, report } = await renew();
  expect(exitCode).toBe(78);
  for (const name of ['PROJECT_ID', 'SECRET_ID', 'USER_BITCRAM', 'PASSWORD_BITCRAM']) {
    expect(report['reason']).toContain(`${name} is missing`);
  }
  expect(secretManager.calls).toEqual([]);
  expect((await runJob(['renew-token', '--if-older-than', 'soon'], env)).exitCode).toBe(64);
});
