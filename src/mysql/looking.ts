import { type DatabaseJob, openDatabase } from './open.ts';
import type { Session } from './session.ts';

/** Looks at the database until its signal aborts. */
export type Looking = <T>(signal: AbortSignal, look: (session: Session) => Promise<T>) => Promise<T>;

interface Kept {
  session: Session;
  /** Ends its statement. */
  ending: AbortController;
  scope: AsyncDisposableStack;
}

/** A connection for looks now and then, one at a time: kept between them, and given up where one fails or takes too long. */
export function lookingOver(job: DatabaseJob): Looking {
  let kept: Kept | undefined;
  const giveUp = async (): Promise<void> => {
    const { scope } = kept ?? {};
    kept = undefined;
    await scope?.disposeAsync();
  };
  job.scope.defer(giveUp);
  return async (signal, look) => {
    // The server closes what is idle for long.
    if (kept?.session.signal.aborted === true) await giveUp();
    const ending = kept?.ending ?? new AbortController();
    const end = (): void => ending.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    try {
      kept ??= await open(job, ending);
      return await look(kept.session);
    } catch (error) {
      await giveUp();
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

async function open(job: DatabaseJob, ending: AbortController): Promise<Kept> {
  const scope = new AsyncDisposableStack();
  try {
    return { session: await openDatabase({ ...job, signal: ending.signal, scope }), ending, scope };
  } catch (error) {
    await scope.disposeAsync();
    throw error;
  }
}
