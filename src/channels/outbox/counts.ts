import type { Session } from '../../mysql/session.ts';
import { PENDING_SQL } from '../../runs/questions/pending.ts';
import { phrase } from '../phrase.ts';

export interface Waiting {
  pending: number;
  /** Since when the one is pending that has been for longest. UTC; null where none is. */
  since: string | null;
  /** For how long it has been. */
  forS: number | null;
  dead: number;
}

/** What a channel has not been told, whoever has it in hand. */
export async function countRows(session: Session, channel: string): Promise<Waiting> {
  const [row] = await session.read<Waiting>(
    phrase('count_pending'),
    `SELECT COUNT(IF(${PENDING_SQL}, 1, NULL)) AS pending, MIN(IF(${PENDING_SQL}, owed_at, NULL)) AS since,
            TIMESTAMPDIFF(SECOND, MIN(IF(${PENDING_SQL}, owed_at, NULL)), NOW(3)) AS forS, COUNT(dead_at) AS dead
       FROM channel_outbox WHERE channel = ?`,
    [channel],
  );
  return row ?? { pending: 0, since: null, forS: null, dead: 0 };
}
