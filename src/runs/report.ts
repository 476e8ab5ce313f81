import { EXIT, type ExitCode, type SyncError } from '../platform/errors.ts';
import { peakRssMb } from '../platform/memory.ts';
import { inOneLine } from '../platform/log.ts';
import type { Describe, Phrase } from '../platform/phrase.ts';
import type { DriftReport } from './drift.ts';
import type { ProductChange } from './product-change.ts';
import { type Ledger, openLedger } from './ledger.ts';

export type RunStatus = 'succeeded' | 'incomplete' | 'stopped' | 'failed' | 'interrupted';

export type RunCommand = 'sync' | 'notify' | 'reconcile';

/** One thing that the guard watches, as the report shows it. */
export interface GuardEvidence {
  what: string;
  count: number;
  of: number;
  percent: number;
  limit_percent: number;
  exceeded: boolean;
  /** The largest losses; prices, but balances for products that vanish or fall from stock to none. */
  examples: readonly {
    product_id: number;
    code?: string;
    name?: string | null;
    before: number;
    after: number;
  }[];
}

/** What a run did in a marketplace. */
export interface SoldReport {
  /** Listings that it found or made to show what they should. */
  accepted: number;
  /** Listings that do not show it yet, whoever has them in hand. */
  pending: number;
  /** Listings that were given up in this run. */
  dead: number;
  /** Lines of orders that were recorded for the first time. */
  orders: number;
  /** Of these, movements of which nobody can say the product. */
  unmapped: number;
  /** From the start of its orders to the end of its listings. */
  duration_ms: number;
  /** Why it ended before everything due was looked at. */
  ended: string | null;
  /** "shopify.token_refused"; null where it went well. */
  error_code: string | null;
}

/** The last log line of a run, and what `--json` prints. Its keys are a contract. */
export interface Report extends Ledger {
  event: 'run.finished';
  run_id: string;
  /** Which of several targets; null where there is only the environment. */
  target: string | null;
  command: RunCommand;
  status: RunStatus;
  /** Whether changes were committed; where not, `inserted` and `updated` say what would have been. */
  loaded: boolean;
  exit_code: ExitCode;
  /** The kind of the error, as the log names it; null where it succeeded. */
  error: string | null;
  /** "bitcram.token_refused"; null where it succeeded. */
  error_code: string | null;
  /** Why the run did not succeed, in one line of English; null where it did. */
  reason: string | null;
  mode: string | null;
  compare: 'flash' | 'deep' | null;
  dry_run: boolean;
  forced: boolean;
  /** What the guard said and `--force` let pass. */
  overridden: string | null;
  /** What the guard saw, where it stopped the run or would have. */
  guard: readonly GuardEvidence[] | null;
  /** How many ids were asked for with `--select`; null: all products. */
  selected: number | null;
  /** Ids asked for with `--select` that the source lacks. */
  not_found: readonly number[];
  /** By marketplace; none where none is on, or nothing was to be sent. */
  channels: Readonly<Record<string, SoldReport>>;
  /** By marketplace, of a reconcile; those that could not be compared are not in it. */
  drift: Readonly<Record<string, DriftReport>>;
  duration_ms: number;
  peak_rss_mb: number;
  phases_ms: Readonly<Record<string, number>>;
}

/** How a run ended: its report, and why it did not go well, if it did not. */
export interface Outcome {
  report: Report;
  failure: Phrase | undefined;
  /** What a dry run says beside its report: all that it would do to products, the largest first. */
  changes?: readonly ProductChange[] | undefined;
  /** What it says beside its report. */
  beside?: Beside;
}

/** What is printed of a run on stdout. */
interface Beside {
  /** Members beside those of the report, with `--json`. */
  json: Readonly<Record<string, unknown>>;
  /** Without it. */
  lines: readonly string[];
}

/** Nothing was done, and nothing is wrong: the command was no run. */
export interface Skipped {
  skipped: Phrase;
}

/** `did`: whether changes were committed, or, of a run that only sends, whether any was delivered. */
export function statusOf(exitCode: ExitCode, did: boolean): RunStatus {
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
      return did ? 'incomplete' : 'failed';
  }
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
export function failedReport(
  identity: RunIdentity,
  failure: SyncError,
  durationMs: number,
  inEnglish: Describe,
): Report {
  return {
    event: 'run.finished',
    run_id: identity.runId,
    target: identity.target,
    command: identity.command,
    status: statusOf(failure.exitCode, false),
    loaded: false,
    exit_code: failure.exitCode,
    error: failure.name,
    error_code: failure.phrase.code,
    reason: inOneLine(inEnglish(failure.phrase)),
    mode: identity.mode ?? null,
    compare: identity.compare ?? null,
    dry_run: identity.dryRun ?? false,
    forced: identity.force ?? false,
    overridden: null,
    guard: null,
    selected: null,
    not_found: [],
    ...openLedger(),
    channels: {},
    drift: {},
    duration_ms: Math.round(durationMs),
    peak_rss_mb: peakRssMb(),
    phases_ms: {},
  };
}
