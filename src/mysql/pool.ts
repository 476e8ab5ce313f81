import pLimit from 'p-limit';
import { type DatabaseJob, openDatabase } from './open.ts';
import type { Session } from './session.ts';

/** Connections of a process that serves many at once. A batch command has its one pinned session instead. */
export interface Pool {
  /** Runs `work` over a connection that nobody else uses meanwhile; waits while all are in use. */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

interface Pooled {
  session: Session;
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
  return {
    use: (work) =>
      limit(async () => {
        const pooled = (await healthy(idle)) ?? (await open(job));
        try {
          return await work(pooled.session);
        } finally {
          idle.push(pooled);
        }
      }),
  };
}

/** The server closes what is idle for long, and a broken connection takes no statement any more. */
async function healthy(idle: Pooled[]): Promise<Pooled | undefined> {
  for (let pooled = idle.pop(); pooled !== undefined; pooled = idle.pop()) {
    if (!pooled.session.signal.aborted) return pooled;
    await pooled.scope.disposeAsync();
  }
  return undefined;
}

async function open(job: DatabaseJob): Promise<Pooled> {
  const scope = new AsyncDisposableStack();
  try {
    return { session: await openDatabase({ ...job, scope }), scope };
  } catch (error) {
    await scope.disposeAsync();
    throw error;
  }
}
