import { requireMigrated } from '../../mysql/migrations.ts';
import type { DatabaseJob } from '../../mysql/open.ts';
import { openPool } from '../../mysql/pool.ts';
import { asSyncError, ConfigurationError, type SyncError, UnavailableError } from '../../platform/errors.ts';
import { followed, sleep } from '../../platform/lifecycle.ts';
import { Outage } from '../../server/outage.ts';
import type { StorageConfig, WorkConfig } from '../config.ts';
import { phrase } from '../phrase.ts';
import type { Message } from '../queue/queue.ts';
import { lookOnce, openQueue, openStore } from '../storage.ts';
import type { Task } from '../task.ts';
import { type Claim, claimTask, dueTasks } from './claim.ts';
import { giveUpElsewhere } from './elsewhere.ts';
import { expireUploads } from './expire.ts';
import { asFailure, bringIn, type Hands, leave, tellEnd } from './in-hand.ts';
import type { Monitor } from './monitor.ts';

/** For the queue, and for tasks that are claimed or given back. */
const CONNECTIONS = 2;
/** What no message tells of is found so soon. */
const LOOK_EVERY_MS = 3_000;
const EXPIRE_EVERY_MS = 600_000;

interface WorkerJob extends DatabaseJob {
  config: DatabaseJob['config'] & { storage: StorageConfig; work: WorkConfig };
  /** Ends it after the chunk that is being written; `signal` cuts that off as well. */
  stop: AbortSignal;
  monitor: Monitor | undefined;
}

/**
 * Brings in one upload after the other until it is stopped. Neither a database nor a store that is away ends it. What is wrong from the start
 * does, with a `ConfigurationError`.
 */
export class UploadWorker {
  readonly #job: WorkerJob;
  readonly #outage: Outage;
  readonly #expiring: Outage;
  readonly #waking: Outage;
  #hasBegun = false;
  #lookAtMs = 0;
  #expireAtMs = 0;
  /** In hand when the database went away. */
  #left: { task: Task; failure: SyncError } | undefined;

  constructor(job: WorkerJob) {
    this.#job = job;
    this.#outage = new Outage(job.log, { part: job.monitor?.database });
    this.#expiring = new Outage(job.log);
    this.#waking = new Outage(job.log);
  }

  async run(): Promise<void> {
    const { stop, signal, monitor } = this.#job;
    while (!stop.aborted) {
      try {
        await followed(signal, (own) => this.#connected(own));
      } catch (error) {
        monitor?.part.fails(phrase('not_connected'));
        if (stop.aborted) return;
        const failure = asSyncError(error);
        const isOutage = failure instanceof UnavailableError;
        if (!isOutage && !(failure instanceof ConfigurationError && this.#hasBegun)) throw failure;
        this.#outage.failed(failure);
        await sleep(this.#outage.restMs, stop).catch(() => undefined);
      }
    }
  }

  async #connected(signal: AbortSignal): Promise<void> {
    await using scope = new AsyncDisposableStack();
    const { config, stop, monitor, log } = this.#job;
    const job = { ...this.#job, signal, scope };
    const pool = openPool(job, CONNECTIONS);
    await pool.use(requireMigrated);
    const [store, queue] = [await openStore(job), await openQueue(job, pool)];
    if (!this.#hasBegun) await lookOnce(store, queue);
    const hands: Hands = { pool, queue, store, monitor, log, rules: config.work, stop };
    this.#hasBegun = true;
    monitor?.part.works();
    while (!stop.aborted) {
      await this.#leave(hands);
      await this.#expire(hands);
      await this.#turn(job, hands);
      this.#outage.worked();
    }
  }

  /** One task, by its message or found in the table: a message may be lost. */
  async #turn(job: DatabaseJob, hands: Hands): Promise<void> {
    const { queue, pool, store, stop } = hands;
    const restMs = Math.max(0, this.#lookAtMs - performance.now());
    let [message, failure] = restMs === 0 ? [] : await orAway(this.#woken(hands, restMs));
    if (stop.aborted) {
      if (message !== undefined) await queue.back(message, 0);
      return;
    }
    if (message !== undefined) {
      const claim = await this.#claim(job, hands, message.taskId, message);
      const ended = claim.kind === 'later' ? queue.back(message, claim.inS) : queue.done(message);
      [, failure] = await orAway(ended);
      if (failure === undefined) return;
    }
    const due = await pool.use((session) => dueTasks(session, store.uuid));
    // The database is there: it is the queue alone that is away.
    if (failure !== undefined) this.#waking.failed(failure);
    for (const id of due) {
      if ((await this.#claim(job, hands, id)).kind !== 'later') return;
    }
    this.#lookAtMs = performance.now() + LOOK_EVERY_MS;
  }

  /** By what comes within the time; a queue that was just away is left alone for a while. */
  async #woken({ queue, rules, stop }: Hands, waitMs: number): Promise<Message | undefined> {
    const pauseMs = Math.min(this.#waking.restMs, waitMs);
    if (pauseMs > 0) {
      await sleep(pauseMs, stop).catch(() => undefined);
      return undefined;
    }
    const message = await queue.take(rules.leaseS, waitMs, stop);
    this.#waking.worked();
    return message;
  }

  async #claim(job: DatabaseJob, hands: Hands, id: string, message?: Message): Promise<Claim> {
    const { leaseS, attempts } = hands.rules;
    const rules = { storeUuid: hands.store.uuid, leaseS, attempts };
    const claim = await hands.pool.use((session) => claimTask(session, id, rules));
    if (claim.kind === 'ended') await tellEnd(hands, id);
    if (claim.kind !== 'claimed') return claim;
    try {
      await followed(hands.stop, (stop) => bringIn(job, hands, claim.task, message, stop));
    } catch (error) {
      this.#left = { task: claim.task, failure: asFailure(error) };
      await this.#leave(hands);
      return claim;
    }
    await tellEnd(hands, id);
    return claim;
  }

  async #leave(hands: Hands): Promise<void> {
    if (this.#left === undefined) return;
    await leave(hands, this.#left.task, this.#left.failure);
    this.#left = undefined;
  }

  async #expire(hands: Hands): Promise<void> {
    if (performance.now() < this.#expireAtMs) return;
    const { pool, store, rules, stop } = hands;
    const { keepHours } = rules;
    // Several workers need not do it at once.
    this.#expireAtMs = performance.now() + EXPIRE_EVERY_MS * (0.5 + Math.random());
    try {
      const left = await pool.use((session) => giveUpElsewhere(session, store.uuid, keepHours));
      for (const id of left) await tellEnd(hands, id);
      await expireUploads({ pool, store, keepHours, signal: stop });
      this.#expiring.worked();
    } catch (error) {
      // Uploads are brought in all the same.
      if (!stop.aborted) this.#expiring.failed(asSyncError(error));
    }
  }
}

/** A queue that is away, or refuses, wakes nobody, and what waits is found in the table all the same. */
async function orAway<T>(work: Promise<T>): Promise<[(T | undefined)?, SyncError?]> {
  try {
    return [await work];
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof ConfigurationError) return [undefined, error];
    throw error;
  }
}
