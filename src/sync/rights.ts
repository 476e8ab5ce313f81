import { phrase } from './phrase.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { quoted } from '../mysql/identifiers.ts';
import type { OwnTable } from '../sources/source.ts';
import type { Session } from '../mysql/session.ts';

/** Asks for the plan of a statement, which needs the rights of the statement itself and changes nothing. */
const NEEDED = [
  `EXPLAIN INSERT INTO raw_item_data (id) VALUES (0)`,
  `EXPLAIN UPDATE raw_item_data SET stock = 0 WHERE id = 0`,
  `EXPLAIN DELETE FROM raw_item_data WHERE id = 0`,
  `EXPLAIN INSERT INTO item (id, external_id) VALUES (0, '')`,
  `EXPLAIN SELECT id FROM item`,
  `EXPLAIN UPDATE item SET sku = NULL WHERE id = 0`,
  `EXPLAIN INSERT INTO channel_outbox (subject_id) VALUES (0)`,
  `EXPLAIN UPDATE channel_outbox SET attempts = 0 WHERE subject_id = 0`,
  `EXPLAIN DELETE FROM channel_outbox WHERE subject_id = 0`,
  `EXPLAIN SELECT id FROM channel_listing`,
  `EXPLAIN INSERT INTO channel_listing (channel) VALUES ('')`,
  `EXPLAIN UPDATE channel_listing SET status = NULL WHERE id = 0`,
  `EXPLAIN SELECT item_id FROM channel_listing_part`,
  `EXPLAIN INSERT INTO channel_listing_part (listing_id) VALUES (0)`,
  `EXPLAIN UPDATE channel_listing_part SET units = 1 WHERE listing_id = 0`,
  `EXPLAIN DELETE FROM channel_listing_part WHERE listing_id = 0`,
  `EXPLAIN SELECT item_id FROM stock_level`,
  `EXPLAIN INSERT INTO stock_level (item_id) VALUES (0)`,
  `EXPLAIN UPDATE stock_level SET held = 0 WHERE item_id = 0`,
  `EXPLAIN SELECT id FROM stock_movement`,
  `EXPLAIN INSERT INTO stock_movement (line) VALUES ('')`,
  `EXPLAIN UPDATE stock_movement SET end_reason = '' WHERE id = 0`,
  `EXPLAIN SELECT paused_at FROM channel`,
  `EXPLAIN INSERT INTO channel (channel) VALUES ('')`,
  `EXPLAIN UPDATE channel SET not_before = NULL WHERE channel = ''`,
  `EXPLAIN SELECT scope FROM channel_token`,
  `EXPLAIN INSERT INTO channel_token (channel) VALUES ('')`,
  `EXPLAIN UPDATE channel_token SET scope = NULL WHERE channel = ''`,
  `EXPLAIN SELECT state FROM sale`,
  `EXPLAIN INSERT INTO sale (sale_key) VALUES ('')`,
  `EXPLAIN UPDATE sale SET tries = 0 WHERE sale_key = ''`,
  `EXPLAIN INSERT INTO sync_missing (item_id) VALUES (0)`,
  `EXPLAIN UPDATE sync_missing SET item_id = 0 WHERE item_id = 0`,
  `EXPLAIN DELETE FROM sync_missing WHERE item_id = 0`,
  `EXPLAIN INSERT INTO sync_quarantine (item_id) VALUES (0)`,
  `EXPLAIN UPDATE sync_quarantine SET item_id = 0 WHERE item_id = 0`,
  `EXPLAIN DELETE FROM sync_quarantine WHERE item_id = 0`,
  `EXPLAIN INSERT INTO sync_run (run_id) VALUES ('')`,
  `EXPLAIN UPDATE sync_run SET reason = '' WHERE run_id = ''`,
  `EXPLAIN DELETE FROM sync_run WHERE run_id = ''`,
  `EXPLAIN SELECT run_id FROM sync_change`,
  `EXPLAIN INSERT INTO sync_change (item_id) VALUES (0)`,
  `EXPLAIN DELETE FROM sync_change WHERE run_id = ''`,
];

const READS = 'EXPLAIN SELECT';

/** Throws `ConfigurationError` with the server's own words on the first right that is missing. */
export async function checkRights(
  session: Session,
  publishedItemsTable: string | undefined,
  table?: OwnTable,
): Promise<void> {
  const needed = [...NEEDED, ...(table?.rights ?? [])];
  let refused: ConfigurationError | undefined;
  let refusedWrites = 0;
  for (const sql of needed) {
    try {
      await session.write(phrase('check_right', { statement: sql.slice('EXPLAIN '.length) }), sql);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      if (!sql.startsWith(READS)) refusedWrites += 1;
      refused ??= error;
    }
  }
  const writes = needed.filter((sql) => !sql.startsWith(READS));
  // One right after the other is no advice for a user who is meant to write nothing.
  if (refusedWrites === writes.length) throw new ConfigurationError(phrase('only_reads'));
  if (refused !== undefined) throw refused;
  await session.write(
    phrase('make_temporary'),
    'CREATE TEMPORARY TABLE sync_stage_check (id INT PRIMARY KEY)',
  );
  await session.write(phrase('drop_temporary'), 'DROP TEMPORARY TABLE sync_stage_check');
  if (publishedItemsTable === undefined) return;
  await session.read(
    phrase('read_published'),
    `SELECT id, meli_id FROM ${quoted(publishedItemsTable)} LIMIT 1`,
  );
}

/** Throws `ConfigurationError` where a procedure does not exist or cannot be seen. */
export async function checkProcedures(session: Session, procedures: readonly string[]): Promise<void> {
  for (const procedure of procedures) {
    const [schema = '', name = ''] = procedure.split('.');
    const found = await session.read(
      phrase('find_procedure', { procedure }),
      `SELECT 1 AS present FROM information_schema.routines
        WHERE routine_type = 'PROCEDURE' AND routine_schema = ? AND routine_name = ?`,
      [schema, name],
    );
    if (found.length > 0) continue;
    throw new ConfigurationError(phrase('procedure_missing', { procedure }));
  }
}
