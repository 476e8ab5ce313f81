import type { Failure } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { LOCATION } from './documents.ts';
import { phrase } from './phrase.ts';

/** Where stock is read and written. */
export class StockLocation {
  readonly id: string;
  readonly #client: ShopifyClient;
  #isKnown = false;

  constructor(client: ShopifyClient, id: string) {
    this.id = id;
    this.#client = client;
  }

  /**
   * Why these readings say nothing; undefined where they do. At a location that Shopify does not know, no item has a level, as at one where
   * none was ever stocked: it is asked which of the two it is, once.
   */
  async failureOf(items: readonly { inventoryLevel: unknown }[]): Promise<Failure | undefined> {
    this.#isKnown ||= items.some(({ inventoryLevel }) => inventoryLevel !== null);
    if (this.#isKnown || items.length === 0) return undefined;
    const found = await this.#client.query(
      LOCATION,
      { id: this.id, named: false },
      ({ location }: { location: { id: string } | null }) => location !== null,
    );
    if (found.kind !== 'found') return found;
    this.#isKnown = found.value;
    return found.value ? undefined : this.unknown();
  }

  unknown(): Failure {
    return { kind: 'denied', reason: phrase('location_unknown', { id: this.id }), fact: 'INVALID_LOCATION' };
  }
}
