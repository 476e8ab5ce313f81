import { phrase } from './phrase.ts';
import type { Session } from './session.ts';

/** Well within the session's idle limit. */
const EVERY_MS = 15_000;

/** Keeps a connection that may have nothing to do for long. Returns what stops it. */
export function keepAlive(session: Session, everyMs = EVERY_MS): () => void {
  const timer = setInterval(() => {
    if (session.inTransaction || session.signal.aborted) return;
    // Whoever uses it next meets the same error and says so.
    session.write(phrase('keep_connection'), 'DO 1').catch(() => undefined);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
