import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { asSyncError, ConfigurationError, UnavailableError } from '../../platform/errors.ts';
import { msOf } from '../../platform/zone.ts';
import type { Marketplace, OrderLine } from '../marketplace.ts';
import type { Selling } from '../selling.ts';
import { keyOfLine } from '../stock.ts';
import { phrase } from './phrase.ts';

interface Looking {
  session: Session;
  channel: string;
  marketplace: Marketplace;
  selling: Pick<Selling, 'rules' | 'ordersOverlapMs'>;
}

interface UnreadOrders {
  /** Of these products something was ordered or cancelled that is not recorded yet. */
  itemIds: ReadonlySet<number>;
  /** Whether the marketplace does not let them be read, and the source has them. */
  areLeftOut: boolean;
}

const KEYS_PER_QUESTION = 1000;

/** What the next reading of the orders would change, for one that only looks: nothing is recorded. */
export async function unreadOrders(job: Looking): Promise<UnreadOrders> {
  const { session, channel, marketplace, selling } = job;
  const itemIds = new Set<number>();
  const since = new Date((await cursorOf(session, channel)) - selling.ordersOverlapMs);
  try {
    for await (const lines of marketplace.orders(since)) {
      for (const id of await itemsOf(session, channel, await unrecorded(session, channel, lines)))
        itemIds.add(id);
    }
    return { itemIds, areLeftOut: false };
  } catch (error) {
    const cause = asSyncError(error);
    const told = { service: marketplace.service, why: cause.phrase };
    if (cause instanceof UnavailableError)
      throw new UnavailableError(phrase('orders_unread', told), { cause });
    if (!(cause instanceof ConfigurationError)) throw cause;
    if (selling.rules.absorbS.order !== undefined) return { itemIds, areLeftOut: true };
    throw new ConfigurationError(phrase('orders_unread', told), { cause });
  }
}

/** A channel's first reading begins now. */
async function cursorOf(session: Session, channel: string): Promise<number> {
  const [row] = await session.read<{ since: string }>(
    phrase('read_orders'),
    'SELECT COALESCE((SELECT orders_cursor FROM channel WHERE channel = ?), NOW(3)) AS since',
    [channel],
  );
  return msOf(row?.since ?? '');
}

async function unrecorded(
  session: Session,
  channel: string,
  lines: readonly OrderLine[],
): Promise<OrderLine[]> {
  const recorded = await recordedOf(
    session,
    new Set(lines.map(({ orderId }) => sourceKeyOf(channel, orderId))),
  );
  return lines.filter(({ orderId, lineId, state, quantity }) => {
    const line = recorded.get(keyOfLine({ sourceKey: sourceKeyOf(channel, orderId), line: lineId }));
    if (state !== 'sale') return line?.isHeld === true;
    return quantity > (line?.pieces ?? 0) && line?.isHeld !== false;
  });
}

const sourceKeyOf = (channel: string, orderId: string): string => `${channel}:${orderId}`;

interface Recorded {
  /** In all. */
  pieces: number;
  isHeld: boolean;
}

async function recordedOf(
  session: Session,
  sourceKeys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Recorded>> {
  const recorded = new Map<string, Recorded>();
  for (const part of chunks(sourceKeys, KEYS_PER_QUESTION)) {
    const rows = await session.read<{
      sourceKey: string;
      line: string;
      ordered: number | string | null;
      isHeld: number;
    }>(
      phrase('read_orders'),
      `SELECT source_key AS sourceKey, line, ordered, ended_at IS NULL AS isHeld FROM stock_movement
        WHERE source_key IN (?)`,
      [part],
    );
    for (const row of rows) {
      const before = recorded.get(keyOfLine(row));
      recorded.set(keyOfLine(row), {
        pieces: Math.max(before?.pieces ?? 0, Number(row.ordered ?? 0)),
        isHeld: before?.isHeld === true || row.isHeld === 1,
      });
    }
  }
  return recorded;
}

/** As the ledger finds them: the products of the listing, else the one that has the SKU. */
async function itemsOf(session: Session, channel: string, lines: readonly OrderLine[]): Promise<number[]> {
  if (lines.length === 0) return [];
  const remoteIds = lines.flatMap(({ listing }) => (listing === undefined ? [] : [listing.remoteId]));
  const skus = lines.flatMap(({ listing, sku }) => (listing === undefined && sku !== null ? [sku] : []));
  const rows = await session.read<{ itemId: number | string }>(
    phrase('read_orders'),
    `SELECT p.item_id AS itemId FROM channel_listing c JOIN channel_listing_part p ON p.listing_id = c.id
      WHERE c.channel = ? AND c.remote_id IN (?)
     UNION SELECT id FROM item WHERE sku IN (?)`,
    [channel, remoteIds.length > 0 ? remoteIds : [''], skus.length > 0 ? skus : ['']],
  );
  return rows.map(({ itemId }) => Number(itemId));
}
