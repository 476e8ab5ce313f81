import { describe, expect, test } from 'vitest';
import { json } from '../../dev/simulate/server.ts';
import { runJob } from '../support/job.ts';
import { freshRenewal, SECRET } from '../support/renewal.ts';

const renewal = freshRenewal();

describe('a token', () => {
  test('of 5 days is replaced: logged in, tried, added, read back, tried again, and only then the older ones disabled', async () => {
    renewal.keep('the-oldest-token', 20);
    renewal.keep('the-old-token', 5);
    const { exitCode, report, stderr, log } = await renewal.renew();
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
      error_code: null,
      reason: null,
    });
    expect(log.at(-1)).toMatchObject({ severity: 'INFO', event: 'token.renewal', version: 3 });
    expect(renewal.states()).toEqual(['DISABLED', 'DISABLED', 'ENABLED']);
    expect(renewal.bitcram.tokens).toContain(renewal.tokenOf(3));
    expect(renewal.bitcram.requests.map(({ endpoint }) => endpoint)).toEqual([
      'auth',
      'checkouts',
      'checkouts',
    ]);
    expect(renewal.secretManager.calls).toEqual([
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
    renewal.keep('the-token', ageDays);
    const { exitCode, report } = await renewal.renew(...args);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ action: 'young', age_days: ageDays, version: null });
    expect(renewal.bitcram.requests).toEqual([]);
    expect(renewal.states()).toEqual(['ENABLED']);
  });

  test('of any age is replaced with `--if-older-than 0`', async () => {
    renewal.keep('the-token', 0);
    expect((await renewal.renew('--if-older-than', '0')).report).toMatchObject({
      action: 'renewed',
      version: 2,
    });
  });

  test('that is disabled, or was never there, is replaced whatever its age', async () => {
    renewal.keep('the-token', 1);
    renewal.secretManager.versions('bitcram-token')[0]!.state = 'DISABLED';
    expect((await renewal.renew()).report).toMatchObject({ action: 'renewed', version: 2, disabled: [] });
    renewal.secretManager.versions('bitcram-token').length = 0;
    const { report } = await renewal.renew();
    expect(report).toMatchObject({ action: 'renewed', age_days: null, previous_version: null, version: 1 });
  });

  test('is not stored twice where Bitcram gives the same one again: it is no younger for it', async () => {
    renewal.keep('the-token', 6);
    renewal.bitcram.intercept(({ endpoint }) =>
      endpoint === 'auth' ? json(200, { token: 'the-token' }) : undefined,
    );
    const { exitCode, report, log } = await renewal.renew();
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ action: 'same-token', version: null });
    expect(log.at(-1)).toMatchObject({ severity: 'WARNING' });
    expect(renewal.states()).toEqual(['ENABLED']);
  });

  test('is renewed with a password from its secret', async () => {
    renewal.keep('the-token', 6);
    delete renewal.env['PASSWORD_BITCRAM'];
    renewal.env['PASSWORD_BITCRAM_SECRET_ID'] = 'bitcram-password';
    renewal.secretManager.put('bitcram-password', `${renewal.bitcram.logIn.password}\n`);
    expect((await renewal.renew()).report).toMatchObject({ action: 'renewed', version: 2 });
  });
});

test('an unknown secret is known before anybody logs in', async () => {
  const { exitCode, report } = await renewal.renew();
  expect(exitCode).toBe(78);
  expect(report['reason']).toMatch(/secret bitcram-token .* not found.*; create the secret/);
  expect(renewal.bitcram.requests).toEqual([]);
});

test('what is missing or wrong is named at once, and nobody is asked', async () => {
  for (const name of ['PROJECT_ID', 'SECRET_ID', 'USER_BITCRAM', 'PASSWORD_BITCRAM'])
    delete renewal.env[name];
  renewal.env['BITCRAM_TOKEN'] = 'given-by-hand';
  const { exitCode, report } = await renewal.renew();
  expect(exitCode).toBe(78);
  for (const name of ['PROJECT_ID', 'SECRET_ID', 'USER_BITCRAM', 'PASSWORD_BITCRAM']) {
    expect(report['reason']).toContain(`${name} is missing`);
  }
  expect(renewal.secretManager.calls).toEqual([]);
  expect((await runJob(['renew-token', '--if-older-than', 'soon'], renewal.env)).exitCode).toBe(64);
});
