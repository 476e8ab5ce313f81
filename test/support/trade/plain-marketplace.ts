import type {
  Level,
  Listing,
  Marketplace,
  OrderLine,
  Write,
  Written,
} from '../../../src/channels/marketplace.ts';
import { UnavailableError } from '../../../src/platform/errors.ts';
import { Shop, type Variant } from '../../../dev/simulate/shopify/shop.ts';
import { DOING } from '../words.ts';

/**
 * A marketplace in memory that compares nothing, as Mercado Libre does for most sellers: what is written stands, whatever was there, and
 * whenever it arrives.
 */
export class PlainMarketplace implements Marketplace {
  readonly service = DOING;
  readonly deniedHint = DOING;
  readonly writesWhole = false;
  readonly listingsPerCall = 20;
  readonly checks = [];
  readonly shop = new Shop();
  /** Whether its orders can be read. */
  tellsOrders = true;

  async *listings(): AsyncGenerator<never> {}

  async read(listings: readonly Listing[]): Promise<readonly Level[]> {
    return listings.map((listing): Level => {
      const level = this.#variantOf(listing)?.level;
      return level === undefined
        ? { kind: 'gone' }
        : { kind: 'active', quantity: level.available, handle: '' };
    });
  }

  async write(writes: readonly Write[]): Promise<readonly Written[]> {
    for (const write of writes) {
      const level = this.#variantOf(write)?.level;
      if (level !== undefined) level.available = write.quantity;
    }
    return writes.map(() => ({ kind: 'written' }));
  }

  async *orders(updatedSince: Date): AsyncGenerator<readonly OrderLine[]> {
    if (!this.tellsOrders) throw new UnavailableError(DOING);
    const found = this.shop.orders.filter(
      ({ updatedAtMs, changedAtMs }) => changedAtMs <= Date.now() && updatedAtMs >= updatedSince.getTime(),
    );
    yield found
      .toSorted((a, b) => a.updatedAtMs - b.updatedAtMs)
      .flatMap(({ number, lines, updatedAtMs, cancelledAtMs }) =>
        lines.map(({ id, sku, quantity, variant }): OrderLine => ({
          ...{ orderId: String(number), lineId: id, sku, quantity, updatedAt: new Date(updatedAtMs) },
          listing: variant && listingOf(variant),
          state: cancelledAtMs === undefined ? 'sale' : 'cancelled',
        })),
      );
  }

  #variantOf({ remoteId }: Listing): Variant | undefined {
    return this.shop.variants.find(({ number }) => String(number) === remoteId);
  }
}

export function listingOf({ number }: Variant): Listing {
  return { remoteId: String(number), remoteVariant: '' };
}
