import type { Session } from './session.ts';
import type { TableShape } from './shape.ts';
import type { StagedItem, Staging } from './store.ts';

export const STAGE = 'sync_stage_item';

const ROWS_PER_STATEMENT = 1000;
/** Far below any server's `max_allowed_packet`, the one of which a single item may take a quarter. */
const TEXT_PER_STATEMENT = 1_000_000;

/**
 * The staging table: our four columns with the types that raw_item_data really has. A table made `LIKE raw_item_data` would
 * fail on foreign columns, unique keys and partitions.
 */
export function createStaging(session: Session, shape: TableShape, updatedAt: string): Staging {
  const { id, data, stock, updated_at } = shape.columns;
  const flush = async (items: readonly StagedItem[]): Promise<void> => {
    if (items.length === 0) return;
    const rows = items.map((item) => [item.productId, item.data, item.stock, updatedAt]);
    await session.write(
      'stage changed products',
      `INSERT INTO ${STAGE} (id, data, stock, updated_at) VALUES ?`,
      [rows],
    );
  };
  return {
    async open() {
      const attempt = 'make the staging table';
      await session.write(attempt, `DROP TEMPORARY TABLE IF EXISTS ${STAGE}`);
      await session.write(
        attempt,
        `CREATE TEMPORARY TABLE ${STAGE}
           (id ${id} NOT NULL PRIMARY KEY, data ${data}, stock ${stock}, updated_at ${updated_at} NULL) ENGINE = InnoDB`,
      );
    },
    async add(items) {
      let start = 0;
      let chars = 0;
      for (const [index, item] of items.entries()) {
        if (index - start === ROWS_PER_STATEMENT || chars + item.data.length > TEXT_PER_STATEMENT) {
          await flush(items.slice(start, index));
          start = index;
          chars = 0;
        }
        chars += item.data.length;
      }
      await flush(items.slice(start));
    },
  };
}
