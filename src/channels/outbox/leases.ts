import { goneAmong } from '../../mysql/lease.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';

/**
 * Takes in hand all that is pending in a channel and in nobody's hands, so that nobody else sends it meanwhile. What a run had in hand
 * that was killed is in nobody's. `holder` has its lease already. Returns how many rows it took.
 */
export async function claim(session: Session, channel: string, holder: string): Promise<number> {
  const gone = await goneHolders(session, channel, holder);
  // Repeated after a deadlock with a load, which writes to these rows in an order of its own.
  return repeated({ signal: session.signal }, () =>
    session.write(
      phrase('claim'),
      `UPDATE channel_outbox SET leased_by = ?
        WHERE channel = ? AND dead_at IS NULL AND (leased_by IS NULL${gone.length > 0 ? ' OR leased_by IN (?)' : ''})`,
      gone.length > 0 ? [holder, channel, gone] : [holder, channel],
    ),
  );
}

/** Those who have rows of the channel in hand and whose connection is gone. */
export async function goneHolders(session: Session, channel: string, holder: string): Promise<string[]> {
  const rows = await session.read<{ holder: string }>(
    phrase('claim'),
    'SELECT DISTINCT leased_by AS holder FROM channel_outbox WHERE channel = ? AND leased_by <> ?',
    [channel, holder],
  );
  return goneAmong(
    session,
    rows.map((row) => row.holder),
  );
}

/** What is still in hand is anybody's from now on. Never throws: at the latest the lease ends with the connection. */
export async function release(session: Session, channel: string, holder: string): Promise<void> {
  if (session.signal.aborted) return;
  const sql = 'UPDATE channel_outbox SET leased_by = NULL WHERE channel = ? AND leased_by = ?';
  await repeated({ signal: session.signal }, () =>
    session.write(phrase('release'), sql, [channel, holder]),
  ).catch(() => undefined);
}
