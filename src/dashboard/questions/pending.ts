import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import { type Big, count, type Listed } from '../../runs/questions/listed.ts';

export interface OutboxRow {
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

export async function readOutbox(
  session: Session,
  condition: string,
  order: 'owed_at' | 'dead_at',
  maxRows: number,
): Promise<Listed<OutboxRow>> {
  return {
    count: await count(session, `channel_outbox WHERE ${condition}`),
    rows: await session.read<OutboxRow>(
      phrase('read_outbox'),
      `SELECT subject_id AS itemId, attempts, last_error AS lastError, owed_at AS owedAt, dead_at AS deadAt
         FROM channel_outbox WHERE ${condition} ORDER BY ${order}, subject_id LIMIT ?`,
      [maxRows],
    ),
  };
}

export async function readQuarantine(session: Session, maxRows: number): Promise<Listed<QuarantineRow>> {
  return {
    count: await count(session, 'sync_quarantine WHERE settled_at IS NULL'),
    rows: await session.read<QuarantineRow>(
      phrase('read_quarantine'),
      `SELECT item_id AS itemId, list, reason, raw, runs, first_seen_at AS firstSeenAt
         FROM sync_quarantine WHERE settled_at IS NULL ORDER BY first_seen_at DESC, subject, list, reason LIMIT ?`,
      [maxRows],
    ),
  };
}
