import { sleep } from '../../platform/lifecycle.ts';
import { catchUp } from './catch-up.ts';
import { mapSold } from '../listings/by-sku.ts';
import type { ListingDelivery, ListingJob } from '../listings/call.ts';
import { deliverListings } from '../listings/round.ts';
import { beginLevelsByListings, beginsByListings } from '../listings/seen.ts';
import { areKnown, type OrdersJob, type OrdersRead, readOrders } from './orders.ts';
import type { Selling } from '../selling.ts';

const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 100;

export interface SellingJob extends OrdersJob, Pick<ListingJob, 'onAccepted'> {
  selling: Selling;
  /** The result of a reading of its orders a moment ago, in place of another one. */
  orders?: OrdersRead | undefined;
  /** By `performance.now()`: after it no further call is begun. */
  endsAtMs?: number;
}

/** The result of delivering a marketplace's listings and reading its orders. */
export interface Sold extends ListingDelivery {
  orders: OrdersRead;
}

/**
 * Reads the orders, beside levels that no load has left behind, and does what follows of them: a listing that was ordered before it was
 * pulled may have a product's SKU, and a first level may have waited for them.
 */
export async function takeOrders(job: SellingJob): Promise<OrdersRead> {
  const { session, selling } = job;
  await catchUp(session, selling);
  const read = await readPatiently(job);
  if (read.unmapped > 0) {
    const { applied } = await mapSold(session, selling.rules);
    read.unmapped = Math.max(0, read.unmapped - applied);
  }
  await beginLevelsByListings(session, selling);
  return read;
}

/** While somebody else reads them, who wants them read again waits a little: what it delivered meanwhile could not rise. */
async function readPatiently(job: SellingJob): Promise<OrdersRead> {
  const endsAtMs = performance.now() + (job.unlessReadWithinMs === 0 ? PATIENCE_MS : 0);
  for (;;) {
    const read = await readOrders(job);
    if (read.ended !== 'elsewhere' || performance.now() >= endsAtMs || job.signal.aborted) return read;
    await sleep(LOOK_EVERY_MS, job.signal).catch(() => undefined);
  }
}

/**
 * A marketplace at work over one connection: its orders, where it is time for them, then its listings. Where the orders are not
 * read to their end, listings still fall: what is unknown can only make a level too high. What should rise waits, since an order may be why
 * it shows less.
 */
export async function sell(job: SellingJob): Promise<Sold> {
  const { session, channel, marketplace, holder, selling, signal } = job;
  const orders = job.orders ?? (await takeOrders(job));
  const delivery = await deliverListings({
    ...{ session, channel, marketplace, holder, signal },
    rules: {
      buffer: selling.buffer,
      locations: selling.locations.get(channel),
      attempts: selling.attempts,
      verifyMs: selling.verifyMs,
      fallsOnly: !areKnown(orders),
      begins: beginsByListings(selling),
    },
    ...(job.endsAtMs === undefined ? {} : { endsAtMs: job.endsAtMs }),
    ...(job.onAccepted === undefined ? {} : { onAccepted: job.onAccepted }),
  });
  return { ...delivery, orders };
}
