import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { UnavailableError } from '../../platform/errors.ts';
import { sleep } from '../../platform/lifecycle.ts';
import { leaveGone } from '../listings/gone.ts';
import type { Marketplace } from '../marketplace.ts';
import { areKnown, type OrdersRead } from '../selling/orders.ts';
import { takeOrders } from '../selling/sell.ts';
import type { Selling } from '../selling.ts';
import { markListingsById } from '../stock.ts';
import { adopt, judge, type Judged } from './adopt.ts';
import { type Compared, compareListings, type Difference, unexplained } from './compare.ts';
import type { OfferRules } from './known.ts';
import { type DriftError, tooMany } from './guard.ts';
import { phrase } from './phrase.ts';
import { unreadOrders } from './unread-orders.ts';

export interface ReconcileJob {
  session: Session;
  channel: string;
  marketplace: Marketplace;
  /** Has its lease on this session. */
  holder: string;
  selling: Selling;
  maxPercent: number;
  signal: AbortSignal;
  dryRun: boolean;
  /** Whatever the limit says. */
  forced: boolean;
  onRead(read: number, of: number): void;
}

/** What drifted in a channel. */
export interface Drift extends Omit<Compared, 'differences'> {
  channel: string;
  rules: OfferRules;
  differences: readonly Difference[];
  /** Why nothing is corrected. */
  stopped: DriftError | undefined;
  /** The same, where it was let pass. */
  overridden: DriftError | undefined;
  /** Undefined where nothing was to be explained. */
  orders: OrdersRead | undefined;
}

/** How long another one may be reading the orders. */
const ORDERS_PATIENCE_MS = 60_000;
const ORDERS_AGAIN_MS = 1_000;

/**
 * Compares what a marketplace shows with what it should. What differs because of an order is no drift, so that the orders are read after
 * the listings.
 */
export async function findDrift(job: ReconcileJob): Promise<Drift> {
  const { session, channel, marketplace, selling, signal, onRead, dryRun } = job;
  const rules = { buffer: selling.buffer, locations: selling.locations.get(channel) };
  const comparing = { session, channel, marketplace, rules, signal, onRead, writes: !dryRun };
  const compared = await compareListings(comparing);
  const found = { ...compared, channel, rules, stopped: undefined, overridden: undefined, orders: undefined };
  if (compared.isPaused) return { ...found, differences: [] };
  const { differences, orders } = await afterOrders(job, comparing, compared.differences);
  const exceeded = tooMany({
    ...{ service: marketplace.service, maxPercent: job.maxPercent },
    ...{ differing: differences.length, gone: compared.gone.length, listings: compared.listings },
  });
  const [stopped, overridden] = job.forced ? [undefined, exceeded] : [exceeded, undefined];
  if (!dryRun && stopped === undefined) await leaveGone(session, channel, compared.gone);
  return { ...found, differences, stopped, overridden, orders };
}

/** Without what an order explains, and what moved since it was read. */
async function afterOrders(
  job: ReconcileJob,
  comparing: Parameters<typeof unexplained>[0],
  differences: readonly Difference[],
): Promise<{ differences: readonly Difference[]; orders: OrdersRead | undefined }> {
  if (differences.length === 0) return { differences, orders: undefined };
  if (job.dryRun) {
    const { itemIds, areLeftOut } = await unreadOrders(job);
    const rest = await withoutItems(job.session, differences, itemIds);
    return { differences: areLeftOut ? rest.filter(isHigh) : rest, orders: undefined };
  }
  const orders = await ordersNow(job);
  const rest = await unexplained(comparing, differences);
  // What shows less may have been sold there.
  return { differences: orders.warning === undefined ? rest : rest.filter(isHigh), orders };
}

function isHigh({ shown, offered }: Difference): boolean {
  return shown === null || shown > offered;
}

/** Of a reading that began after that of the listings. */
async function ordersNow(job: ReconcileJob): Promise<OrdersRead> {
  const endsAtMs = performance.now() + ORDERS_PATIENCE_MS;
  for (;;) {
    const read = await takeOrders({ ...job, unlessReadWithinMs: 0 });
    if (areKnown(read)) return read;
    job.signal.throwIfAborted();
    if (read.failure !== undefined) throw read.failure;
    const { service } = job.marketplace;
    if (performance.now() >= endsAtMs) throw new UnavailableError(phrase('orders_elsewhere', { service }));
    await sleep(ORDERS_AGAIN_MS, job.signal);
  }
}

async function withoutItems(
  session: Session,
  differences: readonly Difference[],
  itemIds: ReadonlySet<number>,
): Promise<readonly Difference[]> {
  if (itemIds.size === 0) return differences;
  const rows = await session.read<{ id: number | string }>(
    phrase('read_products'),
    'SELECT DISTINCT listing_id AS id FROM channel_listing_part WHERE item_id IN (?)',
    [[...itemIds]],
  );
  const explained = new Set(rows.map(({ id }) => Number(id)));
  return differences.filter(({ listingId }) => !explained.has(listingId));
}

export interface Treated extends Drift {
  judged: readonly Judged[];
}

/**
 * Has what drifted looked at: it is written as everything else is, where it is still so then. Of all channels at once, since listings of
 * one product may have been edited in several. A dry run is told what would become of it.
 */
export async function treatDrift(
  session: Session,
  selling: Selling,
  drifts: readonly Drift[],
  { adopts, dryRun }: { adopts: boolean; dryRun: boolean },
): Promise<readonly Treated[]> {
  // Another channel was compared since.
  const standing = await Promise.all(
    drifts.map(async (drift) =>
      dryRun || drifts.length === 1
        ? drift
        : { ...drift, differences: await unexplained({ session, ...drift }, drift.differences) },
    ),
  );
  const all = standing.flatMap(({ differences }) => differences);
  const adopting = adopts
    ? await judge(session, all, {
        verifyMs: selling.verifyMs,
        locationsOf: (channel) => selling.locations.get(channel),
      })
    : undefined;
  const judged = adopting?.judged ?? all.map((each): Judged => ({ ...each, outcome: 'corrected' }));
  const isStopped = new Map(standing.map(({ channel, stopped }) => [channel, stopped !== undefined]));
  const treated = judged.filter(({ channel }) => !dryRun && isStopped.get(channel) !== true);
  await correct(session, treated);
  const adopted = adopting === undefined ? treated : await adopt(session, { ...adopting, judged: treated });
  const ofListing = new Map(adopted.map((each) => [each.listingId, each]));
  return standing.map((drift) => ({
    ...drift,
    judged: judged
      .filter(({ channel }) => channel === drift.channel)
      .map((each) =>
        drift.stopped === undefined
          ? (ofListing.get(each.listingId) ?? each)
          : { ...each, outcome: 'too_many' },
      ),
  }));
}

async function correct(session: Session, judged: readonly Judged[]): Promise<void> {
  const ids = judged.filter(({ outcome }) => outcome === 'corrected').map(({ listingId }) => listingId);
  if (ids.length === 0) return;
  await repeated({ signal: session.signal }, () =>
    markListingsById(
      session,
      ids.toSorted((one, other) => one - other),
    ),
  );
}
