import { goneAmong } from '../../mysql/lease.ts';
import type { Session } from '../../mysql/session.ts';
import { asSyncError, ConfigurationError, type SyncError, UnavailableError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { msOf, sqlOf } from '../../platform/zone.ts';
import { asKept } from '../listings/kept.ts';
import { addListings } from '../listings/ordered.ts';
import { type Marketplace, type OrderLine, PacedError } from '../marketplace.ts';
import { phrase } from '../phrase.ts';
import type { Selling } from '../selling.ts';
import { cancelOrderLines, type Movement, recordMovements } from '../stock.ts';

/** The result of reading a marketplace's orders. */
export interface OrdersRead {
  /**
   * `fresh`: they were read a moment ago. `elsewhere`: somebody else reads them now. `budget`: its time was up before the last of them.
   * `paced`: the marketplace asked to wait.
   */
  ended: 'read' | 'fresh' | 'elsewhere' | 'budget' | 'stopped' | 'paced' | 'unread';
  /** Lines that were recorded for the first time. */
  recorded: number;
  /** Of these, movements that nobody can say the item of yet. */
  unmapped: number;
  /** Lines of cancelled orders that were held until then. */
  cancelled: number;
  /** Why they are unread: 78 where a person has to do something, 69 where the next reading may do. */
  failure: SyncError | undefined;
  /** Why they are left out, where the source's list has them all the same. */
  warning: Phrase | undefined;
}

export interface OrdersJob {
  session: Session;
  channel: string;
  marketplace: Marketplace;
  /** Has its lease on this session. */
  holder: string;
  selling: Pick<Selling, 'rules' | 'locations' | 'ordersOverlapMs'>;
  /** Ends the reading after a page. */
  signal: AbortSignal;
  /** Orders count as fresh for so long after they were read to their end; 0: never. */
  unlessReadWithinMs: number;
  /** By `performance.now()`: after it no further page is asked for. */
  ordersEndAtMs?: number;
}

/** Whether what was ordered until a moment ago is recorded. */
export function areKnown({ ended }: OrdersRead): boolean {
  return ended === 'read' || ended === 'fresh';
}

/**
 * Reads the orders that changed since the last reading and records them, page by page. One at a time reads a channel's orders, for as long
 * as its connection lives; no row is locked while the marketplace is asked. Throws what the database refuses.
 */
export async function readOrders(job: OrdersJob): Promise<OrdersRead> {
  const { session, channel, marketplace, holder, selling, signal, ordersEndAtMs = Infinity } = job;
  const read: OrdersRead = {
    ...{ ended: 'unread', recorded: 0, unmapped: 0, cancelled: 0 },
    ...{ failure: undefined, warning: undefined },
  };
  const taken = await takeOver(job);
  if (typeof taken === 'string') return { ...read, ended: taken };
  const since = new Date(taken.getTime() - selling.ordersOverlapMs);
  let latestMs: number | undefined;
  try {
    for await (const lines of ofMarketplace(marketplace.orders(since))) {
      await record(job, lines, read);
      latestMs = lines.reduce(
        (latest, { updatedAt }) => Math.max(latest, updatedAt.getTime()),
        latestMs ?? 0,
      );
      await moveCursor(job, latestMs);
      if (signal.aborted) return Object.assign(read, { ended: 'stopped' });
      if (performance.now() >= ordersEndAtMs) return Object.assign(read, { ended: 'budget' });
    }
    read.ended = 'read';
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error;
    Object.assign(read, unreadFor(job, error.cause));
  } finally {
    // Also what is left out counts as read: it is asked for again when its time has come.
    const isRead = read.ended === 'read';
    await session.lastWrite(
      phrase('note_orders'),
      `UPDATE channel SET orders_by = NULL, orders_read_at = IF(?, NOW(3), orders_read_at),
              orders_cursor = COALESCE(${CAPPED} + INTERVAL ? MICROSECOND, orders_cursor)
        WHERE channel = ? AND orders_by = ?`,
      [Number(isRead), ...endOf(read, latestMs, selling), channel, holder],
    );
  }
  return read;
}

/** What the marketplace failed by, as opposed to the database. */
class UnreadError extends Error {
  override readonly cause: SyncError;

  constructor(cause: SyncError) {
    super(cause.message, { cause });
    this.cause = cause;
  }
}

async function* ofMarketplace<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    const failure = asSyncError(error);
    const isKnown = failure instanceof ConfigurationError || failure instanceof UnavailableError;
    throw isKnown ? new UnreadError(failure) : failure;
  }
}

