import { alertOf } from '../alerts/alert.ts';
import { isAlerting } from '../alerts/asked.ts';
import { dueInMs, lockOf, reconcile } from '../channels/reconcile.ts';
import type { Selling } from '../channels/selling.ts';
import type { DatabaseConfig } from '../mysql/config.ts';
import { keepAlive } from '../mysql/keep-alive.ts';
import { openSchema } from '../mysql/open.ts';
import type { Job } from '../platform/command.ts';
import { asSyncError, BugError } from '../platform/errors.ts';
import { sleep } from '../platform/lifecycle.ts';
import { SILENCE } from '../platform/progress.ts';
import { limitedTo } from '../runs/limit.ts';
import { logReport } from '../runs/log-report.ts';
import { newRunId } from '../runs/run-id.ts';
import { textIn } from '../runs/text.ts';

/** A channel that is resumed, and what other processes did, is seen after this at the latest: each look is a connection. */
const LOOK_EVERY_MS = 60_000;

interface ComparingJob extends Job<{
  database: DatabaseConfig;
  selling: Selling;
  limits: { maxPercent: number };
  every: { everyMs: number };
  run: { limitS: number };
}> {
  stop: AbortSignal;
}

/**
 * Compares one marketplace as often as it is due, until it is stopped, each time as a run. What drifted is written by whoever keeps it up
 * to date. A database that is away is told by him as well.
 */
export async function keepComparing(job: ComparingJob, channel: string): Promise<void> {
  while (!job.stop.aborted) {
    const restMs = await compareIfDue(job, channel).catch((error: unknown) => {
      const failure = asSyncError(error);
      if (failure instanceof BugError) throw failure;
      return lookMs(job);
    });
    await sleep(restMs, job.stop).catch(() => undefined);
  }
}

function lookMs({ config }: ComparingJob): number {
  return Math.min(LOOK_EVERY_MS, config.every.everyMs);
}

/** Returns how long to wait. */
async function compareIfDue(given: ComparingJob, channel: string): Promise<number> {
  const { stop, config } = given;
  const { everyMs } = config.every;
  await using scope = new AsyncDisposableStack();
  const looking = await openSchema({ ...given, signal: stop, scope });
  const lock = lockOf(looking, channel);
  if (!(await lock.wait(0))) return lookMs(given);
  scope.defer(() => lock.giveBack());
  scope.defer(keepAlive(looking));
  const dueMs = await dueInMs(looking, channel, everyMs);
  if (dueMs === undefined || dueMs > 0) return Math.min(dueMs ?? Infinity, lookMs(given));
  const runId = newRunId(new Date());
  const log = given.log.child({ run_id: runId });
  // One that is cut off with the worker is nothing to say: the next one begins again.
  const fallSilent = (): void => void (log.level = 'silent');
  stop.addEventListener('abort', fallSilent);
  scope.defer(() => stop.removeEventListener('abort', fallSilent));
  const signal = limitedTo(config.run.limitS, stop, scope);
  const job = { ...given, runId, log, scope, signal, session: undefined, progress: SILENCE };
  const outcome = await reconcile(job, {
    ...{ channels: [channel], dryRun: false, adopts: false, force: false },
    ...{ delivers: false, waitMs: undefined },
  });
  logReport(log, outcome.report, await textIn('en'));
  if (isAlerting(job.env)) await alertOf(outcome, job.session, { ...job, signal }, log);
  return 0;
}
