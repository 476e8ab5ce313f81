import {
  asSyncError,
  type ExitCode,
  InterruptedError,
  type SyncError,
  worstExit,
} from '../platform/errors.ts';
import { inOneLine, type Log, logError } from '../platform/log.ts';
import type { Describe } from '../platform/phrase.ts';
import { peakRssMb } from '../platform/memory.ts';
import type { Progress } from '../platform/progress.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { Phases } from './phases.ts';
import { pulseOf } from './pulse.ts';
import type { ProductChange } from './product-change.ts';
import { type GuardEvidence, type Outcome, type Report, type SoldReport, statusOf } from './report.ts';
import type { DriftReport } from './drift.ts';
import type { RunStart, RunStore } from './store.ts';

/** What the steps of a run write down as they go; the report is made of it. */
export interface RunBook {
  ledger: Ledger;
  phases: Phases;
  /** Whether changes were committed. */
  loaded: boolean;
  notFound: readonly number[];
  /** What the guard said and `--force` let pass. */
  overridden: string | null;
  /** What the guard saw, where it stopped the run or would have. */
  guard: readonly GuardEvidence[] | null;
  /** By marketplace. */
  sold: Record<string, SoldReport>;
  drift: Record<string, DriftReport>;
  /** Of a dry run: what it would do to products, once that is known. */
  changes: readonly ProductChange[] | undefined;
}

export interface Step {
  work: (book: RunBook) => Promise<void>;
  /** Also when an earlier step failed. A run that is being stopped takes no further step. */
  despiteFailure: boolean;
}

export interface RunFrame extends RunStart {
  target: string | null;
  compare: Report['compare'];
  dryRun: boolean;
  runs: RunStore;
  signal: AbortSignal;
  log: Log;
  progress: Progress;
  inEnglish: Describe;
}

/** Takes the steps of a run in order and accounts for them. Never throws: how the run ended stands in its report. */
export async function runSteps(frame: RunFrame, steps: readonly Step[]): Promise<Outcome> {
  const { runId, runs, signal, log } = frame;
  const startedMs = performance.now();
  const book: RunBook = {
    ledger: openLedger(),
    phases: new Phases(log, frame.progress),
    loaded: false,
    notFound: [],
    overridden: null,
    guard: null,
    sold: {},
    drift: {},
    changes: undefined,
  };
  const failures: SyncError[] = [];
  const start: Step = { work: () => runs.start(frame), despiteFailure: false };
  for (const step of frame.dryRun ? steps : [start, ...steps]) {
    if (failures.length > 0 && !step.despiteFailure) continue;
    try {
      signal.throwIfAborted();
      await step.work(book);
    } catch (error) {
      const failure = asSyncError(error);
      if (failures.includes(failure)) continue;
      failures.push(failure);
      logError(log, failure);
    }
  }
  const exitCode = exitCodeOf(failures);
  const cause = failures.find((failure) => failure.exitCode === exitCode);
  const report: Report = {
    event: 'run.finished',
    run_id: runId,
    target: frame.target,
    command: frame.command,
    status: statusOf(exitCode, book.loaded || (frame.command !== 'sync' && hasSent(book))),
    loaded: book.loaded,
    exit_code: exitCode,
    error: cause?.name ?? null,
    error_code: cause?.phrase.code ?? null,
    reason: cause === undefined ? null : inOneLine(frame.inEnglish(cause.phrase)),
    mode: frame.mode,
    compare: frame.compare,
    dry_run: frame.dryRun,
    forced: frame.forced,
    overridden: book.overridden,
    guard: book.guard,
    selected: frame.selected,
    not_found: book.notFound,
    ...book.ledger,
    channels: book.sold,
    drift: book.drift,
    duration_ms: Math.round(performance.now() - startedMs),
    peak_rss_mb: peakRssMb(),
    phases_ms: book.phases.durationsMs,
  };
  if (!frame.dryRun) {
    await runs.finish(runId, {
      status: report.status,
      exitCode,
      reason: report.reason,
      error: cause?.phrase ?? null,
      report: { ...report },
      pulse: frame.speed === undefined ? null : pulseOf(report, new Date()),
    });
  }
  return { report, failure: cause?.phrase, changes: book.changes };
}

function hasSent({ ledger, sold }: RunBook): boolean {
  return ledger.delivered > 0 || Object.values(sold).some(({ accepted }) => accepted > 0);
}

function exitCodeOf(failures: readonly SyncError[]): ExitCode {
  const interruption = failures.find((failure) => failure instanceof InterruptedError);
  return interruption?.exitCode ?? worstExit(failures.map(({ exitCode }) => exitCode));
}
