import type { Place } from '../domain.ts';
import type { Session } from './session.ts';
import type { RunStore } from './store.ts';

/** Counts that a report has under the names of sync_run's columns. */
const COUNTS = [
  ...[
    'fetched',
    'unchanged',
    'inserted',
    'updated',
    'duplicates',
    'quarantined',
    'missing',
    'removed',
    'negative',
  ],
  ...['owed', 'delivered', 'pending', 'dead'],
] as const;

export function createRuns(session: Session): RunStore {
  return {
    async start({ runId, command, mode, forced }) {
      // The lock is ours: whoever else still stands as running is gone.
      await session.write(
        'close the books of runs that died',
        `UPDATE sync_run SET status = 'lost', reason = ? WHERE status = 'running'`,
        ['the process ended without a word'],
      );
      await session.write(
        'write down the run',
        `INSERT INTO sync_run (run_id, command, mode, status, forced, started_at, alive_at)
         VALUES (?, ?, ?, 'running', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
        [runId, command, mode, forced ? 1 : 0],
      );
    },
    async lastPlace() {
      const [row] = await session.read<Pick<Place, 'warehouseId' | 'priceListId'>>(
        'read where the last run read from',
        `SELECT warehouse_id AS warehouseId, price_list_id AS priceListId FROM sync_run
          WHERE committed_at IS NOT NULL AND warehouse_id IS NOT NULL ORDER BY committed_at DESC, run_id DESC LIMIT 1`,
      );
      return row;
    },
    async finish(runId, { status, exitCode, reason, report }) {
      const counts = COUNTS.filter((name) => typeof report[name] === 'number');
      await session.lastWrite(
        'write down how the run ended',
        `UPDATE sync_run SET status = ?, exit_code = ?, reason = ?, report = ?, finished_at = UTC_TIMESTAMP(3),
                alive_at = UTC_TIMESTAMP(3)${counts.map((name) => `, ${name} = ?`).join('')}
          WHERE run_id = ?`,
        [
          status,
          exitCode,
          reason,
          JSON.stringify(report),
          ...counts.map((name) => report[name] as number),
          runId,
        ],
      );
    },
  };
}

/** How often a run shows that it lives; well within the session's idle limit, which frees a half-open connection's lock. */
const SIGN_OF_LIFE_MS = 15_000;

/** Keeps the connection and the run's sign of life fresh. Returns what stops it. */
export function showLife(session: Session, runId: string): () => void {
  const beat = (): void => {
    if (session.inTransaction || session.signal.aborted) return;
    session
      .write('show a sign of life', 'UPDATE sync_run SET alive_at = UTC_TIMESTAMP(3) WHERE run_id = ?', [
        runId,
      ])
      // The next statement of the run meets the same error and says so.
      .catch(() => undefined);
  };
  const timer = setInterval(beat, SIGN_OF_LIFE_MS);
  timer.unref();
  return () => clearInterval(timer);
}

export interface RunEntry {
  runId: string;
  command: string;
  mode: string | null;
  status: string;
  exitCode: number | null;
  reason: string | null;
  forced: number;
  startedAt: string;
  aliveAt: string;
  committedAt: string | null;
  finishedAt: string | null;
  proceduresOwed: number;
  warehouseId: string | null;
  priceListId: string | null;
  report: string | null;
}

const ENTRY = `
  SELECT run_id AS runId, command, mode, status, exit_code AS exitCode, reason, forced, started_at AS startedAt,
         alive_at AS aliveAt, committed_at AS committedAt, finished_at AS finishedAt, procedures_owed AS proceduresOwed,
         warehouse_id AS warehouseId, price_list_id AS priceListId, report
    FROM sync_run`;

export async function listRuns(session: Session, limit: number): Promise<RunEntry[]> {
  return session.read<RunEntry>('read the runs', `${ENTRY} ORDER BY started_at DESC, run_id DESC LIMIT ?`, [
    limit,
  ]);
}

export async function findRun(session: Session, runId: string): Promise<RunEntry | undefined> {
  const [run] = await session.read<RunEntry>('read the run', `${ENTRY} WHERE run_id = ?`, [runId]);
  return run;
}

const PRUNE_BATCH = 1000;

/**
 * Old runs and settled quarantine go, a bounded batch a statement; a run that still owes its procedures stays. A run that
 * died without a word has no end, only a last sign of life.
 */
export async function prune(session: Session, days: number): Promise<void> {
  const old = [
    `DELETE FROM sync_run WHERE COALESCE(finished_at, alive_at) < UTC_TIMESTAMP() - INTERVAL ? DAY
        AND status <> 'running' AND NOT procedures_owed`,
    `DELETE FROM sync_quarantine WHERE settled_at < UTC_TIMESTAMP() - INTERVAL ? DAY`,
  ];
  for (const sql of old) {
    let gone = PRUNE_BATCH;
    while (gone === PRUNE_BATCH) {
      gone = await session.write('remove old history', `${sql} LIMIT ${PRUNE_BATCH}`, [days]);
    }
  }
}