/** A source that knows the orders is waited for where the marketplace does not let them be read. */
function unreadFor({ marketplace: { service }, selling: { rules } }: OrdersJob, cause: SyncError) {
  const told = { service, why: cause.phrase };
  if (!(cause instanceof ConfigurationError)) {
    const ended = cause instanceof PacedError ? 'paced' : 'unread';
    return { ended, failure: new UnavailableError(phrase('orders_unread', told), { cause }) };
  }
  if (rules.absorbS.order !== undefined) return { ended: 'read', warning: phrase('orders_left_out', told) };
  return { ended: 'unread', failure: new ConfigurationError(phrase('orders_unread', told), { cause }) };
}

/** Whether they were read to their end within so many microseconds. */
export const IS_FRESH = 'COALESCE(orders_read_at BETWEEN NOW(3) - INTERVAL ? MICROSECOND AND NOW(3), FALSE)';

/** The cursor, where nobody else reads now. A channel's first reading begins now. */
async function takeOver(job: OrdersJob): Promise<Date | 'fresh' | 'elsewhere'> {
  const { session, channel, holder, unlessReadWithinMs } = job;
  const withinUs = unlessReadWithinMs * 1000;
  const look = () =>
    session.read<{ heldBy: string | null; isFresh: number; cursor: string | null }>(
      phrase('take_orders'),
      `SELECT orders_by AS heldBy, ${IS_FRESH} AS isFresh, orders_cursor AS \`cursor\` FROM channel WHERE channel = ?`,
      [withinUs, channel],
    );
  let [row] = await look();
  if (row === undefined) {
    await session.write(phrase('take_orders'), 'INSERT IGNORE INTO channel (channel) VALUES (?)', [channel]);
    [row] = await look();
  }
  const { heldBy = null, isFresh = 0 } = row ?? {};
  if (unlessReadWithinMs > 0 && isFresh) return 'fresh';
  const isFree = heldBy === null || heldBy === holder || (await goneAmong(session, [heldBy])).length > 0;
  if (!isFree) return 'elsewhere';
  const taken = await session.write(
    phrase('take_orders'),
    `UPDATE channel SET orders_by = ?, orders_cursor = COALESCE(orders_cursor, NOW(3))
      WHERE channel = ? AND orders_by <=> ? AND NOT (? > 0 AND ${IS_FRESH})`,
    [holder, channel, heldBy, withinUs, withinUs],
  );
  if (taken === 0) return 'elsewhere';
  const [mine] = await look();
  return new Date(msOf(mine?.cursor ?? ''));
}

async function record(job: OrdersJob, lines: readonly OrderLine[], read: OrdersRead): Promise<void> {
  const { session, channel, selling } = job;
  const ordered = lines
    .filter(({ quantity }) => quantity > 0)
    .map((line) => ({ ...line, sku: asKept(line.sku) }));
  const listingIdOf = await addListings(session, channel, ordered);
  const location = selling.rules.hasSource ? '' : (selling.locations.get(channel)?.[0] ?? '');
  const movementsOf = (isSale: boolean): Movement[] =>
    ordered
      .filter(({ state }) => (state === 'sale') === isSale)
      .map((line) => ({
        ...{ sourceKey: `${channel}:${line.orderId}`, line: line.lineId, kind: 'order' },
        ...{ quantity: line.quantity, sku: line.sku, channel, orderId: line.orderId, location },
        ...listingIdOf(line),
      }));
  const [sold, cancelled] = [movementsOf(true), movementsOf(false)];
  if (sold.length > 0) {
    const { recorded, unmapped } = await recordMovements(session, selling.rules, sold);
    read.recorded += recorded;
    read.unmapped += unmapped;
  }
  if (cancelled.length > 0) read.cancelled += await cancelOrderLines(session, cancelled);
}

/**
 * A moment by the marketplace's clock. Never beyond now: a clock that was wrong, or a single order with a time of next year, would hide all
 * that is ordered until then.
 */
const CAPPED = 'LEAST(CAST(? AS DATETIME(3)), NOW(3))';

/** Only forward: what comes late with an older time is still found in the overlap. */
async function moveCursor({ session, channel, holder }: OrdersJob, latestMs: number): Promise<void> {
  if (latestMs === 0) return;
  await session.write(
    phrase('note_orders'),
    `UPDATE channel SET orders_cursor = GREATEST(orders_cursor, ${CAPPED}) WHERE channel = ? AND orders_by = ?`,
    [sqlOf(latestMs), channel, holder],
  );
}

/**
 * The last change that was seen, and how much later the cursor stands, in microseconds. Who goes on after its time was
 * up begins right there: where the overlap has more orders than are read in that time, nobody would come to the end.
 */
function endOf(
  { ended }: OrdersRead,
  latestMs: number | undefined,
  { ordersOverlapMs }: OrdersJob['selling'],
): [latest: string | null, laterUs: number] {
  const isKept = (ended !== 'read' && ended !== 'budget') || !latestMs;
  return [isKept ? null : sqlOf(latestMs), ended === 'budget' ? ordersOverlapMs * 1000 : 0];
}
