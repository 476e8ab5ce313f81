import type { Session, Values } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { type Big, count, type Listed } from './listed.ts';
import {
  LISTED_AS_SQL,
  listedAs,
  type ListedAs,
  LISTING_JOIN,
  OF_PRODUCTS_SQL,
  PRODUCT_SQL,
} from './subjects.ts';

export interface OutboxRow {
  channel: string;
  /** Of a kit the first; null of a listing that sells no product that is known. */
  itemId: Big | null;
  /** As a marketplace has it; null in a channel that knows products. */
  listing: ListedAs | null;
  attempts: number;
  lastError: string | null;
  owedAt: string;
  deadAt: string | null;
}

export interface QuarantineRow {
  itemId: Big | null;
  list: string;
  reason: string;
  raw: string;
  runs: number;
  firstSeenAt: string;
}

interface MissingRow {
  runs: number;
  missingSince: string;
  settledAt: string | null;
}

/** What keeps a product from being sold as the source has it. */
export interface Troubles {
  outbox: OutboxRow[];
  quarantine: QuarantineRow[];
  missing: MissingRow | undefined;
}

/** A row that waits for nothing but a second look is not pending. */
export const PENDING_SQL = 'dead_at IS NULL AND NOT (accepted_key <=> `key`)';

const OUTBOX = {
  owed: { condition: PENDING_SQL, order: 'owed_at' },
  dead: { condition: 'dead_at IS NOT NULL', order: 'dead_at' },
} as const;

/** Of all products, the oldest first. */
export async function readOutbox(
  session: Session,
  which: keyof typeof OUTBOX,
  maxRows: number,
): Promise<Listed<OutboxRow>> {
  const { condition, order } = OUTBOX[which];
  return {
    count: await count(session, `channel_outbox WHERE ${condition}`),
    rows: await outboxRows(session, `${condition} ORDER BY ${order}, subject_id LIMIT ?`, [maxRows]),
  };
}

export async function readQuarantine(session: Session, maxRows: number): Promise<Listed<QuarantineRow>> {
  return {
    count: await count(session, 'sync_quarantine WHERE settled_at IS NULL'),
    rows: await quarantineRows(session, 'TRUE', [maxRows]),
  };
}

/** Of one product. */
export async function readTroubles(session: Session, productId: number): Promise<Troubles> {
  const [missing] = await session.read<MissingRow>(
    phrase('read_missing'),
    'SELECT runs, missing_since AS missingSince, settled_at AS settledAt FROM sync_missing WHERE item_id = ?',
    [productId],
  );
  return {
    outbox: await outboxRows(
      session,
      `${OF_PRODUCTS_SQL} AND (dead_at IS NOT NULL OR ${PENDING_SQL}) ORDER BY o.channel, o.subject_id`,
      [productId, productId],
    ),
    quarantine: await quarantineRows(session, 'item_id = ?', [productId, Number.MAX_SAFE_INTEGER]),
    missing,
  };
}

async function outboxRows(session: Session, rest: string, values: Values): Promise<OutboxRow[]> {
  const rows = await session.read<Omit<OutboxRow, 'listing'> & ListedAs>(
    phrase('read_outbox'),
    `SELECT o.channel, ${PRODUCT_SQL} AS itemId, o.attempts, o.last_error AS lastError, o.owed_at AS owedAt,
            o.dead_at AS deadAt, ${LISTED_AS_SQL}
       FROM channel_outbox o ${LISTING_JOIN} WHERE ${rest}`,
    values,
  );
  return rows.map(listedAs);
}

function quarantineRows(session: Session, condition: string, values: Values): Promise<QuarantineRow[]> {
  return session.read<QuarantineRow>(
    phrase('read_quarantine'),
    `SELECT item_id AS itemId, list, reason, raw, runs, first_seen_at AS firstSeenAt
       FROM sync_quarantine WHERE settled_at IS NULL AND ${condition}
      ORDER BY first_seen_at DESC, subject, list, reason LIMIT ?`,
    values,
  );
}
