import { orAborted } from '../../platform/lifecycle.ts';
import { byHand } from '../asking.ts';
import type { Marketplace, Opening } from '../marketplace.ts';
import { type ShopifyConfig, shopifyConfig } from './config.ts';
import type { Credentials } from './tokens.ts';

export const config = shopifyConfig;

const TIMEOUT_MS = 10_000;

/** What talks to Shopify is loaded with the first shop that is opened. */
export async function open(job: Opening<ShopifyConfig>): Promise<Marketplace> {
  const { config: given, signal, scope } = job;
  const [{ createShopify }, credentials] = await Promise.all([
    import('./shopify.ts'),
    orAborted(credentialsOf(job), signal),
  ]);
  const shopify = createShopify({ ...given, credentials, timeoutMs: TIMEOUT_MS, signal });
  scope.defer(() => shopify.close());
  return shopify;
}

async function credentialsOf({ config, secrets }: Opening<ShopifyConfig>): Promise<Credentials> {
  const { credentials } = config;
  if (credentials.kind === 'token') return byHand(secrets, credentials.secret);
  return { clientId: credentials.clientId, clientSecret: await secrets.text(credentials.secret) };
}
