import pLimit from 'p-limit';
import { firstOf, followed, orAborted } from '../platform/lifecycle.ts';
import { type DatabaseJob, openDatabase } from './open.ts';
import type { Session } from './session.ts';

/** Connections of a process that serves many at once. A batch command has its one pinned session instead. */
export interface Pool {
  /**
   * Runs `work` over a connection that nobody else uses meanwhile; waits while all are in use. Rejects with the signal's reason when it
   * aborts: the connection is given up with whatever it was doing, since a server that hangs would keep it.
   */
  use<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

interface Pooled {
  session: Session;
  ending: AbortController;
  scope: AsyncDisposableStack;
}

/**
 * At most `size` connections, each opened when it is first needed and again after it was lost. They are closed when the job's
 * scope ends.
 */
export function openPool(job: DatabaseJob, size: number): Pool {
  const idle: Pooled[] = [];
  const limit = pLimit(size);
  job.scope.defer(() =>
    Promise.all(idle.splice(0).map(({ scope }) => scope.disposeAsync())).then(() => undefined),
  );
  const used = async <T>(work: (session: Session) => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    let pooled = healthy(idle);
    const ending = pooled?.ending ?? new AbortController();
    const end = (): void => ending.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    try {
      pooled ??= await open(job, ending);
      return await work(pooled.session);
    } finally {
      signal.removeEventListener('abort', end);
      if (pooled !== undefined) idle.push(pooled);
    }
  };
  return {
    use: (work, signal) =>
      signal === undefined
        ? limit(() => used(work, job.signal))
        : followed(job.signal, (own) => {
            const first = firstOf(signal, own);
            return orAborted(
              limit(() => used(work, first)),
              first,
            );
          }),
  };
}

/** The server closes what is idle for long, and a broken connection takes no statement any more: nobody waits for it to end. */
function healthy(idle: Pooled[]): Pooled | undefined {
  for (let pooled = idle.pop(); pooled !== undefined; pooled = idle.pop()) {
    if (!pooled.session.signal.aborted) return pooled;
    void pooled.scope.disposeAsync();
  }
  return undefined;
}

async function open(job: DatabaseJob, ending: AbortController): Promise<Pooled> {
  const scope = new AsyncDisposableStack();
  try {
    return { session: await openDatabase({ ...job, signal: ending.signal, scope }), ending, scope };
  } catch (error) {
    await scope.disposeAsync();
    throw error;
  }
}
