import { EXIT, type ExitCode, type SyncError } from '../platform/errors.ts';
import { peakRssMb } from '../platform/memory.ts';
import { printable } from '../platform/text.ts';
import type { GuardEvidence } from './guard.ts';
import { type Ledger, openLedger } from './ledger.ts';

export type RunStatus = 'succeeded' | 'incomplete' | 'stopped' | 'failed' | 'interrupted';

/** The last log line of a run, and what `--json` prints. Its keys are a contract. */
export interface Report extends Ledger {
  event: 'run.finished';
  run_id: string;
  /** Which of several targets; null where there is only the environment. */
  target: string | null;
  command: 'sync' | 'notify';
  status: RunStatus;
  /** Whether changes were committed; where not, `inserted` and `updated` say what would have been. */
  loaded: boolean;
  exit_code: ExitCode;
  /** The kind of the error, as the log names it; null where it succeeded. */
  error: string | null;
  /** Why the run did not succeed, in one line; null where it did. */
  reason: string | null;
  mode: string | null;
  compare: 'flash' | 'deep' | null;
  dry_run: boolean;
  forced: boolean;
  /** What the guard said and `--force` let pass. */
  overridden: string | null;
  /** What the guard saw, where it stopped the run or would have. */
  guard: readonly GuardEvidence[] | null;
  /** Ids asked for with `--select` that the source lacks. */
  not_found: readonly number[];
  duration_ms: number;
  peak_rss_mb: number;
  phases_ms: Readonly<Record<string, number>>;
}

export function statusOf(exitCode: ExitCode, loaded: boolean): RunStatus {
  switch (exitCode) {
    case EXIT.ok:
      return 'succeeded';
    case EXIT.sigint:
    case EXIT.sigterm:
      return 'interrupted';
    case EXIT.source:
    case EXIT.guard:
      return 'stopped';
    default:
      return loaded ? 'incomplete' : 'failed';
  }
}

/** An error as the report's reason: one line, safe to print and to store. */
export function reasonOf(error: SyncError): string {
  const text = error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  return printable(text, 4000);
}

export interface RunIdentity {
  runId: string;
  target: string | null;
  command: Report['command'];
  mode?: Report['mode'];
  compare?: Report['compare'];
  dryRun?: boolean;
  force?: boolean;
}

/** The report of a run that ended before it began: without a configuration, a database or the lock. */
export function failedReport(identity: RunIdentity, failure: SyncError, durationMs: number): Report {
  return {
    event: 'run.finished',
    run_id: identity.runId,
    target: identity.target,
    command: identity.command,
    status: statusOf(failure.exitCode, false),
    loaded: false,
    exit_code: failure.exitCode,
    error: failure.name,
    reason: reasonOf(failure),
    mode: identity.mode ?? null,
    compare: identity.compare ?? null,
    dry_run: identity.dryRun ?? false,
    forced: identity.force ?? false,
    overridden: null,
    guard: null,
    not_found: [],
    ...openLedger(),
    duration_ms: Math.round(durationMs),
    peak_rss_mb: peakRssMb(),
    phases_ms: {},
  };
}
