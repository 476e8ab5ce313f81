import { addPending } from '../channels/outbox.ts';
import { chunks } from '../mysql/chunks.ts';
import type { Session } from '../mysql/session.ts';
import { keepSettledChanges } from './changes.ts';
import type { OwnTable } from '../sources/source.ts';
import { phrase } from './phrase.ts';
import { ABSENT } from './staging.ts';
import type { LoadPlan } from './store.ts';

const RETURNED = 'sync_stage_returned';
const IDS_PER_STATEMENT = 5000;

/** DDL stands before the transaction: with GTIDs on, a server refuses it inside. */
export async function stageMissing(
  session: Session,
  { missing, runId }: LoadPlan,
  table: OwnTable | undefined,
): Promise<void> {
  const attempt = phrase('stage_missing');
  const columns = 'item_id BIGINT NOT NULL PRIMARY KEY, settle BOOLEAN NOT NULL';
  for (const name of [ABSENT, RETURNED]) {
    await session.write(attempt, `DROP TEMPORARY TABLE IF EXISTS ${name}`);
    await session.write(attempt, `CREATE TEMPORARY TABLE ${name} (${columns}) ENGINE = InnoDB`);
  }
  const insert = async (name: string, ids: readonly number[], settle: number): Promise<void> => {
    for (const part of chunks(ids, IDS_PER_STATEMENT)) {
      const rows = part.map((id) => [id, settle]);
      await session.write(attempt, `INSERT INTO ${name} (item_id, settle) VALUES ?`, [rows]);
    }
  };
  await insert(ABSENT, missing.marked, 0);
  await insert(ABSENT, missing.settled, 1);
  await insert(RETURNED, missing.returned, 0);
  if (missing.settled.length > 0 && missing.treatment === 'zero') await table?.retain(session, ABSENT, runId);
}

/** Marks, zeroes or deletes; a product whose stock was 0 already gets no webhook. */
export async function treatMissing(
  session: Session,
  plan: LoadPlan,
  table: OwnTable | undefined,
): Promise<{ missing: number; removed: number; rowsTouched: number }> {
  const { missing, pendingRule, runId } = plan;
  const attempt = phrase('note_missing');
  if (missing.returned.length > 0) {
    await session.write(attempt, `DELETE m FROM sync_missing m JOIN ${RETURNED} t ON t.item_id = m.item_id`);
  }
  if (missing.marked.length + missing.settled.length === 0) return { missing: 0, removed: 0, rowsTouched: 0 };
  await session.write(
    attempt,
    `INSERT INTO sync_missing (item_id, runs, missing_since)
     SELECT item_id, 1, UTC_TIMESTAMP(3) FROM ${ABSENT}
     ON DUPLICATE KEY UPDATE runs = sync_missing.runs + 1`,
  );
  let rowsTouched = 0;
  if (missing.settled.length > 0) {
    // One whose stock was 0 already is no news.
    const leaving = `(SELECT r.id FROM ${session.products} r JOIN ${ABSENT} t ON t.item_id = r.id
                       WHERE t.settle AND COALESCE(r.stock, 1) <> 0)`;
    await addPending(session, runId, pendingRule, leaving);
    await keepSettledChanges(session, plan);
    rowsTouched = await settle(session, missing.treatment);
    if (missing.treatment !== 'keep') await table?.retire(session, ABSENT, missing.treatment);
  }
  const [row] = await session.read<{ missing: number | string; removed: number | string }>(
    attempt,
    `SELECT COUNT(*) - COALESCE(SUM(settle), 0) AS missing, COALESCE(SUM(settle), 0) AS removed FROM ${ABSENT}`,
  );
  return { missing: Number(row?.missing ?? 0), removed: Number(row?.removed ?? 0), rowsTouched };
}

/** Returns how many rows of the shop's table were written or deleted. */
async function settle(session: Session, treatment: LoadPlan['missing']['treatment']): Promise<number> {
  const attempt = phrase('retire');
  if (treatment === 'delete') {
    await session.write(
      attempt,
      `DELETE m FROM sync_missing m JOIN ${ABSENT} t ON t.item_id = m.item_id WHERE t.settle`,
    );
    return session.write(
      attempt,
      `DELETE r FROM ${session.products} r JOIN ${ABSENT} t ON t.item_id = r.id WHERE t.settle`,
    );
  }
  await session.write(
    attempt,
    `UPDATE sync_missing m JOIN ${ABSENT} t ON t.item_id = m.item_id SET m.settled_at = UTC_TIMESTAMP(3) WHERE t.settle`,
  );
  if (treatment === 'keep') return 0;
  return session.write(
    attempt,
    `UPDATE ${session.products} r JOIN ${ABSENT} t ON t.item_id = r.id
        SET r.updated_at = UTC_TIMESTAMP(), r.stock = 0 WHERE t.settle AND COALESCE(r.stock, 1) <> 0`,
  );
}
