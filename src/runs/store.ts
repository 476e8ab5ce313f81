import { deleteInBatches } from '../mysql/delete-in-batches.ts';
import { goneAmong } from '../mysql/lease.ts';
import type { Session } from '../mysql/session.ts';
import type { Phrase } from '../platform/phrase.ts';
import { sqlOf } from '../platform/zone.ts';
import { GOOD_STATUSES, STATUS_SQL } from './outcome.ts';
import { phrase } from './phrase.ts';
import { count } from './questions/listed.ts';
import { RECONCILE } from './questions/whole.ts';
import type { ProductChange } from './product-change.ts';
import type { RunCommand } from './report.ts';

/** A flash, or any other run. */
export type Speed = 'flash' | 'whole';

export interface RunStart {
  runId: string;
  command: RunCommand;
  mode: string | null;
  forced: boolean;
  /** How many products were asked for alone; null: all. */
  selected: number | null;
  /** False of a run that only sends: others may load meanwhile. */
  holdsLock: boolean;
  /** Where a flash has a lock of its own: which lock is held. */
  speed?: Speed | undefined;
}

/** The rows of sync_run, written by the run that they are of. */
export interface RunStore {
  start(run: RunStart): Promise<void>;
  /** Where the last run read from that committed a load, if there was one. */
  lastPlaceKey(): Promise<string | undefined>;
  /** What a flash builds on; undefined where no run has read everything. */
  lastReading(): Promise<LastReading | undefined>;
  /** Notes how the run ended, also after an abort. `report` is the run's report as it is logged. */
  finish(runId: string, outcome: RunOutcome): Promise<void>;
}

export interface LastReading {
  /** Of the last run that committed, a `--select` aside. */
  startedAt: Date;
  /** Of the last one that read everything. */
  fetched: number;
  inStock: number;
  priced: number;
}

interface RunOutcome {
  status: string;
  exitCode: number;
  reason: string | null;
  error: Phrase | null;
  report: Readonly<Record<string, unknown>>;
  /** As one text for a list; null where nobody lists it so. */
  pulse?: string | null;
}

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
    async start({ runId, command, mode, forced, selected, holdsLock, speed }) {
      await closeLostRuns(session, holdsLock, speed);
      await session.write(
        phrase('note_run'),
        `INSERT INTO sync_run (run_id, command, mode, status, forced, report, started_at, alive_at, unlocked_at)
         VALUES (?, ?, ?, 'running', ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(3), IF(?, NULL, UTC_TIMESTAMP(3)))`,
        [
          ...[runId, command, mode, forced ? 1 : 0],
          // Whoever looks meanwhile, or after it died, must not take it for a run of all.
          selected === null ? null : JSON.stringify({ selected }),
          holdsLock ? 1 : 0,
        ],
      );
    },
    async lastPlaceKey() {
      const [row] = await session.read<{ placeKey: string }>(
        phrase('read_last_place'),
        `SELECT place_key AS placeKey FROM sync_run
          WHERE committed_at IS NOT NULL AND place_key IS NOT NULL ORDER BY started_at DESC, run_id DESC LIMIT 1`,
      );
      return row?.placeKey;
    },
    async lastReading() {
      const attempt = phrase('read_last_reading');
      const [whole] = await session.read<Pick<LastReading, 'fetched' | 'inStock' | 'priced'>>(
        attempt,
        `SELECT fetched, in_stock AS inStock, priced FROM sync_run
          WHERE committed_at IS NOT NULL AND in_stock IS NOT NULL ORDER BY started_at DESC LIMIT 1`,
      );
      const [last] = await session.read<{ startedAt: string }>(
        attempt,
        `SELECT started_at AS startedAt FROM sync_run
          WHERE committed_at IS NOT NULL AND (in_stock IS NOT NULL OR mode = 'flash')
          ORDER BY started_at DESC LIMIT 1`,
      );
      if (whole === undefined || last === undefined) return undefined;
      return { ...whole, startedAt: new Date(`${last.startedAt.replace(' ', 'T')}Z`) };
    },
    async finish(runId, { status, exitCode, reason, error, report, pulse = null }) {
      const counts = COUNTS.filter((name) => typeof report[name] === 'number');
      await session.lastWrite(
        phrase('note_end'),
        `UPDATE sync_run SET status = ?, exit_code = ?, reason = ?, error = ?, report = ?, pulse = ?, finished_at = UTC_TIMESTAMP(3),
                alive_at = UTC_TIMESTAMP(3)${counts.map((name) => `, ${name} = ?`).join('')}
          WHERE run_id = ?`,
        [
          status,
          exitCode,
          reason,
          error && JSON.stringify(error),
          JSON.stringify(report),
          pulse,
          ...counts.map((name) => report[name] as number),
          runId,
        ],
      );
    },
  };
}

/** Whoever stands as running with the lock that is ours now is gone, and whoever has no lock and no connection any more. */
async function closeLostRuns(session: Session, holdsLock: boolean, speed?: Speed): Promise<void> {
  const attempt = phrase('close_lost_runs');
  const running = await session.read<{ runId: string; locked: number }>(
    attempt,
    `SELECT run_id AS runId, unlocked_at IS NULL AS locked FROM sync_run
      WHERE status = 'running' AND (unlocked_at IS NOT NULL OR ${ofSpeed(speed)})`,
  );
  const idsOf = (locked: number): string[] =>
    running.flatMap((run) => (run.locked === locked ? [run.runId] : []));
  const lost = [...(holdsLock ? idsOf(1) : []), ...(await goneAmong(session, idsOf(0)))];
  if (lost.length === 0) return;
  await session.write(
    attempt,
    `UPDATE sync_run SET status = 'lost', reason = ? WHERE status = 'running' AND run_id IN (?)`,
    ['the process exited without a report', lost],
  );
}

