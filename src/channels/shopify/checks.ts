import { ConfigurationError } from '../../platform/errors.ts';
import { valueOf } from '../asking.ts';
import type { MarketplaceCheck } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { LOCATION, SCOPES } from './documents.ts';
import { phrase } from './phrase.ts';

/** The scopes that the documents need, as Shopify documents them for each field. */
export const NEEDED_SCOPES = ['read_products', 'read_inventory', 'write_inventory', 'read_orders'];

interface Shop {
  url: string;
  version: string;
  location: string;
}

interface LocationNode {
  id: string;
  name?: string;
  isActive?: boolean;
}

export function checksOf(client: ShopifyClient, shop: Shop): readonly MarketplaceCheck[] {
  let granted: readonly string[] = [];
  return [
    {
      name: phrase('check_token'),
      async look() {
        granted = valueOf(
          await client.query(
            SCOPES,
            {},
            (data: { currentAppInstallation: { accessScopes: readonly { handle: string }[] } }) =>
              data.currentAppInstallation.accessScopes.map(({ handle }) => handle),
          ),
        );
        const served = client.served() ?? shop.version;
        if (served !== shop.version) {
          throw new ConfigurationError(phrase('version_gone', { version: shop.version, served }));
        }
        return phrase('token_accepted', { address: shop.url, version: served });
      },
    },
    {
      name: phrase('check_scopes'),
      async look() {
        const scopes = NEEDED_SCOPES.filter((scope) => !isGranted(scope, granted));
        if (scopes.length > 0) throw new ConfigurationError(phrase('scopes_missing', { scopes }));
        return phrase('scopes_granted', { scopes: NEEDED_SCOPES });
      },
    },
    {
      name: phrase('check_location'),
      async look() {
        const named = isGranted('read_locations', granted);
        const location = valueOf(
          await client.query(
            LOCATION,
            { id: shop.location, named },
            (data: { location: LocationNode | null }) => data.location,
          ),
        );
        if (location === null)
          throw new ConfigurationError(phrase('location_unknown', { id: shop.location }));
        const { name = '', isActive = true } = location;
        if (!isActive) throw new ConfigurationError(phrase('location_closed', { name }));
        return named ? phrase('location_found', { name }) : phrase('location_there');
      },
    },
  ];
}

/** A scope to write includes reading. */
function isGranted(scope: string, granted: readonly string[]): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, 'write_'));
}
