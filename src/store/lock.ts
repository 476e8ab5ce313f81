import { createHash } from 'node:crypto';
import { LockedError } from '../platform/errors.ts';
import type { Session } from './session.ts';

/** A second run is told within 5 s; a holder that is just leaving is waited for. */
const WAIT_S = 2;

/** Lock names are the server's, not the schema's, and at most 64 characters long. */
export function lockName(schema: string): string {
  return `bitcram-inventory-sync:${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
}

/** Takes the schema's lock; it is given back with the connection. Throws `LockedError` naming the holder. */
export async function takeLock(session: Session, schema: string): Promise<void> {
  const name = lockName(schema);
  const [row] = await session.read<{ taken: number | null }>(
    'take the lock',
    'SELECT GET_LOCK(?, ?) AS taken',
    [name, WAIT_S],
  );
  if (row?.taken === 1) return;
  throw new LockedError(
    `another run holds the lock of the schema ${schema}: ${await holder(session, name)}`,
    {
      hint: 'it is left alone; the next scheduled run tries again',
    },
  );
}

interface HolderRow {
  runId: string;
  command: string;
  startedAt: string;
  aliveAt: string;
}

async function holder(session: Session, name: string): Promise<string> {
  const attempt = 'see who holds the lock';
  const [used] = await session.read<{ connection: number | null }>(
    attempt,
    'SELECT IS_USED_LOCK(?) AS connection',
    [name],
  );
  const connection = `database connection ${used?.connection ?? 'unknown'}`;
  try {
    const [run] = await session.read<HolderRow>(
      attempt,
      `SELECT run_id AS runId, command, started_at AS startedAt, alive_at AS aliveAt
         FROM sync_run WHERE status = 'running' ORDER BY started_at DESC LIMIT 1`,
    );
    if (run === undefined) return connection;
    return `${run.command} ${run.runId}, since ${run.startedAt} UTC, last sign of life ${run.aliveAt} UTC (${connection})`;
  } catch {
    // Before the first migration there is no table of runs to ask.
    return connection;
  }
}
