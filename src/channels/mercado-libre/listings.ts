import type { RemoteListing } from '../marketplace.ts';
import type { Account, Seller } from './account.ts';
import type { MercadoLibreClient } from './client.ts';
import { valueOf } from '../asking.ts';
import { ITEMS_PER_REQUEST, type ItemNode, levelIn, readItems, skuIn, variantsOf } from './items.ts';
import { phrase } from './phrase.ts';

const IDS_A_PAGE = 100;

/** All listings that are not closed. Past 1,000 they are found only by scrolling. */
export async function* readListings(
  client: MercadoLibreClient,
  account: Account,
): AsyncGenerator<readonly RemoteListing[]> {
  const seller = valueOf(await account.seller());
  const seen = new Set<string>();
  for await (const ids of pagesOf(client, seller)) {
    const fresh = ids.filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    for (let at = 0; at < fresh.length; at += ITEMS_PER_REQUEST) {
      const some = fresh.slice(at, at + ITEMS_PER_REQUEST);
      const items = valueOf(await readItems(client, some, { include_attributes: 'all' }));
      yield [...items.values()].flatMap((item) => {
        if (item === undefined) return [];
        return 'kind' in item ? [valueOf(item)] : listingsIn(item, seller);
      });
    }
  }
}

async function* pagesOf(client: MercadoLibreClient, { id }: Seller): AsyncGenerator<readonly string[]> {
  let scroll: string | undefined;
  for (;;) {
    const request = {
      what: phrase('read_listings'),
      path: `/users/${id}/items/search`,
      query: {
        ...{ search_type: 'scan', limit: String(IDS_A_PAGE) },
        ...(scroll === undefined ? {} : { scroll_id: scroll }),
      },
    };
    const page = valueOf(
      await client.get(
        request,
        ({ results, scroll_id: next }: { results: readonly string[]; scroll_id: unknown }) => ({
          ids: results.map(String),
          next: typeof next === 'string' ? next : undefined,
        }),
      ),
    );
    if (page.ids.length === 0) return;
    yield page.ids;
    if (page.next === undefined) return;
    scroll = page.next;
  }
}

function listingsIn(item: ItemNode, seller: Seller): RemoteListing[] {
  return variantsOf(item).flatMap(({ id, node }): RemoteListing[] => {
    const level = levelIn(item, id, seller);
    if (level.kind === 'gone') return [];
    const picked = 'status' in node ? [] : (node.attribute_combinations ?? []);
    const listing = {
      remoteId: item.id,
      remoteVariant: id,
      sku: skuIn(node),
      title: [item.title, ...picked.map(({ value_name: value }) => value).filter(Boolean)].join(', '),
    };
    if (level.kind === 'untracked') return [{ ...listing, quantity: null, status: level.kind }];
    // What is under review offers nothing for now.
    if (level.kind !== 'active') return [{ ...listing, quantity: null, status: 'inactive' }];
    return [{ ...listing, quantity: level.quantity, status: isPausedBySeller(item) ? 'paused' : 'active' }];
  });
}

function isPausedBySeller({ status, sub_status: reasons = [] }: ItemNode): boolean {
  return status === 'paused' && !reasons.includes('out_of_stock');
}
