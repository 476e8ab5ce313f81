import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Shared } from '../../../src/channels/marketplace.ts';
import { createMercadoLibre } from '../../../src/channels/mercado-libre/mercado-libre.ts';
import { inDatabase, inSecretManager } from '../../../src/channels/mercado-libre/refresh-token.ts';
import type { RefreshTokenPlace } from '../../../src/channels/mercado-libre/refresh-token.ts';
import { sharedOf } from '../../../src/channels/shared/index.ts';
import { databaseConfig } from '../../../src/mysql/config.ts';
import { openPool } from '../../../src/mysql/pool.ts';
import { UnavailableError } from '../../../src/platform/errors.ts';
import { parseConfig } from '../../../src/platform/config/config.ts';
import { redact } from '../../../src/platform/redact.ts';
import { openSecrets } from '../../../src/platform/secrets/secrets.ts';
import { booksBeforeEach } from '../../support/ledger.ts';
import { itemOf, mercadoLibreBeforeEach, writeTo } from '../../support/mercado-libre.ts';
import { type SecretManager, startSecretManager, status } from '../../support/secret-manager.ts';
import { DOING, inEnglish, silentLog as log } from '../../support/words.ts';

const meli = mercadoLibreBeforeEach();
const books = booksBeforeEach();
let scope: AsyncDisposableStack;
let secretManager: SecretManager;
beforeEach(async () => {
  scope = new AsyncDisposableStack();
  secretManager = await startSecretManager();
});
afterEach(async () => {
  vi.useRealTimers();
  await scope.disposeAsync();
  secretManager.close();
});

/** One process of the shop, with its own connection. */
function openAsApp(
  place: RefreshTokenPlace,
  signal = new AbortController().signal,
  through = (shared: Shared): Shared => shared,
) {
  const { database } = parseConfig(books.schema.env, { database: databaseConfig });
  const job = { config: { database }, signal, log, scope, secrets: openSecrets([], signal, scope) };
  const { clientId, clientSecret } = meli.simulator.tokens;
  const opened = createMercadoLibre({
    url: meli.simulator.url,
    credentials: { clientId, clientSecret, refreshToken: place },
    ...{ userId: undefined, perSecond: 1000, timeoutMs: 10_000, signal },
    shared: through(sharedOf(openPool(job, 1), 'mercadolibre')),
  });
  scope.defer(() => opened.close());
  return opened;
}

const SECRET = 'meli-refresh';
function inManager(): RefreshTokenPlace {
  const { signal } = new AbortController();
  const reference = {
    kind: 'secret-manager',
    ...{ projectId: 'shop', secretId: SECRET, endpoint: secretManager.endpoint },
  } as const;
  return inSecretManager(reference, openSecrets([], signal, scope).manager(reference), log);
}

const kept = async () => {
  const [row] = await books.schema.query<Record<string, string | null>>('SELECT * FROM channel_token');
  return row ?? {};
};
const isPaused = async (): Promise<boolean> => {
  const rows = await books.schema.query('SELECT 1 FROM channel WHERE paused_at IS NOT NULL');
  return rows.length > 0;
};
const exchanges = () => meli.simulator.tokens.exchanges;
const read = (marketplace: ReturnType<typeof openAsApp>) =>
  marketplace.read([itemOf(meli.store.variants[0] ?? meli.store.add({ available: 4 }))]);

test('an app gets a token for all that it asks, keeps the next refresh token, and hides both', async () => {
  const first = meli.simulator.tokens.refreshToken;
  const marketplace = openAsApp(inDatabase(first));
  const levels = await Promise.all([1, 2, 3].map(() => read(marketplace)));
  expect(levels.flat()).toMatchObject([1, 2, 3].map(() => ({ kind: 'active', quantity: 4 })));
  expect(exchanges()).toEqual(['granted']);
  const { access_token: access, refresh_token: refresh } = await kept();
  expect(access).toBe(meli.simulator.tokens.accessTokens[0]);
  expect(refresh).toBe(meli.simulator.tokens.refreshToken);
  expect(redact(`${access} ${refresh} ${first}`)).toBe('[hidden] [hidden] [hidden]');
});

