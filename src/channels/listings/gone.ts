import { chunks } from '../../mysql/chunks.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

const IDS_PER_STATEMENT = 1000;

/**
 * These listings no longer exist: nothing of them is marked from now on. They keep their products, since what was ordered of them may
 * still have to be counted.
 */
export async function noteGone(session: Session, listingIds: readonly number[]): Promise<void> {
  for (const ids of chunks(
    listingIds.toSorted((a, b) => a - b),
    IDS_PER_STATEMENT,
  )) {
    await repeated({ signal: session.signal }, () =>
      session.write(phrase('note_gone'), `UPDATE channel_listing SET status = 'gone' WHERE id IN (?)`, [ids]),
    );
  }
}

/** What is pending for them is for nobody. */
export async function leaveGone(
  session: Session,
  channel: string,
  listingIds: readonly number[],
): Promise<void> {
  await noteGone(session, listingIds);
  for (const ids of chunks(listingIds, IDS_PER_STATEMENT)) {
    await repeated({ signal: session.signal }, () =>
      session.write(
        phrase('note_gone'),
        'DELETE FROM channel_outbox WHERE channel = ? AND dead_at IS NULL AND subject_id IN (?)',
        [channel, ids],
      ),
    );
  }
}
