import { OwedError } from '../channels/outbox.ts';
import type { Session } from '../mysql/session.ts';
import type { Context } from '../platform/command.ts';
import { asSyncError, EXIT, type SyncError, UnavailableError } from '../platform/errors.ts';
import { inOneLine, type Log, logError } from '../platform/log.ts';
import { openSecrets, type Secrets } from '../platform/secrets/secrets.ts';
import type { Outcome } from '../runs/report.ts';
import { causeOfRun } from './causes.ts';
import { phrase } from './phrase.ts';
import { type Alerting, alertingOf, type Memory, recall } from './recall.ts';
import { readerOf, tell } from './tell.ts';
import { readTill, type Till } from './till.ts';
import { AWAY_MS, DATABASE, familyOf, type Trouble } from './trouble.ts';

/**
 * Tells ALERT_URL how the run ended, if that is news. `session` is the run's own, where it had one. Never throws, and what
 * fails here is a warning: it must not change how the run ended.
 */
export async function alertOf(
  { report, failure }: Outcome,
  session: Session | undefined,
  context: Context,
  log: Log,
): Promise<void> {
  // Codes of which nothing can follow need no database either; a stopped process has no time for one.
  const silent = report.exit_code === EXIT.locked || context.signal.aborted;
  try {
    const alerting = alertingOf(context.env);
    if (alerting === undefined || report.command === 'notify' || report.dry_run || silent) return;
    await using scope = new AsyncDisposableStack();
    const secrets = openSecrets([], context.signal, scope);
    // Before the turn: a broker that is silent holds up nobody else.
    const till = await tillOf(context, secrets, log);
    // Without it, every run that ends badly is alerted.
    const memory = await recall(session, alerting, context, log, scope).catch((error: unknown) => {
      logError(log, asSyncError(error), 'warn');
      return undefined;
    });
    const ended = {
      runId: report.run_id,
      target: report.target,
      status: report.status,
      reason: failure === undefined ? report.reason : inOneLine(readerOf(alerting, context)(failure)),
      exitCode: report.exit_code,
      family: familyOf(report),
      onlyPending: report.error === OwedError.name,
      missingBlocked: report.missing_blocked,
      cause: causeOfRun({ ...report, exitCode: report.exit_code, error: failure ?? null }),
      ...{ failure, till, databaseAwayMs: undefined, deadUploads: undefined },
    };
    const known = memory?.troubles ?? [];
    const telling = { alerting, memory, known, secrets, context, log, told: phrase('told') };
    const untold = await tell(ended, telling);
    if (untold !== undefined) logError(log, untold, 'warn');
  } catch (error) {
    logError(log, asSyncError(error), 'warn');
  }
}

async function tillOf(context: Context, secrets: Secrets, log: Log): Promise<Till | undefined> {
  try {
    return await readTill(context.env, secrets, context.signal);
  } catch (error) {
    logError(log, asSyncError(error), 'warn');
    return undefined;
  }
}

/** What a worker itself remembers while the database is away, which has the memory of alerts. */
export interface Absence {
  /** By `performance.now()`; undefined while the database answers. */
  sinceMs: number | undefined;
  isTold: boolean;
  /** Whether it was said that the memory cannot be asked, for whatever else. */
  isRefused?: boolean;
}

/** How many uploads were given up. */
export type CountDeadUploads = (session: Session) => Promise<number>;

/**
 * The same while no run ends: of sales, channels and listings as they are now; with `countDead` of uploads and the database alone. Returns why
 * it could not be told.
 */
export async function alertNow(
  context: Context,
  log: Log,
  absence: Absence,
  countDead?: CountDeadUploads,
): Promise<SyncError | undefined> {
  const alerting = alertingOf(context.env);
  if (alerting === undefined) return undefined;
  const quiet = log.child({}, { level: 'silent' });
  try {
    await using scope = new AsyncDisposableStack();
    const secrets = openSecrets([], context.signal, scope);
    const till = countDead === undefined ? await tillOf(context, secrets, quiet) : undefined;
    const isOfAll = countDead === undefined;
    const memory = await recallNow(alerting, { ...context, isOfAll }, log, scope, absence);
    if (memory === undefined && absence.sinceMs === undefined) return undefined;
    const awayMs = absence.sinceMs === undefined ? undefined : performance.now() - absence.sinceMs;
    const now = {
      ...{ runId: null, target: context.target, status: null, reason: null, exitCode: null },
      ...{ family: '', onlyPending: false, missingBlocked: 0, cause: undefined, failure: undefined },
      // Without its memory the same would be told at each look.
      ...{ till: memory === undefined ? undefined : till, databaseAwayMs: awayMs },
      deadUploads: memory === undefined ? undefined : await countDead?.(memory.session),
    };
    const own: Trouble[] = absence.isTold ? [{ kind: DATABASE, runs: 1, told: true }] : [];
    const known = [...(memory?.troubles ?? []), ...own];
    const telling = { alerting, memory, known, secrets, context, log, told: phrase('told_now') };
    const failure = await tell(now, telling);
    if (failure === undefined) absence.isTold = awayMs !== undefined && awayMs >= AWAY_MS;
    return failure;
  } catch (error) {
    logError(quiet, asSyncError(error), 'warn');
    return undefined;
  }
}

async function recallNow(
  alerting: Alerting,
  context: Context & { isOfAll: boolean },
  log: Log,
  scope: AsyncDisposableStack,
  absence: Absence,
): Promise<Memory | undefined> {
  try {
    const quiet = log.child({}, { level: 'silent' });
    const memory = await recall(undefined, alerting, context, quiet, scope, context.isOfAll);
    absence.sinceMs = undefined;
    return memory;
  } catch (error) {
    const failure = asSyncError(error);
    if (failure instanceof UnavailableError) {
      absence.sinceMs ??= performance.now();
    } else {
      // A right that is missing comes back by no waiting.
      if (absence.isRefused !== true) logError(log, failure, 'warn');
      absence.isRefused = true;
    }
    return undefined;
  }
}
