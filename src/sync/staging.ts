import { chunks } from '../mysql/chunks.ts';
import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { TableShape } from './shape.ts';
import { StagingDoubtError, type StagedItem, type Staging } from './store.ts';

export const STAGE = 'sync_stage_item';
/** Products that the list lacks, staged as well. */
export const ABSENT = 'sync_stage_missing';
/** Products of which only the stock is taken in, and only where it falls. */
export const FALLEN = 'sync_stage_fall';
/** SQL for these with their rows, as `t` and `r`. */
export const fallsSql = ({ products }: Session): string =>
  `${products} r JOIN ${FALLEN} t ON t.item_id = r.id WHERE t.stock < COALESCE(r.stock, 1)`;

const ROWS_PER_STATEMENT = 1000;
const BYTES_PER_STATEMENT = 1_000_000;
const BYTES_PER_PACKET = 128 * 1024;
/** Fewer are one small INSERT. */
const FEWEST_TO_LOAD = 100;

const INSERT_SQL = `INSERT INTO ${STAGE} (id, data, stock, updated_at, known, price, old_price, old_stock) VALUES ?`;
/** Nothing has to be escaped: compact JSON has no control character. */
const LOAD_SQL = `
  LOAD DATA LOCAL INFILE 'changed products' INTO TABLE ${STAGE} CHARACTER SET utf8mb4
  FIELDS TERMINATED BY '\\t' ESCAPED BY '' LINES TERMINATED BY '\\n'
  (id, data, stock, updated_at, known, @price, @old_price, @old_stock)
  SET price = NULLIF(@price, ''), old_price = NULLIF(@old_price, ''), old_stock = NULLIF(@old_stock, '')`;

const ATTEMPT = phrase('stage');

/**
 * The staging table: our four columns with the types that raw_item_data really has, and what the history of changes wants. A
 * table made `LIKE raw_item_data` would fail on foreign columns, unique keys and partitions.
 *
 * Filled by `LOAD DATA LOCAL` where the server allows it. That turns errors into warnings, also in strict mode: after the
 * first one, or the first row that did not arrive, this is a `StagingDoubtError`, and from then on INSERTs are used, which fail
 * loudly.
 */
export function createStaging(session: Session, shape: TableShape, updatedAt: string): Staging {
  const { id, data, stock, updated_at } = shape.columns;
  let mayLoad = shape.localInfile;

  const insert = async (items: Iterable<StagedItem>): Promise<void> => {
    // Escaping may double what is text.
    const maxBytes = Math.min(BYTES_PER_STATEMENT, shape.maxPacketBytes / 4);
    for (const part of chunks(items, ROWS_PER_STATEMENT, maxBytes, (item) => item.data.length)) {
      const rows = part.map((item) => [
        item.productId,
        item.data.toString('utf8'),
        item.stock,
        updatedAt,
        item.before === null ? 0 : 1,
        item.price,
        item.before?.price ?? null,
        item.before?.stock ?? null,
      ]);
      await session.write(ATTEMPT, INSERT_SQL, [rows]);
    }
  };

  const load = async (items: Iterable<StagedItem>, count: number): Promise<void> => {
    const { rows, warnings } = await session.loadData(ATTEMPT, LOAD_SQL, packets(items, updatedAt));
    if (rows === count && warnings === 0) return;
    mayLoad = false;
    throw new StagingDoubtError(phrase('staging_in_doubt', { sent: count, arrived: rows, warnings }));
  };

  return {
    async open() {
      const attempt = phrase('make_stage');
      await session.write(attempt, `DROP TEMPORARY TABLE IF EXISTS ${STAGE}`);
      await session.write(
        attempt,
        `CREATE TEMPORARY TABLE ${STAGE}
           (id ${id} NOT NULL PRIMARY KEY, data ${data}, stock ${stock}, updated_at ${updated_at} NULL,
            known BOOLEAN NOT NULL, price DOUBLE NULL, old_price DOUBLE NULL, old_stock BIGINT NULL) ENGINE = InnoDB`,
      );
    },
    add: (items, count) => (mayLoad && count >= FEWEST_TO_LOAD ? load(items, count) : insert(items)),
  };
}

/** The rows as the lines of a file, many to a packet. */
function* packets(items: Iterable<StagedItem>, updatedAt: string): Generator<Buffer> {
  let packet = Buffer.allocUnsafe(BYTES_PER_PACKET);
  let length = 0;
  for (const { productId, data, stock, price, before } of items) {
    const head = `${productId}\t`;
    const history = `${before === null ? 0 : 1}\t${price ?? ''}\t${before?.price ?? ''}\t${before?.stock ?? ''}`;
    const tail = `\t${stock}\t${updatedAt}\t${history}\n`;
    const more = head.length + data.length + tail.length;
    if (length + more > packet.length) {
      if (length > 0) yield packet.subarray(0, length);
      packet = Buffer.allocUnsafe(Math.max(BYTES_PER_PACKET, more));
      length = 0;
    }
    length += packet.write(head, length, 'latin1');
    length += data.copy(packet, length);
    length += packet.write(tail, length, 'latin1');
  }
  if (length > 0) yield packet.subarray(0, length);
}
