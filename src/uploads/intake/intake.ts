import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Pool } from '../../mysql/pool.ts';
import { asSyncError, type SyncError } from '../../platform/errors.ts';
import { deadlineOf } from '../../platform/lifecycle.ts';
import { type Log, logError } from '../../platform/log.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { Refused } from '../../server/refused.ts';
import type { UploadMetrics } from '../metrics.ts';
import { phrase } from '../phrase.ts';
import type { UploadQueue } from '../queue/queue.ts';
import { ownPrefix } from '../store/own-keys.ts';
import type { ObjectStore } from '../store/store.ts';
import { type Asked, findTask, type NewTask } from '../task.ts';
import { databaseLate, inTime } from '../late.ts';
import { accept, type Acceptance, type Accepted, refuseIfBusy } from './accept.ts';
import { isTooLarge, receive, type Received, tooLarge } from './receive.ts';

/** Whoever uploads waits no longer for the database. */
const DATABASE_MS = 5_000;
const LOOK_AGAIN_MS = 2_000;

export interface IntakeJob {
  pool: Pool;
  store: ObjectStore;
  queue: UploadQueue;
  limits: { maxBytes: number; maxLive: number };
  /** Aborts when what is under way has to end. */
  signal: AbortSignal;
  log: Log;
  metrics: UploadMetrics;
}

export interface Upload {
  proveedorId: string;
  asked: Asked;
  /** Its Idempotency-Key. */
  key: string | undefined;
}

/** Takes in what is uploaded: the file into the store, then its task and message, committed together. */
export class Intake {
  readonly #job: IntakeJob;
  #prefix: string | undefined;
  /** How many files are being received, by supplier or who else they are for. */
  readonly #receiving = new Map<string, number>();

  constructor(job: IntakeJob) {
    this.#job = job;
  }

  /** `onWanted` is called before the body is read. Whatever this throws, nothing is left of the upload. */
  async take(request: FastifyRequest, upload: Upload, onWanted: () => void): Promise<Accepted> {
    const { metrics } = this.#job;
    const beganMs = performance.now();
    try {
      const accepted = await this.#take(request, upload, onWanted);
      metrics.received(accepted.isRepeated ? 'repeated' : 'accepted', performance.now() - beganMs);
      return accepted;
    } catch (error) {
      metrics.received(
        request.raw.readableAborted ? 'aborted' : error instanceof Refused ? 'refused' : 'failed',
      );
      throw error;
    }
  }

  async #take(request: FastifyRequest, upload: Upload, onWanted: () => void): Promise<Accepted> {
    const { limits, store, signal } = this.#job;
    const { proveedorId, key } = upload;
    if (isTooLarge(request, limits.maxBytes)) throw tooLarge(limits.maxBytes);
    await this.#within((acceptance) => refuseIfBusy(acceptance, proveedorId, key));
    using _place = this.#placeOf(proveedorId, phrase('too_many_live', { most: limits.maxLive }));
    onWanted();
    const id = randomUUID();
    const fileKey = await this.#keyOf(id);
    const received = await receive(request, fileKey, { store, maxBytes: limits.maxBytes, signal });
    const { filename, sha256, sizeBytes } = received;
    const file = { key: fileKey, storeUuid: store.uuid, sha256, sizeBytes };
    return await this.#accept({ id, proveedorId, filename, asked: upload.asked, file }, key);
  }

  /** Has the file of a request for as long as `work` takes, and keeps nothing of it. `who` may have so many at once, too. */
  async lend<T>(
    request: FastifyRequest,
    who: string,
    onWanted: () => void,
    work: (path: string, file: Received) => Promise<T>,
  ): Promise<T> {
    const { limits, store, signal } = this.#job;
    if (isTooLarge(request, limits.maxBytes)) throw tooLarge(limits.maxBytes);
    using _place = this.#placeOf(`lend ${who}`, phrase('too_many_previews'));
    onWanted();
    const key = await this.#keyOf(randomUUID());
    const received = await receive(request, key, { store, maxBytes: limits.maxBytes, signal });
    try {
      await using file = await store.open(key);
      return await work(file.path, received);
    } finally {
      await this.#drop(key);
    }
  }

  async #accept(task: NewTask, key: string | undefined): Promise<Accepted> {
    const { log } = this.#job;
    const { id: task_id, filename, proveedorId, file } = task;
    const doubt = { isThere: false };
    try {
      const accepted = await this.#within((acceptance) => accept(acceptance, task, key, doubt));
      if (accepted.isRepeated) await this.#drop(file.key, task_id);
      const told = { filename, proveedor: proveedorId, bytes: file.sizeBytes };
      const what = accepted.isRepeated ? phrase('received_again', told) : phrase('received', told);
      log.info({ task_id: accepted.task.id, phrase: what });
      return accepted;
    } catch (error) {
      if (!doubt.isThere) {
        await this.#drop(file.key, task_id);
        throw error;
      }
      // The answer to the COMMIT was lost: a task that is there needs its file, and one that is not is swept with what nobody has.
      logError(log.child({ task_id }), asSyncError(error), 'warn');
      if (await this.#isThere(task)) return { task, isRepeated: false, sameFile: undefined };
      throw new Refused(503, phrase('in_doubt'), { headers: { 'Retry-After': '10' } });
    }
  }

  async #within<T>(work: (acceptance: Acceptance) => Promise<T>): Promise<T> {
    const { pool, queue, store, limits } = this.#job;
    using deadline = deadlineOf(DATABASE_MS, databaseLate);
    const { maxLive } = limits;
    return await work({ pool, queue, storeUuid: store.uuid, maxLive, signal: deadline.signal });
  }

  async #isThere({ id }: NewTask): Promise<boolean> {
    const look = inTime(this.#job.pool, LOOK_AGAIN_MS, (session) => findTask(session, id));
    return (await look.catch(() => undefined)) !== undefined;
  }

  async #keyOf(id: string): Promise<string> {
    this.#prefix ??= await this.#within(({ pool, signal }) => pool.use(ownPrefix, signal));
    return `${this.#prefix}${id}`;
  }

  /** What cannot be deleted is swept with what no task has. */
  async #drop(key: string, task_id = key): Promise<void> {
    const log = this.#job.log.child({ task_id });
    await this.#job.store.delete(key).catch((error: SyncError) => logError(log, asSyncError(error), 'warn'));
  }

  /** So that nobody fills the disk with what is no task yet. */
  #placeOf(who: string, full: Phrase): Disposable {
    const count = this.#receiving.get(who) ?? 0;
    if (count >= this.#job.limits.maxLive) {
      throw new Refused(429, full, { headers: { 'Retry-After': '10' } });
    }
    this.#receiving.set(who, count + 1);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#receiving.get(who) ?? 1) - 1;
        if (left > 0) this.#receiving.set(who, left);
        else this.#receiving.delete(who);
      },
    };
  }
}
