import pLimit from 'p-limit';
import type { Failure, Level, Listing } from '../marketplace.ts';
import type { Account, Seller } from './account.ts';
import type { MercadoLibreClient } from './client.ts';
import { ITEMS_PER_REQUEST, type ItemNode, levelIn, readItems } from './items.ts';

/** Requests on their way at once. */
const AT_ONCE = 8;

export async function readLevels(
  client: MercadoLibreClient,
  account: Account,
  listings: readonly Listing[],
): Promise<readonly (Level | Failure)[]> {
  const seller = await account.seller();
  if (seller.kind !== 'found') return listings.map(() => seller);
  const ids = [...new Set(listings.map(({ remoteId }) => remoteId))];
  const pages = Array.from({ length: Math.ceil(ids.length / ITEMS_PER_REQUEST) }, (_, page) =>
    ids.slice(page * ITEMS_PER_REQUEST, (page + 1) * ITEMS_PER_REQUEST),
  );
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(pages.map((some) => limit(() => readItems(client, some))));
  const items = new Map<string, ItemNode | Failure | undefined>();
  for (const [page, answer] of found.entries()) {
    for (const id of pages[page] ?? [])
      items.set(id, answer.kind === 'found' ? answer.value.get(id) : answer);
  }
  return listings.map(({ remoteId, remoteVariant }) =>
    levelOf(items.get(remoteId), remoteVariant, seller.value),
  );
}

function levelOf(item: ItemNode | Failure | undefined, variantId: string, seller: Seller): Level | Failure {
  if (item === undefined) return { kind: 'gone' };
  return 'kind' in item ? item : levelIn(item, variantId, seller);
}
