import pLimit from 'p-limit';
import type { Level, Write, Written } from '../marketplace.ts';
import type { Account, Seller } from './account.ts';
import type { Changed, MercadoLibreClient } from './client.ts';
import { type ItemNode, levelIn, readItems, variantsOf } from './items.ts';
import { phrase } from './phrase.ts';
import { writeStock } from './stock.ts';

/** Requests on their way at once. */
const AT_ONCE = 8;
/** Requests for one listing that come too fast: after each the listing is read again. */
const MOST_TRIES = 3;

/** Writes absolute quantities: a listing with variations as a whole, and each stock that listings share once. */
export class Writing {
  readonly #client: MercadoLibreClient;
  readonly #account: Account;
  /** What ends everything: nothing more is sent after it. */
  #end: Written | undefined;

  constructor(client: MercadoLibreClient, account: Account) {
    this.#client = client;
    this.#account = account;
  }

  async write(writes: readonly Write[]): Promise<readonly Written[]> {
    const seller = await this.#account.seller();
    if (seller.kind !== 'found') return writes.map(() => seller);
    const groups = Map.groupBy(writes, (write) => groupOf(write, seller.value));
    const limit = pLimit(AT_ONCE);
    const written = new Map<Write, Written>();
    await Promise.all(
      [...groups.values()].map((group) =>
        limit(async () => {
          const outcome = this.#end ?? (await this.#one(group, seller.value));
          if (outcome.kind === 'unreachable' || outcome.kind === 'throttled' || outcome.kind === 'denied') {
            this.#end ??= outcome;
          }
          for (const write of group) written.set(write, outcome);
        }),
      ),
    );
    return writes.map((write) => written.get(write) as Written);
  }

  async #one(group: readonly Write[], seller: Seller): Promise<Written> {
    const [first] = group as [Write];
    if (!isOfProduct(first, seller)) return this.#item(group, seller);
    // Of listings that share a stock the lowest is what nobody can oversell.
    const lowest = group.reduce((one, other) => (other.quantity < one.quantity ? other : one));
    const written = await writeStock(this.#client, lowest);
    // It may be another seller's way of keeping stock by now.
    if (written.kind === 'refused') this.#account.forget();
    return written;
  }

  async #item(group: readonly Write[], seller: Seller): Promise<Written> {
    const [{ remoteId, read }] = group as [Write];
    // A variation that was added since would be deleted: it is not named.
    let isLookedAt = read.handle === '';
    for (let attempt = 1; ; attempt += 1) {
      if (!isLookedAt && !(await this.#isAsRead(group, seller))) return { kind: 'stale' };
      const answer = await this.#put(remoteId, bodyOf(group, read.handle));
      if (answer.kind === 'conflict') return { kind: 'busy' };
      if (answer.kind === 'found') return this.#checked(group, answer.value);
      if (answer.kind !== 'throttled' || attempt === MOST_TRIES) return answer;
      // Nothing was done, and while it waits for its turn somebody may buy.
      isLookedAt = false;
    }
  }

  #put(remoteId: string, body: object): Promise<Changed<ItemNode>> {
    const request = { what: phrase('write_stock'), path: `/items/${encodeURIComponent(remoteId)}`, body };
    return this.#client.put(request, (item: ItemNode) => {
      variantsOf(item);
      return item;
    });
  }

  /** It says 200 as well where the stock lies with the user's products since, and nothing was written. */
  #checked(group: readonly Write[], item: ItemNode): Written {
    const quantities = new Map(variantsOf(item).map(({ id, node }) => [id, node.available_quantity]));
    if (group.every(({ remoteVariant, quantity }) => quantities.get(remoteVariant) === quantity)) {
      return { kind: 'written' };
    }
    this.#account.forget();
    return { kind: 'busy' };
  }

  async #isAsRead(group: readonly Write[], seller: Seller): Promise<boolean> {
    const [{ remoteId }] = group as [Write];
    const found = await readItems(this.#client, [remoteId]);
    const item = found.kind === 'found' ? found.value.get(remoteId) : undefined;
    if (item === undefined || 'kind' in item) return false;
    return group.every(({ remoteVariant, read }) => isSame(levelIn(item, remoteVariant, seller), read));
  }
}

function isSame(level: { kind: string }, read: Write['read']): boolean {
  const now = level as Level;
  return (
    now.kind === 'active' &&
    read.kind === 'active' &&
    now.quantity === read.quantity &&
    now.handle === read.handle
  );
}

/** The number of the user's product, which is no list of variations. */
function isOfProduct({ read }: Write, { hasWarehouses }: Seller): boolean {
  return hasWarehouses && !/^[\d,]*$/.test(read.handle);
}

function groupOf(write: Write, seller: Seller): string {
  return isOfProduct(write, seller) ? write.read.handle : write.remoteId;
}

/** A variation that is not named would be deleted; one without a quantity keeps its own. */
function bodyOf(group: readonly Write[], handle: string): object {
  if (handle === '') return { available_quantity: group[0]?.quantity };
  const quantities = new Map(group.map(({ remoteVariant, quantity }) => [remoteVariant, quantity]));
  return {
    variations: handle.split(',').map((id) => {
      const quantity = quantities.get(id);
      return { id: Number(id), ...(quantity === undefined ? {} : { available_quantity: quantity }) };
    }),
  };
}
