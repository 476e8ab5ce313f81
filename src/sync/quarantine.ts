import { createHash } from 'node:crypto';
import { redact } from '../platform/redact.ts';
import type { Rejection } from '../sources/source.ts';
import { chunks } from '../mysql/chunks.ts';
import { deleteInBatches } from '../mysql/delete-in-batches.ts';
import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { LoadPlan } from './store.ts';

/** Enough to see what is wrong; an item may be megabytes long. */
const MAX_RAW_CHARS = 16_000;
const ROWS_PER_STATEMENT = 200;
/** Fits the smallest packet that a server may be set to take, a megabyte, whatever the escaping. */
const CHARS_PER_STATEMENT = 100_000;

/** Writes rejections down at once, outside the load: they are kept whatever becomes of the run. */
export async function recordRejections(
  session: Session,
  runId: string,
  rejections: readonly Rejection[],
): Promise<void> {
  const rows = rejections.map((rejection) => ({ ...rejection, text: rawText(rejection) }));
  for (const part of chunks(rows, ROWS_PER_STATEMENT, CHARS_PER_STATEMENT, ({ text }) => text.length)) {
    const values = part.map(() => '(?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))').join(', ');
    await session.write(
      phrase('note_unusable'),
      `INSERT INTO sync_quarantine (list, subject, reason, item_id, raw, last_run_id, first_seen_at, last_seen_at)
       VALUES ${values}
       ON DUPLICATE KEY UPDATE
         runs = IF(last_run_id = VALUES(last_run_id), runs, runs + 1),
         item_id = VALUES(item_id), raw = VALUES(raw), last_seen_at = VALUES(last_seen_at),
         last_run_id = VALUES(last_run_id), settled_at = NULL`,
      part.map((row) => [row.list, subjectOf(row), row.reason, row.productId, row.text, runId]),
    );
  }
}

/** An item without a usable id is known by its text. */
function subjectOf({ productId, raw }: Rejection): string {
  return productId === null ? createHash('sha256').update(raw).digest('hex').slice(0, 40) : String(productId);
}

function rawText({ raw }: Rejection): string {
  const text = redact(raw).toWellFormed();
  return text.length <= MAX_RAW_CHARS
    ? text
    : `${text.slice(0, MAX_RAW_CHARS).toWellFormed()}… (${text.length} characters)`;
}

/** In the load's transaction: what the source has corrected is settled. */
export async function settleQuarantine(session: Session, plan: LoadPlan): Promise<void> {
  const attempt = phrase('close_quarantine');
  const ofList = plan.list === undefined ? '' : `AND list = '${plan.list}'`;
  const settle = `UPDATE sync_quarantine SET settled_at = UTC_TIMESTAMP(3) WHERE settled_at IS NULL AND last_run_id <> ? ${ofList}`;
  if (plan.settleQuarantine === 'unmet') await session.write(attempt, settle, [plan.runId]);
  else if (plan.settleQuarantine.length > 0) {
    await session.write(attempt, `${settle} AND item_id IN (?)`, [plan.runId, plan.settleQuarantine]);
  }
}

export interface QuarantineEntry {
  list: string;
  itemId: number | null;
  reason: string;
  raw: string;
  runs: number;
  firstSeenAt: string;
  lastSeenAt: string;
  settledAt: string | null;
}

export async function listQuarantine(
  session: Session,
  options: { settled: boolean },
): Promise<QuarantineEntry[]> {
  return session.read<QuarantineEntry>(
    phrase('read_quarantine'),
    `SELECT list, item_id AS itemId, reason, raw, runs, first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt,
            settled_at AS settledAt
       FROM sync_quarantine ${options.settled ? '' : 'WHERE settled_at IS NULL'}
      ORDER BY last_seen_at DESC, item_id`,
  );
}

/** What the source has corrected more than `days` ago goes. */
export function pruneQuarantine(session: Session, days: number): Promise<void> {
  const sql = 'DELETE FROM sync_quarantine WHERE settled_at < UTC_TIMESTAMP() - INTERVAL ? DAY';
  return deleteInBatches(session, sql, [days]);
}