/** Condition for the runs that hold the same lock as one of this speed. */
function ofSpeed(speed: Speed | undefined): string {
  if (speed === undefined) return 'TRUE';
  return speed === 'flash' ? `mode = 'flash'` : `NOT (mode <=> 'flash')`;
}

export async function noteLock(session: Session, runId: string, holdsLock: boolean): Promise<void> {
  await session.write(
    phrase('note_lock'),
    'UPDATE sync_run SET unlocked_at = IF(?, NULL, UTC_TIMESTAMP(3)) WHERE run_id = ?',
    [holdsLock ? 1 : 0, runId],
  );
}

export interface RunEntry {
  runId: string;
  command: string;
  mode: string | null;
  status: string;
  exitCode: number | null;
  reason: string | null;
  /** As JSON; null where the run went well, or is of a version that kept the reason alone. */
  error: string | null;
  forced: number;
  startedAt: string;
  aliveAt: string;
  committedAt: string | null;
  finishedAt: string | null;
  proceduresOwed: number;
  placeKey: string | null;
  exchangeRate: string | null;
  pulse: string | null;
  report: string | null;
}

const ENTRY = `
  SELECT run_id AS runId, command, mode, ${STATUS_SQL} AS status, exit_code AS exitCode, reason, error, forced,
         CAST(started_at AS DATETIME(3)) AS startedAt,
         alive_at AS aliveAt, committed_at AS committedAt, finished_at AS finishedAt, procedures_owed AS proceduresOwed,
         place_key AS placeKey, exchange_rate AS exchangeRate, pulse, report
    FROM sync_run`;

/** Which runs are asked for: those that fit all that is given. */
export interface RunFilter {
  /** When they began. */
  fromMs?: number;
  beforeMs?: number;
  status?: string;
  /** Those that went wrong, as the page's days count them. */
  failed?: boolean;
}

/** The newest first. */
export async function listRuns(session: Session, limit: number, filter: RunFilter = {}): Promise<RunEntry[]> {
  const { where, values } = conditionOf(filter);
  return session.read<RunEntry>(
    phrase('read_runs'),
    `${ENTRY} ${where} ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    [...values, limit],
  );
}

export function countRuns(session: Session, filter: RunFilter): Promise<number> {
  const { where, values } = conditionOf(filter);
  return count(session, `sync_run ${where}`, values);
}

export function conditionOf({ fromMs, beforeMs, status, failed = false }: RunFilter) {
  const conditions: [sql: string, value: string | readonly string[] | undefined][] = [
    ['started_at >= ?', fromMs === undefined ? undefined : sqlOf(fromMs)],
    ['started_at < ?', beforeMs === undefined ? undefined : sqlOf(beforeMs)],
    [`${STATUS_SQL} = ?`, status],
    [`${STATUS_SQL} NOT IN (?)`, failed ? GOOD_STATUSES : undefined],
  ];
  const given = conditions.filter(([, value]) => value !== undefined);
  return {
    where: given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`,
    values: given.map(([, value]) => value as string | readonly string[]),
  };
}

export async function findRun(session: Session, runId: string): Promise<RunEntry | undefined> {
  const [run] = await session.read<RunEntry>(phrase('read_run'), `${ENTRY} WHERE run_id = ?`, [runId]);
  return run;
}

/** What a run changed of prices and stock, as far as it is kept, without the products' names. */
export async function changesOfRun(session: Session, runId: string): Promise<ProductChange[]> {
  return session.read<ProductChange>(
    phrase('read_changes'),
    `SELECT item_id AS product_id, NULL AS name, kind, old_price, new_price, old_stock, new_stock
       FROM sync_change WHERE run_id = ?`,
    [runId],
  );
}

/** The command that is under way in this schema, in words; undefined where the schema knows of none. */
export async function runningInWords(session: Session, speed?: Speed): Promise<Phrase | undefined> {
  try {
    const [run] = await session.read<Pick<RunEntry, 'runId' | 'command' | 'startedAt' | 'aliveAt'>>(
      phrase('read_runs'),
      `SELECT run_id AS runId, command, CAST(started_at AS DATETIME(3)) AS startedAt, alive_at AS aliveAt
         FROM sync_run WHERE status = 'running' AND unlocked_at IS NULL AND ${ofSpeed(speed)} ORDER BY started_at DESC LIMIT 1`,
    );
    return (
      run &&
      phrase('running', { command: run.command, run: run.runId, started: run.startedAt, alive: run.aliveAt })
    );
  } catch {
    // Before the first migration there is no table of runs to ask.
    return undefined;
  }
}

/** By them it is known when the next one is due. */
const RECONCILE_DAYS = 7;

/** Runs that began more than `days` ago go, which a key finds among a month of them; one whose procedures are pending stays. */
export function pruneRuns(session: Session, days: number): Promise<void> {
  return deleteInBatches(
    session,
    `DELETE FROM sync_run WHERE started_at < UTC_TIMESTAMP() - INTERVAL ? DAY
        AND NOT (command = '${RECONCILE}' AND started_at >= UTC_TIMESTAMP() - INTERVAL ${RECONCILE_DAYS} DAY)
        AND status <> 'running' AND NOT procedures_owed`,
    [days],
  );
}
