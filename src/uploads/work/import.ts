import type { Session } from '../../mysql/session.ts';
import { orAborted } from '../../platform/lifecycle.ts';
import { readAhead } from '../../platform/read-ahead.ts';
import { openSpreadsheet } from '../../spreadsheets/index.ts';
import { StoredCatalogue } from '../catalogue/catalogue.ts';
import { ForetoldCatalogue } from '../catalogue/foretold.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Counts, Task } from '../task.ts';
import { type ChunkJob, commitChunk, type Position } from './chunk.ts';
import { updateHeld } from './lease.ts';
import { ChunkSize, readChunks } from './read-chunks.ts';

interface ImportRules {
  readonly leaseS: number;
  readonly mostRows: number;
}

export interface ImportJob {
  /** Of this task alone: a dry run has a temporary table in it. */
  readonly session: Session;
  readonly store: ObjectStore;
  readonly rules: ImportRules;
  /** What is being written when it aborts is still committed, and nothing after it. */
  readonly signal: AbortSignal;
  /** What became of the rows of a chunk that is committed. */
  readonly onCommitted?: ((counts: Counts) => void) | undefined;
}

/** What was found of the file comes with the first rows: who looks sees it. */
const FOUND = 'found_encoding = ?, found_delimiter = ?';

/**
 * Reads the file of a claimed task from its checkpoint on, and writes what becomes of its rows, chunk by chunk; the next one is read
 * while the database writes the last. Throws `SpreadsheetError` or `UploadError` where the file is at fault, `LostLeaseError` where the task is
 * another worker's by now, and the signal's reason.
 */
export async function importTask(job: ImportJob, task: Task): Promise<'completed' | 'cancelled'> {
  const { session, store, rules, signal } = job;
  const { asked } = task;
  await using file = await store.open(task.file.key);
  const options = { sheet: asked.sheet ?? undefined, encoding: asked.encoding ?? undefined };
  await using book = await openSpreadsheet(file.path, options);
  await updateHeld(session, task, FOUND, [book.encoding, book.delimiter]);
  const size = new ChunkSize();
  const reading = { asked, afterRow: task.checkpointRow, mostRows: rules.mostRows, size };
  const chunks = readAhead(readChunks(book.rows(), reading));
  try {
    const chunkJob = await chunkJobOf(job, task);
    let position = positionOf(task);
    for (;;) {
      const next = await orAborted(chunks.next(), signal);
      if (next.done === true) return 'completed';
      const startMs = performance.now();
      const committed = await commitChunk(chunkJob, position, next.value);
      if (committed === undefined) return 'cancelled';
      job.onCommitted?.(committed.counts);
      position = committed.position;
      size.took(performance.now() - startMs);
    }
  } finally {
    // Nobody waits for a reader that is in the middle of something.
    chunks.return().catch(() => undefined);
  }
}

async function chunkJobOf({ session, rules }: ImportJob, task: Task): Promise<ChunkJob> {
  const { replaces, dryRun } = task.asked;
  const writer = { proveedorId: task.proveedorId, taskId: task.id, replaces };
  const catalogue = dryRun
    ? await ForetoldCatalogue.open(session, writer)
    : new StoredCatalogue(session, writer);
  return { session, held: task, catalogue, replaces, leaseS: rules.leaseS };
}

function positionOf({ checkpointRow, result }: Task): Position {
  const created = { ids: result?.created ?? [], truncated: result?.truncated ?? false };
  return { checkpointRow, created };
}
