import { type Absence, alertNow, type CountDeadUploads } from './alert.ts';
import type { Context } from '../platform/command.ts';
import { sleep } from '../platform/lifecycle.ts';
import type { Log } from '../platform/log.ts';
import { Outage } from '../server/outage.ts';

/** Several workers that were started together need not look together. */
const LOOK_EVERY_MS = 60_000;
const JITTER_MS = 5_000;
/** What lay there before the worker began is seen soon. */
const FIRST_LOOK_MS = 5_000;

interface WatchingJob extends Context {
  log: Log;
  stop: AbortSignal;
  /** Of a server of uploads, which tells of these and nothing else. */
  countDead?: CountDeadUploads;
}

/** Tells ALERT_URL of trouble about once a minute, until it is stopped: where nobody counts stock in a source, no run ends that would. */
export async function keepWatching(job: WatchingJob): Promise<void> {
  const { log, stop } = job;
  const receiver = new Outage(log);
  const absence: Absence = { sinceMs: undefined, isTold: false };
  let restMs = FIRST_LOOK_MS;
  while (!stop.aborted) {
    await sleep(restMs + Math.random() * JITTER_MS, stop).catch(() => undefined);
    if (stop.aborted) return;
    restMs = LOOK_EVERY_MS;
    const failure = await alertNow({ ...job, signal: stop }, log, absence, job.countDead);
    if (stop.aborted) return;
    if (failure === undefined) receiver.worked();
    else receiver.failed(failure);
  }
}