test('two processes that need a token at once ask for one', async () => {
  const given = meli.simulator.tokens.refreshToken;
  meli.simulator.fail({ fault: 'slow', operation: 'token', delayMs: 300 });
  const processes = [1, 2, 3].map(() => openAsApp(inDatabase(given)));
  const levels = await Promise.all(processes.map(read));
  expect(levels.flat().map(({ kind }) => kind)).toEqual(['active', 'active', 'active']);
  expect(exchanges()).toEqual(['granted']);
});

test('two processes whose token is refused ask for one new one, and what they were writing is written', async () => {
  const given = meli.simulator.tokens.refreshToken;
  const [one, other] = [openAsApp(inDatabase(given)), openAsApp(inDatabase(given))];
  const variants = [meli.store.add({ available: 4 }), meli.store.add({ available: 4 })] as const;
  await Promise.all([read(one), read(other)]);
  meli.simulator.tokens.endAccess();
  const written = await Promise.all([
    one.write([writeTo(variants[0], 7)]),
    other.write([writeTo(variants[1], 8)]),
  ]);
  expect(written).toEqual([[{ kind: 'written' }], [{ kind: 'written' }]]);
  expect(exchanges()).toEqual(['granted', 'granted']);
});

test('a token that ends soon is replaced before it is used', async () => {
  const given = meli.simulator.tokens.refreshToken;
  await read(openAsApp(inDatabase(given)));
  await books.schema.query('UPDATE channel_token SET ends_at = NOW(3) + INTERVAL 290 SECOND');
  expect(await read(openAsApp(inDatabase(given)))).toMatchObject([{ kind: 'active' }]);
  expect(exchanges()).toEqual(['granted', 'granted']);
  expect(meli.simulator.requests.every(({ status: answered }) => answered === 200)).toBe(true);
});

test('the next process goes on with what was kept, and another one that is given goes before it', async () => {
  const given = meli.simulator.tokens.refreshToken;
  await read(openAsApp(inDatabase(given)));
  meli.simulator.tokens.endAccess();
  await books.schema.query('UPDATE channel_token SET ends_at = NOW(3)');
  expect(await read(openAsApp(inDatabase(given)))).toMatchObject([{ kind: 'active' }]);
  meli.simulator.tokens.endRefresh();
  await books.schema.query('UPDATE channel_token SET ends_at = NOW(3)');
  const next = meli.simulator.tokens.refreshToken;
  expect(await read(openAsApp(inDatabase(next)))).toMatchObject([{ kind: 'active' }]);
  expect(exchanges()).toEqual(['granted', 'granted', 'granted']);
});

test('a refresh token that is refused pauses the channel, is told plainly, and is not tried again', async () => {
  const given = meli.simulator.tokens.refreshToken;
  meli.simulator.tokens.endRefresh();
  const [level] = await read(openAsApp(inDatabase(given)));
  expect(level).toMatchObject({ kind: 'denied', fact: 'invalid_grant' });
  const { message, hint } = inEnglish((level as never)['reason']);
  expect(message).toContain('invalid_grant');
  expect(hint).toContain('MELI_REFRESH_TOKEN');
  expect(await isPaused()).toBe(true);
  expect(await read(openAsApp(inDatabase(given)))).toMatchObject([{ kind: 'denied' }]);
  expect(exchanges()).toEqual(['invalid_grant']);
  expect(await read(openAsApp(inDatabase(meli.simulator.tokens.refreshToken)))).toMatchObject([
    { kind: 'active' },
  ]);
});

test('an app that is not known is denied and nothing is paused', async () => {
  const place = inDatabase(meli.simulator.tokens.refreshToken);
  Object.assign(meli.simulator.tokens, { clientSecret: 'another' });
  const marketplace = openAsApp(place);
  Object.assign(meli.simulator.tokens, { clientSecret: 'changed' });
  expect(await read(marketplace)).toMatchObject([{ kind: 'denied' }]);
  expect(exchanges()).toEqual(['invalid_client']);
  expect(await isPaused()).toBe(false);
});

