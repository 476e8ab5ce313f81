import { chunks } from './chunks.ts';
import type { Session } from './session.ts';
import type { TableShape } from './shape.ts';
import type { Staging } from './store.ts';

export const STAGE = 'sync_stage_item';

const ROWS_PER_STATEMENT = 1000;
const CHARS_PER_STATEMENT = 1_000_000;

/**
 * The staging table: our four columns with the types that raw_item_data really has. A table made `LIKE raw_item_data` would
 * fail on foreign columns, unique keys and partitions.
 */
export function createStaging(session: Session, shape: TableShape, updatedAt: string): Staging {
  const { id, data, stock, updated_at } = shape.columns;
  // UTF-8 and escaping may take several bytes a character.
  const maxChars = Math.min(CHARS_PER_STATEMENT, shape.maxPacketBytes / 8);
  return {
    async open() {
      const attempt = 'make the staging table, for which the user needs CREATE TEMPORARY TABLES';
      await session.write(attempt, `DROP TEMPORARY TABLE IF EXISTS ${STAGE}`);
      await session.write(
        attempt,
        `CREATE TEMPORARY TABLE ${STAGE}
           (id ${id} NOT NULL PRIMARY KEY, data ${data}, stock ${stock}, updated_at ${updated_at} NULL) ENGINE = InnoDB`,
      );
    },
    async add(items) {
      for (const part of chunks(items, ROWS_PER_STATEMENT, maxChars, ({ data: text }) => text.length)) {
        const rows = part.map((item) => [item.productId, item.data, item.stock, updatedAt]);
        await session.write(
          'stage changed products',
          `INSERT INTO ${STAGE} (id, data, stock, updated_at) VALUES ?`,
          [rows],
        );
      }
    },
  };
}
