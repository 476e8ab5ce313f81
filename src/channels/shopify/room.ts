import { orAborted } from '../../platform/lifecycle.ts';
import type { Marketplace, Opening } from '../marketplace.ts';
import { type ShopifyConfig, shopifyConfig } from './config.ts';

export const config = shopifyConfig;

const TIMEOUT_MS = 10_000;

/** What talks to Shopify is loaded with the first shop that is opened. */
export async function open(job: Opening<ShopifyConfig>): Promise<Marketplace> {
  const { config: given, secrets, signal, scope } = job;
  const [{ createShopify }, secret] = await Promise.all([
    import('./shopify.ts'),
    orAborted(secrets.text(given.credentials.secret), signal),
  ]);
  const credentials =
    given.credentials.kind === 'token'
      ? { token: secret }
      : { clientId: given.credentials.clientId, clientSecret: secret };
  const shopify = createShopify({ ...given, credentials, timeoutMs: TIMEOUT_MS, signal });
  scope.defer(() => shopify.close());
  return shopify;
}
