import { ConfigurationError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import type { MarketplaceCheck } from '../marketplace.ts';
import type { Account, Seller } from './account.ts';
import type { MercadoLibreClient } from './client.ts';
import { valueOf } from '../asking.ts';
import { phrase } from './phrase.ts';

export function checksOf(client: MercadoLibreClient, account: Account): readonly MarketplaceCheck[] {
  const may = async (what: Phrase, path: string, query: Readonly<Record<string, string>>): Promise<void> => {
    valueOf(await client.get({ what, path, query }, () => undefined));
  };
  return [
    {
      name: phrase('check_token'),
      async look() {
        const { nickname, id, siteId } = valueOf(await account.seller());
        return phrase('token_of', { nickname, id, site: siteId });
      },
    },
    {
      name: phrase('check_rights'),
      async look() {
        const { id } = valueOf(await account.seller());
        await may(phrase('read_listings'), `/users/${id}/items/search`, { limit: '1' });
        await may(phrase('read_orders'), '/orders/search', { seller: id, limit: '1' });
        const scope = client.tokens.scope()?.split(' ');
        if (scope !== undefined && !scope.includes('write')) {
          throw new ConfigurationError(
            phrase('access_denied', { what: phrase('write_stock'), said: 'read' }),
          );
        }
        return scope === undefined ? phrase('rights_read') : phrase('rights_there');
      },
    },
    {
      name: phrase('check_stock'),
      async look() {
        return stockOf(valueOf(await account.seller()));
      },
    },
  ];
}

function stockOf({ hasWarehouses }: Seller): Phrase {
  return hasWarehouses ? phrase('stock_in_warehouses') : phrase('stock_in_listings');
}
