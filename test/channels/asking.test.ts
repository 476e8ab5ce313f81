import { afterEach, beforeEach, expect, test } from 'vitest';
import { byHand } from '../../src/channels/asking.ts';
import { openSecrets } from '../../src/platform/secrets/secrets.ts';
import { itemOf, mercadoLibreBeforeEach } from '../support/mercado-libre.ts';
import { type SecretManager, startSecretManager } from '../support/secret-manager.ts';

const meli = mercadoLibreBeforeEach();
let scope: AsyncDisposableStack;
let secretManager: SecretManager;
beforeEach(async () => {
  scope = new AsyncDisposableStack();
  secretManager = await startSecretManager();
});
afterEach(async () => {
  await scope.disposeAsync();
  secretManager.close();
});

const openTokens = () => openSecrets([], new AbortController().signal, scope);
const inManager = () =>
  ({
    kind: 'secret-manager',
    ...{ projectId: 'shop', secretId: 'token', endpoint: secretManager.endpoint },
  }) as const;

test('a token from Secret Manager is asked for once, and again is what the secret holds by then', async () => {
  secretManager.put('token', 'first');
  const secrets = openTokens();
  const { token, again } = await byHand(secrets, inManager());
  secretManager.put('token', 'second');
  expect([token, await secrets.text(inManager())]).toEqual(['first', 'first']);
  expect([await again?.(), await secrets.text(inManager())]).toEqual(['second', 'second']);
  expect(secretManager.asked).toHaveLength(2);
});

test('a token that the environment gives is the same for as long as the process lives', async () => {
  expect(await byHand(openTokens(), { kind: 'given', value: 'first' })).toEqual({ token: 'first' });
});

test('Mercado Libre is asked with the token that replaced the refused one', async () => {
  const item = meli.store.add({ available: 4 });
  secretManager.put('token', 'APP_USR-ended');
  const marketplace = meli.open({ credentials: await byHand(openTokens(), inManager()) });
  expect(await marketplace.read([itemOf(item)])).toMatchObject([{ kind: 'denied' }]);
  secretManager.put('token', meli.simulator.token);
  expect(await marketplace.read([itemOf(item)])).toMatchObject([{ kind: 'active', quantity: 4 }]);
});
