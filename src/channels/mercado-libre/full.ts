import type { MercadoLibreClient } from './client.ts';
import { valueOf } from '../asking.ts';
import { isInFull, ITEMS_PER_REQUEST, readItems } from './items.ts';

/** For so long it is believed: the same orders are read again and again. */
const GOOD_FOR_MS = 600_000;

/** Which listings Mercado Libre sends itself, from warehouses of its own. An order does not say it. */
export class FullListings {
  readonly #client: MercadoLibreClient;
  readonly #known = new Map<string, { isFull: boolean; untilMs: number }>();

  constructor(client: MercadoLibreClient) {
    this.#client = client;
  }

  /** Throws a `SyncError` where they cannot be read. */
  async among(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const nowMs = Date.now();
    for (const [id, { untilMs }] of this.#known) if (untilMs <= nowMs) this.#known.delete(id);
    const unknown = [...new Set(ids)].filter((id) => !this.#known.has(id));
    for (let at = 0; at < unknown.length; at += ITEMS_PER_REQUEST) {
      const some = unknown.slice(at, at + ITEMS_PER_REQUEST);
      const items = valueOf(await readItems(this.#client, some));
      for (const [id, item] of items) {
        // Of one that cannot be read nobody knows: its units may have been in the shop.
        const isFull = item !== undefined && !('kind' in item) && isInFull(item);
        this.#known.set(id, { isFull, untilMs: nowMs + GOOD_FOR_MS });
      }
    }
    return new Set(ids.filter((id) => this.#known.get(id)?.isFull));
  }
}
