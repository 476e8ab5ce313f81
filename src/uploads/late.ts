import type { Pool } from '../mysql/pool.ts';
import type { Session } from '../mysql/session.ts';
import { UnavailableError } from '../platform/errors.ts';
import { deadlineOf } from '../platform/lifecycle.ts';
import { phrase } from './phrase.ts';

/** For whoever asked and waits no longer. */
export function databaseLate(): UnavailableError {
  return new UnavailableError(phrase('database_late'));
}

/** As `pool.use`, for as long as whoever asked waits. */
export async function inTime<T>(
  pool: Pool,
  limitMs: number,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  using deadline = deadlineOf(limitMs, databaseLate);
  return await pool.use(work, deadline.signal);
}