test.each(['503', 'page', 'cut'] as const)(
  'after %s no token is given, and the old one still is good',
  async (fault) => {
    const marketplace = openAsApp(inDatabase(meli.simulator.tokens.refreshToken));
    meli.simulator.fail({ fault, operation: 'token', times: 4 });
    expect(await read(marketplace)).toMatchObject([{ kind: 'unreachable' }]);
    expect(await read(marketplace)).toMatchObject([{ kind: 'active' }]);
    expect(await isPaused()).toBe(false);
  },
);

test('a job that ends while it is given a token keeps it all the same', async () => {
  const ending = new AbortController();
  const given = meli.simulator.tokens.refreshToken;
  const marketplace = openAsApp(inDatabase(given), ending.signal);
  meli.simulator.fail({ fault: 'late', operation: 'token', delayMs: 300, times: 1 });
  const reading = read(marketplace).catch(() => 'ended');
  await expect.poll(() => meli.simulator.requests.length).toBe(1);
  await expect.poll(exchanges).toHaveLength(1);
  ending.abort(new Error('SIGTERM'));
  expect(await reading).toBe('ended');
  expect((await kept())['refresh_token']).toBe(meli.simulator.tokens.refreshToken);
  expect(await read(openAsApp(inDatabase(given)))).toMatchObject([{ kind: 'active' }]);
});

test('a token that the database did not take is kept before it is used, and none is asked for a second time', async () => {
  const given = meli.simulator.tokens.refreshToken;
  let isAway = true;
  const marketplace = openAsApp(inDatabase(given), undefined, (shared) => ({
    ...shared,
    token: {
      ...shared.token,
      change: (work) =>
        shared.token.change(async (before) => {
          const renewed = await work(before);
          if (isAway) throw new UnavailableError(DOING);
          return renewed;
        }),
    },
  }));
  await expect(read(marketplace)).rejects.toThrow();
  await expect(read(marketplace)).rejects.toThrow();
  expect(meli.operations).toEqual(['token']);
  isAway = false;
  expect(await read(marketplace)).toMatchObject([{ kind: 'active' }]);
  expect(exchanges()).toEqual(['granted']);
  expect((await kept())['refresh_token']).toBe(meli.simulator.tokens.refreshToken);
});

test('with Secret Manager the next refresh token is its new version before its access token is used', async () => {
  secretManager.put(SECRET, meli.simulator.tokens.refreshToken);
  secretManager.watch = (call) => {
    if (call === 'add') expect(meli.operations).toEqual(['token']);
  };
  expect(await read(openAsApp(inManager()))).toMatchObject([{ kind: 'active' }]);
  const versions = secretManager.versions(SECRET);
  expect(versions.map(({ state }) => state)).toEqual(['DISABLED', 'ENABLED']);
  expect(String(versions[1]?.data)).toBe(meli.simulator.tokens.refreshToken);
  expect((await kept())['refresh_token']).toBeNull();
  await books.schema.query('UPDATE channel_token SET ends_at = NOW(3)');
  meli.simulator.tokens.endAccess();
  expect(await read(openAsApp(inManager()))).toMatchObject([{ kind: 'active' }]);
  expect(exchanges()).toEqual(['granted', 'granted']);
});

test('a secret that takes no new version loses no token: it is kept in the database until the next time', async () => {
  secretManager.put(SECRET, meli.simulator.tokens.refreshToken);
  secretManager.watch = (call) =>
    call === 'add' ? { code: status.PERMISSION_DENIED, details: 'no' } : undefined;
  expect(await read(openAsApp(inManager()))).toMatchObject([{ kind: 'active' }]);
  expect((await kept())['refresh_token']).toBe(meli.simulator.tokens.refreshToken);
  secretManager.watch = undefined;
  await books.schema.query('UPDATE channel_token SET ends_at = NOW(3)');
  meli.simulator.tokens.endAccess();
  expect(await read(openAsApp(inManager()))).toMatchObject([{ kind: 'active' }]);
  expect((await kept())['refresh_token']).toBeNull();
  expect(String(secretManager.versions(SECRET).at(-1)?.data)).toBe(meli.simulator.tokens.refreshToken);
});
