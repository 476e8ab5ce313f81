import { chunks } from '../mysql/chunks.ts';
import { repeated } from '../mysql/repeat.ts';
import { pulseSql } from '../mysql/products.ts';
import type { Session } from '../mysql/session.ts';
import { calledOf, namesOf } from '../runs/names.ts';
import { phrase } from './phrase.ts';
import { ABSENT, fallsSql, STAGE } from './staging.ts';
import type { LoadPlan } from './store.ts';

/** The text of a price that is sure to become a number: anything else there would end the statement in strict mode. */
const NUMBER = `'^ *[+-]?[0-9]{1,200}([.][0-9]+)?([eE][+-]?[0-9]{1,2})? *$'`;

/** The price in `r.data`, NULL where there is none that is a number; `data` may be NULL, or no JSON at all. */
const PRICE = `CASE WHEN JSON_VALUE(r.data, '$.price') REGEXP ${NUMBER} THEN JSON_VALUE(r.data, '$.price') + 0e0 END`;

const INSERT = `
  INSERT INTO sync_change (run_id, item_id, kind, old_price, new_price, old_stock, new_stock, changed_at)`;

/**
 * What the staged items are about to change: a product whose price or stock moves, and one that is new. From the stage alone:
 * reading the rows' JSON once more costs as much as writing the changes. The LIMIT lets the server read the stage before it
 * writes, instead of going to and fro between the two with every row.
 */
export async function keepStagedChanges(session: Session, { runId, keepChanges }: LoadPlan): Promise<void> {
  if (!keepChanges) return;
  await session.write(
    phrase('note_changes'),
    `${INSERT}
     SELECT ?, id, IF(known, 'changed', 'new'), old_price, price, old_stock, stock, UTC_TIMESTAMP(3)
       FROM (SELECT id, known, old_price, price, old_stock, stock FROM ${STAGE} LIMIT 18446744073709551615) s
      WHERE NOT (known AND old_price <=> price AND old_stock <=> stock)`,
    [runId],
  );
}

/** What settling is about to do to rows: as the statements after it choose them. */
export async function keepSettledChanges(
  session: Session,
  { runId, keepChanges, missing: { treatment } }: LoadPlan,
): Promise<void> {
  if (!keepChanges || treatment === 'keep') return;
  const gone = treatment === 'zero';
  await session.write(
    phrase('note_changes'),
    `${INSERT}
     SELECT ?, r.id, ?, ${PRICE}, ${gone ? PRICE : 'NULL'}, r.stock, ?, UTC_TIMESTAMP(3)
       FROM ${session.products} r JOIN ${ABSENT} t ON t.item_id = r.id
      WHERE t.settle ${gone ? 'AND COALESCE(r.stock, 1) <> 0' : ''} FOR UPDATE`,
    [runId, gone ? 'gone' : 'deleted', gone ? 0 : null],
  );
}

/** What falling stocks are about to do to rows. */
export async function keepFallenChanges(session: Session, { runId, keepChanges }: LoadPlan): Promise<void> {
  if (!keepChanges) return;
  await session.write(
    phrase('note_changes'),
    `${INSERT}
     SELECT ?, r.id, 'changed', ${PRICE}, ${PRICE}, r.stock, t.stock, UTC_TIMESTAMP(3) FROM ${fallsSql(session)} FOR UPDATE`,
    [runId],
  );
}

const IDS_PER_QUESTION = 5000;

/** Price and stock of rows as they are, the price as the history has it. */
export async function offersOf(
  session: Session,
  productIds: readonly number[],
): Promise<{ productId: number; price: number | null; stock: number | null }[]> {
  const offers = [];
  for (const ids of chunks(productIds, IDS_PER_QUESTION)) {
    const rows = await session.read<{ id: number | string; price: number | null; stock: number | null }>(
      phrase('read_previous'),
      `SELECT r.id, ${PRICE} AS price, r.stock FROM ${session.products} r WHERE r.id IN (?)`,
      [ids],
    );
    for (const { id, price, stock } of rows) offers.push({ productId: Number(id), price, stock });
  }
  return offers;
}

const PRUNE_BATCH = 1000;
const FEWEST_BATCHES = 20;

/**
 * Changes of runs older than `days` go, a bounded batch a statement: at most 20,000 a run, or twice as many as it has written
 * itself, so that what is kept shrinks whatever the runs bring. A run's id begins with its time, and the primary key with the id.
 */
export async function pruneChanges(session: Session, days: number, written: number): Promise<void> {
  const batches = Math.max(FEWEST_BATCHES, Math.ceil((2 * written) / PRUNE_BATCH));
  for (let batch = 0, gone = PRUNE_BATCH; batch < batches && gone === PRUNE_BATCH; batch += 1) {
    gone = await repeated({ signal: session.signal }, () =>
      session.write(
        phrase('remove_changes'),
        `DELETE FROM sync_change WHERE run_id < DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL ? DAY, '%Y%m%d-%H%i%s')
          ORDER BY run_id, item_id LIMIT ${PRUNE_BATCH}`,
        [days],
      ),
    );
  }
}

/** A product as the shop's table has it. */
export interface Product {
  /** What its source knows it by, where its number says nothing to the shop. */
  code?: string;
  name: string | null;
  /** Null where there is none that is a number. */
  price: number | null;
  stock: number | null;
  updatedAt: string | null;
  /** How it is, as one text for a list, where its table has that. */
  pulse?: string;
}

export async function productNow(session: Session, productId: number): Promise<Product | undefined> {
  const [row] = await session.read<Omit<Product, 'name' | 'code'>>(
    phrase('read_product'),
    `SELECT ${PRICE} AS price, r.stock, r.updated_at AS updatedAt, ${pulseSql(session.products)} AS pulse FROM ${session.products} r WHERE r.id = ?`,
    [productId],
  );
  if (row === undefined) return undefined;
  const { pulse, ...offer } = row;
  const called = calledOf(await namesOf(session, [productId]), productId);
  return { ...called, ...offer, ...(pulse ? { pulse } : {}) };
}
