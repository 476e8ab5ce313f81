import { afterEach, beforeEach } from 'vitest';
import type { Session } from '../../src/mysql/session.ts';
import { repeated } from '../../src/mysql/repeat.ts';
import {
  addReadings,
  type Movement,
  openReadings,
  recordMovements,
  type StockRules,
  takeReadings,
} from '../../src/channels/stock.ts';
import { openSchema, type TestSchema } from './database.ts';
import { connectTo, migrateSchema } from './session.ts';
import { DOING } from './words.ts';

/** A migrated schema with two connections on it, whose clocks are what the test says. */
export interface Books {
  schema: TestSchema;
  session: Session;
  other: Session;
  close(): Promise<void>;
}

export const MIDNIGHT_S = Date.UTC(2026, 2, 1) / 1000;

export async function openBooks(): Promise<Books> {
  const schema = await openSchema();
  await migrateSchema(schema);
  const session = await connectTo(schema);
  const other = await connectTo(schema);
  return {
    schema,
    session,
    other,
    async close() {
      // MariaDB may still have them for a moment after a connection is gone, and the next test takes leases of the same names.
      await Promise.all([session, other].map((each) => each.lastWrite(DOING, 'DO RELEASE_ALL_LOCKS()')));
      await Promise.all([session.close(), other.close()]);
      await schema.drop();
    },
  };
}

/** Others before each test, with these items on the shelf. */
export function booksBeforeEach(items: Readonly<Record<number, string>> = {}): Books {
  const books = {} as Books;
  beforeEach(async () => {
    Object.assign(books, await openBooks());
    await stockShelf(books, items);
  });
  afterEach(() => books.close());
  return books;
}

/** The source learns of till sales within a minute, of orders within an hour. */
export const LEARNS: StockRules = { hasSource: true, absorbS: { sale: 60, order: 3600 } };

/** At the till. */
export function sale(sourceKey: string, sku: string | null, quantity = 1, line = '1'): Movement {
  return { sourceKey, line, kind: 'sale', quantity, sku, location: '' };
}

/** In the channel `a`. */
export function order(
  id: string,
  listingId: number | undefined,
  quantity = 1,
  sku: string | null = null,
): Movement {
  return {
    sourceKey: `a:${id}`,
    line: '7',
    kind: 'order',
    quantity,
    sku,
    channel: 'a',
    orderId: id,
    location: '',
    ...(listingId === undefined ? {} : { listingId }),
  };
}

/** Where the source learns of sales and orders. */
export function record({ session }: Books, ...told: Movement[]): ReturnType<typeof recordMovements> {
  return recordMovements(session, LEARNS, told);
}

/** From here on it is so many seconds after midnight, as far as this connection is asked. */
export async function setClock(session: Session, seconds: number): Promise<void> {
  await session.write(DOING, `SET timestamp = ${MIDNIGHT_S + seconds}`);
}

/** As the database writes it. */
export function at(seconds: number): string {
  return new Date((MIDNIGHT_S + seconds) * 1000).toISOString().replace('T', ' ').replace('Z', '000');
}

/** Items with stock and SKU, each with a listing in the channels `a` and `b`: of item 1 these are 11 and 12. */
export async function stockShelf(
  { schema }: Books,
  items: Readonly<Record<number, string>>,
  stock = 10,
): Promise<void> {
  for (const [id, sku] of Object.entries(items)) {
    await schema.query('INSERT INTO raw_item_data (id, stock) VALUES (?, ?)', [id, stock]);
    await schema.query('INSERT INTO item (id, sku) VALUES (?, ?)', [id, sku]);
    for (const [index, channel] of ['a', 'b'].entries()) {
      await addListing(schema, Number(id) * 10 + index + 1, channel, { [id]: 1 });
    }
  }
}

export async function addListing(
  schema: TestSchema,
  id: number,
  channel: string,
  parts: Readonly<Record<number, number>>,
): Promise<void> {
  await schema.query('INSERT INTO channel_listing (id, channel, remote_id) VALUES (?, ?, ?)', [
    id,
    channel,
    `r${id}`,
  ]);
  for (const [itemId, units] of Object.entries(parts)) {
    await schema.query('INSERT INTO channel_listing_part VALUES (?, ?, ?)', [id, itemId, units]);
  }
}

export interface RunOfTest {
  runId: string;
  startedAt: number;
  /** Read everything: what it does not hand in stands as it was. */
  isWhole?: boolean;
  /** What it met in a state that cannot be used. */
  unread?: readonly number[];
  readings: Readonly<Record<number, number | { falls: number }>>;
}

/** What a load does of the ledger. */
export async function readStock(
  session: Session,
  rules: StockRules,
  { runId, startedAt, isWhole = false, unread = [], readings }: RunOfTest,
): Promise<void> {
  await session.write(
    DOING,
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at) VALUES (?, 'sync', 'running', ?, NOW())`,
    [runId, at(startedAt)],
  );
  await openReadings(session);
  await addReadings(
    session,
    Object.entries(readings).map(([id, read]) => ({
      itemId: Number(id),
      quantity: typeof read === 'number' ? read : read.falls,
      isGood: typeof read === 'number',
    })),
  );
  await repeated({ signal: session.signal, attempts: 4, firstWaitMs: 10 }, () =>
    session.transaction(DOING, async () => {
      await takeReadings(session, runId, rules);
      if (isWhole) await quarantine(session, unread);
      await session.write(DOING, 'UPDATE sync_run SET committed_at = NOW(3), in_stock = ? WHERE run_id = ?', [
        isWhole ? 1 : null,
        runId,
      ]);
    }),
  );
}

async function quarantine(session: Session, itemIds: readonly number[]): Promise<void> {
  await session.write(DOING, 'UPDATE sync_quarantine SET settled_at = NOW(3)');
  for (const id of itemIds) {
    await session.write(
      DOING,
      `REPLACE INTO sync_quarantine (list, subject, reason, item_id, raw, first_seen_at, last_seen_at, last_run_id)
       VALUES ('stock', ?, 'bad_balance', ?, '', NOW(), NOW(), '')`,
      [String(id), id],
    );
  }
}

export interface LevelRow {
  item: number;
  base: number | null;
  held: number;
  read: string | null;
  run: string | null;
}

export function levelsOf({ schema }: Pick<Books, 'schema'>): Promise<LevelRow[]> {
  return schema.query<LevelRow>(
    'SELECT item_id AS item, base, held, read_at AS `read`, read_run_id AS run FROM stock_level ORDER BY item_id, location',
  );
}

/** What each item has, as it was read and as it is held. */
export async function heldOf(books: Pick<Books, 'schema'>): Promise<Record<number, [number | null, number]>> {
  return Object.fromEntries((await levelsOf(books)).map(({ item, base, held }) => [item, [base, held]]));
}

export function movementsOf({ schema }: Pick<Books, 'schema'>): Promise<unknown[]> {
  return schema.query(
    'SELECT source_key AS `key`, line, item_id AS item, quantity, end_reason AS ended FROM stock_movement ORDER BY id',
  );
}

/** The listings that are to be looked at, by their ids. */
export async function marked({ schema }: Pick<Books, 'schema'>): Promise<number[]> {
  const rows = await schema.query<{ id: number }>(
    'SELECT subject_id AS id FROM channel_outbox ORDER BY subject_id',
  );
  return rows.map(({ id }) => id);
}

export async function forgetMarks({ schema }: Pick<Books, 'schema'>): Promise<void> {
  await schema.query('DELETE FROM channel_outbox');
}
