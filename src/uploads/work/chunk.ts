import { repeated } from '../../mysql/repeat.ts';
import type { Session, Value } from '../../mysql/session.ts';
import { BugError } from '../../platform/errors.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type Plan, planRows } from '../catalogue/plan.ts';
import { phrase } from '../phrase.ts';
import { ID } from '../rows/columns.ts';
import { keptErrors } from '../rows/errors.ts';
import type { ProductRow } from '../rows/product.ts';
import type { Counts } from '../task.ts';
import { CANCELLED, ENDED, type Held, LostLeaseError, lockHeld, updateHeld } from './lease.ts';

/** Rows that follow each other in a spreadsheet. */
export interface Chunk {
  readonly rows: readonly ProductRow[];
  /** So many rows have been read, with these; of the last chunk all that there are. */
  readonly rowsRead: number;
  readonly isLast: boolean;
}

/** How far a worker is with a task that it holds. */
export interface Position {
  readonly checkpointRow: number;
  /** Ids of products that were created, the first of them. */
  readonly created: { readonly ids: readonly string[]; readonly truncated: boolean };
}

export interface ChunkJob {
  readonly session: Session;
  readonly held: Held;
  readonly catalogue: Catalogue;
  readonly replaces: boolean;
  readonly leaseS: number;
}

const ATTEMPTS = 10;
const FIRST_WAIT_MS = 5;
const MOST_CREATED_IDS = 1000;

/**
 * What becomes of the rows, written in one transaction with where the task stands, or nothing of it. Undefined: the task was cancelled
 * meanwhile, and nothing of these rows is written. Throws a `LostLeaseError` where it is another worker's by now.
 */
export async function commitChunk(
  job: ChunkJob,
  before: Position,
  chunk: Chunk,
): Promise<{ position: Position; counts: Counts } | undefined> {
  const { session, held, catalogue } = job;
  const often = { signal: session.signal, attempts: ATTEMPTS, firstWaitMs: FIRST_WAIT_MS };
  return repeated(often, () =>
    session.transaction(phrase('write_chunk'), async () => {
      const locked = await lockHeld(session, held);
      if (locked.checkpointRow !== before.checkpointRow) throw new LostLeaseError(phrase('lease_lost'));
      if (locked.state === 'cancelling') {
        await updateHeld(session, held, CANCELLED, ['cancelled']);
        return undefined;
      }
      const plan = planRows(chunk.rows, await catalogue.find(chunk.rows), job);
      await catalogue.write(plan, locked.now);
      await keepErrors(session, held, plan);
      const counts = sumOf(locked, plan.counts);
      const after = positionAfter(before, plan, chunk);
      if (chunk.isLast) await requireBalance(session, held, counts, chunk.rowsRead);
      await note(job, counts, before, after, chunk);
      return { position: after, counts: plan.counts };
    }),
  );
}

function sumOf(one: Counts, other: Counts): Counts {
  return {
    created: one.created + other.created,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    failed: one.failed + other.failed,
    duplicates: one.duplicates + other.duplicates,
  };
}

function positionAfter({ checkpointRow, created }: Position, { inserts }: Plan, { rows }: Chunk): Position {
  const reached = { checkpointRow: rows.at(-1)?.number ?? checkpointRow };
  if (created.truncated || inserts.length === 0) return { ...reached, created };
  const room = MOST_CREATED_IDS - created.ids.length;
  const more = inserts.slice(0, room).map((product) => product[ID] as string);
  return { ...reached, created: { ids: [...created.ids, ...more], truncated: inserts.length > room } };
}

async function keepErrors(session: Session, { id }: Held, { errors }: Plan): Promise<void> {
  if (errors.length === 0) return;
  const sql = 'INSERT INTO upload_row_error (task_id, fila, errors) VALUES ?';
  const rows = errors.map(({ number, errors: of }): Value[] => [id, number, keptErrors(of)]);
  await session.write(phrase('write_row_errors'), sql, [rows]);
}

/** Every row that was read has one outcome, and every failed one is told with its reason. */
async function requireBalance(session: Session, { id }: Held, counts: Counts, read: number): Promise<void> {
  const { created, updated, unchanged, failed } = counts;
  const sql = 'SELECT COUNT(*) AS told FROM upload_row_error WHERE task_id = ?';
  const [row] = await session.read<{ told: number }>(phrase('read_row_errors'), sql, [id]);
  const told = row?.told ?? 0;
  if (created + updated + unchanged + failed === read && failed === told) return;
  throw new BugError(phrase('rows_unbalanced', { read, created, updated, unchanged, failed, told }));
}

async function note(
  { session, held, leaseS }: ChunkJob,
  counts: Counts,
  before: Position,
  { checkpointRow, created }: Position,
  { isLast, rowsRead }: Chunk,
): Promise<void> {
  const set = ['checkpoint_row = ?', ...Object.keys(counts).map((name) => `${name} = ?`)];
  const values: Value[] = [checkpointRow, ...(Object.values(counts) as number[])];
  if (created !== before.created) {
    set.push('result = ?');
    values.push(JSON.stringify({ created: created.ids, truncated: created.truncated }));
  }
  if (isLast) {
    set.push('total = ?', 'error_code = NULL', 'error_params = NULL', ENDED);
    values.push(rowsRead, 'completed');
  } else {
    set.push("stage = 'writing'", 'lease_until = NOW(6) + INTERVAL ? SECOND');
    values.push(leaseS);
  }
  await updateHeld(session, held, set.join(', '), values);
}
