import { describe, expect, test } from 'vitest';
import { json } from '../../dev/simulate/server.ts';
import { startJob } from '../support/job.ts';
import { freshRenewal, SECRET } from '../support/renewal.ts';
import { status } from '../support/secret-manager.ts';

const renewal = freshRenewal();

const DENIED = { code: status.PERMISSION_DENIED, details: 'Denied.' };
const ROLE = /give the service account roles\/secretmanager\.secretVersionManager/;

/** The call that fails: its name, or its name and what of. */
function refuse(call: string, refusal = DENIED): () => void {
  return () => {
    renewal.secretManager.watch = (asked, name) =>
      `${asked} ${name}`.startsWith(call) ? refusal : undefined;
  };
}

const answering = (endpoint: string, code: number, body: unknown) => (): void =>
  renewal.bitcram.intercept((request) => (request.endpoint === endpoint ? json(code, body) : undefined));

describe('a renewal that fails', () => {
  test.each<[string, () => void, number, RegExp]>([
    ['looking at the secret', refuse('get'), 78, ROLE],
    ['reading the token', refuse('access'), 78, /secretAccessor/],
    [
      'at a log-in that is refused',
      () => (renewal.bitcram.logIn.password = 'another one'),
      78,
      /check USER_BITCRAM/,
    ],
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
    renewal.keep('the-old-token', 6);
    arrange();
    const { exitCode, report, log } = await renewal.renew();
    expect(exitCode).toBe(code);
    expect(report).toMatchObject({ action: 'failed', version: null, disabled: [] });
    expect(report['reason']).toMatch(words);
    expect(report['reason']).toMatch(/secret bitcram-token was left as it is: |no version was disabled: /);
    expect(log.filter(({ severity }) => severity === 'ERROR')).toHaveLength(1);
    expect(renewal.states()).toEqual(['ENABLED']);
    renewal.expectAWorkingVersion();
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
      () => renewal.secretManager.answer('the-old-token', 'another-token'),
      69,
      /not verified; .* does not hold what was put into it; run `npm run job -- renew-token --if-older-than 0`/,
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
    renewal.keep('the-old-token', 6);
    arrange();
    const { exitCode, report, log } = await renewal.renew();
    expect(exitCode).toBe(code);
    expect(report).toMatchObject({ action: 'failed', version: 2, disabled: [] });
    expect(report['reason']).toMatch(words);
    expect(log.filter(({ severity }) => severity === 'ERROR')).toHaveLength(1);
    expect(renewal.states()).toEqual(['ENABLED', 'ENABLED']);
    renewal.expectAWorkingVersion();
  });

  test('is made good by the next one', async () => {
    renewal.keep('the-old-token', 6);
    refuse('disable')();
    await renewal.renew();
    renewal.secretManager.watch = undefined;
    const { report } = await renewal.renew('--if-older-than', '0');
    expect(report).toMatchObject({ action: 'renewed', version: 3, disabled: [2, 1] });
  });
});

test('Secret Manager may be away for a moment at every call that can be repeated', async () => {
  renewal.keep('the-old-token', 6);
  const met = new Set<string>();
  renewal.secretManager.watch = (call, name) => {
    if (call === 'add' || met.has(`${call} ${name}`)) return undefined;
    met.add(`${call} ${name}`);
    return { code: status.UNAVAILABLE, details: 'in a moment' };
  };
  const { exitCode, stderr, report } = await renewal.renew();
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ action: 'renewed', version: 2, disabled: [1] });
  expect(met.size).toBe(5);
});

test('two renewals at once both end well, and leave the latest version enabled and working', async () => {
  renewal.keep('the-old-token', 6);
  let waiting = 0;
  let meet: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  // Both have looked, logged in and found nothing newer by then: the worst moment there is.
  renewal.secretManager.watch = async (call) => {
    if (call !== 'add') return;
    waiting += 1;
    if (waiting === 2) meet();
    await both;
  };
  const results = await Promise.all([renewal.renew(), renewal.renew()]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(renewal.states()).toHaveLength(3);
  expect(renewal.states().at(0)).toBe('DISABLED');
  expect(renewal.states().at(-1)).toBe('ENABLED');
  expect(renewal.bitcram.tokens).toContain(renewal.tokenOf(3));
  renewal.expectAWorkingVersion();
});

test('who finds that another renewal was faster, and that its token works, adds none', async () => {
  renewal.keep('the-old-token', 6);
  renewal.bitcram.intercept(({ endpoint }) => {
    if (endpoint === 'checkouts' && renewal.states().length === 1) renewal.keep('the-token-of-another', 0);
  });
  expect((await renewal.renew()).report).toMatchObject({ action: 'renewed-elsewhere', version: null });
  expect(renewal.states()).toEqual(['ENABLED', 'ENABLED']);
});

test('a log-in that ended the token of another renewal is the one that is kept', async () => {
  renewal.keep('the-old-token', 6);
  renewal.bitcram.intercept(({ endpoint }) => {
    if (endpoint === 'checkouts' && renewal.states().length === 1)
      renewal.secretManager.put('bitcram-token', 'ended-by-ours');
  });
  expect((await renewal.renew()).report).toMatchObject({ action: 'renewed', version: 3, disabled: [2, 1] });
});

test('a token that another log-in ended while it was added disables none: the other one is the good one', async () => {
  renewal.keep('the-old-token', 6);
  renewal.secretManager.watch = (call) => {
    if (call !== 'add') return;
    renewal.bitcram.tokens.clear();
    renewal.keep('the-token-of-another', 0);
  };
  const { exitCode, report } = await renewal.renew();
  expect(exitCode).toBe(69);
  expect(report).toMatchObject({ action: 'failed', version: 3, disabled: [] });
  expect(report['reason']).toMatch(
    /ended by another log-in; run `npm run job -- renew-token --if-older-than 0`/,
  );
  expect(renewal.states()).toEqual(['ENABLED', 'ENABLED', 'ENABLED']);
  renewal.expectAWorkingVersion();
});

test('stopped between adding and reading back, it ends at once and the old version stays', async () => {
  renewal.keep('the-old-token', 6);
  const job = startJob(['renew-token', '--json'], renewal.env);
  renewal.secretManager.watch = async (call, name) => {
    if (call !== 'access' || !name.endsWith('/2')) return;
    job.process.kill('SIGTERM');
    await new Promise(() => undefined);
  };
  const { exitCode, stdout } = await job.done;
  expect(exitCode).toBe(143);
  expect(JSON.parse(stdout)).toMatchObject({ action: 'failed', version: 2, disabled: [] });
  expect(renewal.states()).toEqual(['ENABLED', 'ENABLED']);
});
