import type { Session, Values } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { type Big, count, type Listed } from './listed.ts';

export interface OutboxRow {
  channel: string;
  itemId: Big;
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
    outbox: await outboxRows(session, 'subject_id = ? ORDER BY channel', [productId]),
    quarantine: await quarantineRows(session, 'item_id = ?', [productId, Number.MAX_SAFE_INTEGER]),
    missing,
  };
}

function outboxRows(session: Session, rest: string, values: Values): Promise<OutboxRow[]> {
  return session.read<OutboxRow>(
    phrase('read_outbox'),
    `SELECT channel, subject_id AS itemId, attempts, last_error AS lastError, owed_at AS owedAt, dead_at AS deadAt
       FROM channel_outbox WHERE ${rest}`,
    values,
  );
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
