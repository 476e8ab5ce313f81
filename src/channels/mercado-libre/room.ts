import { orAborted } from '../../platform/lifecycle.ts';
import { byHand } from '../asking.ts';
import type { Marketplace, Opening } from '../marketplace.ts';
import { type MercadoLibreConfig, mercadoLibreConfig } from './config.ts';
import type { Credentials } from './tokens.ts';

export const config = mercadoLibreConfig;

const TIMEOUT_MS = 10_000;

/** What talks to Mercado Libre is loaded with the first account that is opened. */
export async function open(job: Opening<MercadoLibreConfig>): Promise<Marketplace> {
  const { config: given, signal, scope, shared } = job;
  const [{ createMercadoLibre }, credentials] = await Promise.all([
    import('./mercado-libre.ts'),
    orAborted(credentialsOf(job), signal),
  ]);
  const meli = createMercadoLibre({ ...given, credentials, timeoutMs: TIMEOUT_MS, signal, shared });
  scope.defer(() => meli.close());
  return meli;
}

async function credentialsOf(job: Opening<MercadoLibreConfig>): Promise<Credentials> {
  const {
    config: { credentials },
    secrets,
    log,
  } = job;
  if (credentials.kind === 'token') return byHand(secrets, credentials.secret);
  const { inDatabase, inSecretManager } = await import('./refresh-token.ts');
  const { clientId, refreshToken } = credentials;
  return {
    clientId,
    clientSecret: await secrets.text(credentials.secret),
    refreshToken:
      refreshToken.kind === 'given'
        ? inDatabase(refreshToken.value)
        : inSecretManager(refreshToken, secrets.manager(refreshToken), log),
  };
}
