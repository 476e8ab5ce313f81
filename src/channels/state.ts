import type { Session } from '../mysql/session.ts';
import type { ChannelState } from './channel.ts';
import { phrase } from './phrase.ts';

export async function readState(session: Session, channel: string): Promise<ChannelState> {
  const [row] = await session.read<ChannelState>(
    phrase('read_channel'),
    `SELECT paused_at AS pausedAt,
            COALESCE(GREATEST(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), not_before) DIV 1000, 0), 0) AS waitMs
       FROM channel WHERE channel = ?`,
    [channel],
  );
  return row ?? { pausedAt: null, waitMs: 0 };
}

/** Whether anybody ever worked at this channel, or paused it. */
export async function isKnown(session: Session, channel: string): Promise<boolean> {
  const rows = await session.read(phrase('read_channel'), 'SELECT 1 FROM channel WHERE channel = ?', [
    channel,
  ]);
  return rows.length > 0;
}

/** A receiver that asks for more is asked again after this. */
const LONGEST_WAIT_MS = 3_600_000;

/** For every process that sends: the receiver asked to wait for so long. A shorter wait does not shorten a longer one. */
export async function noteWait(session: Session, channel: string, waitMs: number): Promise<void> {
  await session.write(
    phrase('note_wait'),
    `INSERT INTO channel (channel, not_before) VALUES (?, UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)
     ON DUPLICATE KEY UPDATE not_before = GREATEST(COALESCE(not_before, VALUES(not_before)), VALUES(not_before))`,
    [channel, Math.min(Math.ceil(waitMs), LONGEST_WAIT_MS) * 1000],
  );
}

/** Why nothing can be sent: the code of the last failure that was not one listing's own. Null: something was accepted since. */
export async function noteFailure(session: Session, channel: string, code: string | null): Promise<void> {
  await session.write(
    phrase('note_failure'),
    `INSERT INTO channel (channel, reason) VALUES (?, ?) ON DUPLICATE KEY UPDATE reason = VALUES(reason)`,
    [channel, code],
  );
}

/** One that is paused already stays so since then. */
export async function pause(session: Session, channel: string): Promise<void> {
  await session.write(
    phrase('pause'),
    `INSERT INTO channel (channel, paused_at) VALUES (?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE paused_at = COALESCE(paused_at, VALUES(paused_at))`,
    [channel],
  );
}

/** Also where the receiver asked to wait: whoever resumes knows better. */
export async function resume(session: Session, channel: string): Promise<void> {
  await session.write(
    phrase('resume'),
    'UPDATE channel SET paused_at = NULL, not_before = NULL WHERE channel = ?',
    [channel],
  );
}
