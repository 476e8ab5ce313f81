import { catchUpSkus } from '../channels/sell.ts';
import { addPending, countAllPending } from '../channels/outbox.ts';
import type { Selling } from '../channels/selling.ts';
import { takeReadings } from '../channels/stock.ts';
import { type SyncError, UnavailableError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { keepFallenChanges, keepStagedChanges } from './changes.ts';
import { chunks } from '../mysql/chunks.ts';
import { repeated } from '../mysql/repeat.ts';
import { addUnread, writeSkus } from './levels.ts';
import { phrase } from './phrase.ts';
import { settleQuarantine } from './quarantine.ts';
import type { Session } from '../mysql/session.ts';
import type { OwnTable } from '../sources/source.ts';
import { stageMissing, treatMissing } from './load-missing.ts';
import { FALLEN, fallsSql, STAGE } from './staging.ts';
import type { LoadCounts, LoadPlan } from './store.ts';

const ROWS_PER_STATEMENT = 5000;

interface Loading {
  log: Log;
  selling: Selling | undefined;
  table?: OwnTable | undefined;
}

/**
 * Everything a run writes, in one transaction: the staged items into raw_item_data, what became of missing products, the
 * outbox, the procedures owed, the run's counts, the levels of the ledger. After a deadlock or a lock-wait time-out the whole is repeated, because that
 * is what the server undid; `check` sees the counts before the commit and may throw.
 */
export async function load(
  session: Session,
  plan: LoadPlan,
  check: (counts: LoadCounts) => void,
  { log, selling, table }: Loading,
): Promise<LoadCounts> {
  await stageMissing(session, plan, table);
  await stageFalls(session, plan);
  if (selling !== undefined) {
    await addUnread(session, plan);
    await catchUpSkus(session, selling);
  }
  const repeating = {
    signal: session.signal,
    onRepeat: (attempt: number, error: SyncError): void =>
      log.warn({ attempt, phrase: phrase('repeated', { why: error.phrase }) }),
  };
  return repeated(repeating, () =>
    session.transaction(phrase('load'), async () => {
      // Whoever records a sale locks the levels first as well.
      if (selling !== undefined) await takeReadings(session, plan.runId, selling.rules);
      const counts = await apply(session, plan, table);
      if (selling !== undefined) await writeSkus(session, plan, selling);
      await table?.finish(session, STAGE);
      check(counts);
      return counts;
    }),
  );
}

/** DDL stands before the transaction: with GTIDs on, a server refuses it inside. */
async function stageFalls(session: Session, { falls }: LoadPlan): Promise<void> {
  if (falls.length === 0) return;
  const attempt = phrase('stage_falls');
  await session.write(attempt, `DROP TEMPORARY TABLE IF EXISTS ${FALLEN}`);
  await session.write(
    attempt,
    `CREATE TEMPORARY TABLE ${FALLEN} (item_id BIGINT NOT NULL PRIMARY KEY, stock BIGINT NOT NULL) ENGINE = InnoDB`,
  );
  for (const part of chunks(falls, ROWS_PER_STATEMENT)) {
    const rows = part.map(({ productId, stock }) => [productId, stock]);
    await session.write(attempt, `INSERT INTO ${FALLEN} (item_id, stock) VALUES ?`, [rows]);
  }
}

async function apply(session: Session, plan: LoadPlan, table: OwnTable | undefined): Promise<LoadCounts> {
  const counted = await countStaged(session);
  const { updated } = counted;
  const unknown = plan.patches ? counted.inserted : 0;
  if (unknown > 0) await forgetUnknown(session);
  const inserted = counted.inserted - unknown;
  const staged = counted.staged - unknown;
  if (staged > 0) {
    await keepStagedChanges(session, plan);
    await takeIn(session, plan, table);
  }
  if (staged > 0) await addPending(session, plan.runId, plan.pendingRule, STAGE);
  const { missing, removed, rowsTouched } = await treatMissing(session, plan, table);
  const fallen = await lowerStocks(session, plan);
  if (fallen > 0) await table?.lower(session, FALLEN);
  await settleQuarantine(session, plan);
  const changed = inserted + updated + rowsTouched + fallen;
  const owed = plan.pendingRule.notify ? await countAllPending(session) : 0;
  const counts = { staged, unknown, inserted, updated, missing, removed, changed, owed };
  await noteLoad(session, plan, counts);
  return counts;
}

/** Counted over the rows as they are at this moment, not as the snapshot had them; in one reading of the stage. */
async function countStaged(session: Session): Promise<{ inserted: number; updated: number; staged: number }> {
  const [row] = await session.read<Record<'staged' | 'updated' | 'inserted', number | string>>(
    phrase('count_changes'),
    `SELECT COUNT(*) AS staged, COUNT(r.id) AS updated, COALESCE(SUM(r.id IS NULL), 0) AS inserted
       FROM ${STAGE} s LEFT JOIN ${session.products} r ON r.id = s.id`,
  );
  return {
    staged: Number(row?.staged ?? 0),
    updated: Number(row?.updated ?? 0),
    inserted: Number(row?.inserted ?? 0),
  };
}

async function takeIn(session: Session, { patches }: LoadPlan, table: OwnTable | undefined): Promise<void> {
  if (table !== undefined) return patches ? table.patch(session, STAGE) : table.insert(session, STAGE);
  return patches ? patch(session) : upsert(session);
}

/**
 * `updated_at` is assigned first, while `data` and `stock` still have their old values: it moves only where content moves.
 * VALUES() is the one spelling that MySQL and MariaDB both take.
 */
async function upsert(session: Session): Promise<void> {
  await session.write(
    phrase('upsert'),
    `INSERT INTO raw_item_data (id, data, stock, updated_at)
     SELECT id, data, stock, updated_at FROM ${STAGE}
     ON DUPLICATE KEY UPDATE
       updated_at = IF(raw_item_data.data <=> VALUES(data) AND raw_item_data.stock <=> VALUES(stock),
                       raw_item_data.updated_at, VALUES(updated_at)),
       data = VALUES(data),
       stock = VALUES(stock)`,
  );
}

/** A row that went since it was read is not made again of a patch. */
async function forgetUnknown(session: Session): Promise<void> {
  await session.write(
    phrase('upsert'),
    `DELETE s FROM ${STAGE} s LEFT JOIN ${session.products} r ON r.id = s.id WHERE r.id IS NULL`,
  );
}

/** Only what moved is staged, so each row has a new time; one whose price stayed keeps its `data` to the letter. */
async function patch(session: Session): Promise<void> {
  await session.write(
    phrase('upsert'),
    `UPDATE raw_item_data r JOIN ${STAGE} s ON s.id = r.id
        SET r.updated_at = s.updated_at, r.stock = s.stock,
            r.data = IF(JSON_LENGTH(s.data) = 0, r.data, JSON_MERGE_PATCH(r.data, s.data))`,
  );
}

/** Returns how many rows of raw_item_data were written. */
async function lowerStocks(session: Session, plan: LoadPlan): Promise<number> {
  if (plan.falls.length === 0) return 0;
  await addPending(session, plan.runId, plan.pendingRule, `(SELECT r.id FROM ${fallsSql(session)})`);
  await keepFallenChanges(session, plan);
  return session.write(
    phrase('lower_stocks'),
    `UPDATE ${session.products} r JOIN ${FALLEN} t ON t.item_id = r.id
        SET r.updated_at = UTC_TIMESTAMP(), r.stock = t.stock WHERE t.stock < COALESCE(r.stock, 1)`,
  );
}

async function noteLoad(session: Session, plan: LoadPlan, counts: LoadCounts): Promise<void> {
  const { place } = plan;
  const noted = await session.write(
    phrase('note_load'),
    `UPDATE sync_run
        SET committed_at = UTC_TIMESTAMP(3), procedures_owed = ?, place_key = ?, in_stock = ?, priced = ?,
            stock_read = ?, exchange_rate = ?,
            inserted = ?, updated = ?, missing = ?, removed = ?, owed = ?
      WHERE run_id = ?`,
    [
      plan.oweProcedures && counts.changed > 0 ? 1 : 0,
      place.key,
      plan.standing?.inStock ?? null,
      plan.standing?.priced ?? null,
      plan.stockRead === undefined ? null : Number(plan.stockRead),
      place.exchangeRate ?? null,
      counts.inserted,
      counts.updated,
      counts.missing,
      counts.removed,
      counts.owed,
      plan.runId,
    ],
  );
  // Without its row nobody would know that the procedures are pending.
  if (noted !== 1) throw new UnavailableError(phrase('run_unknown'));
}
