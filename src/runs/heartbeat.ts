import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';

/** How often a run says that it is alive; well within the session's idle limit, which frees a half-open connection's lock. */
const HEARTBEAT_MS = 15_000;

/** Keeps the connection and the run's `alive_at` fresh. Returns what stops it. */
export function startHeartbeat(session: Session, runId: string): () => void {
  const beat = (): void => {
    if (session.inTransaction || session.signal.aborted) return;
    session
      .write(phrase('note_alive'), 'UPDATE sync_run SET alive_at = UTC_TIMESTAMP(3) WHERE run_id = ?', [
        runId,
      ])
      // The next statement of the run meets the same error and says so.
      .catch(() => undefined);
  };
  const timer = setInterval(beat, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
