import { chunks } from '../../mysql/chunks.ts';
import { repeated } from '../../mysql/repeat.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';

const ROWS_PER_STATEMENT = 250;

/** What a listing shows and when it was last written, only for people to read. Nothing is computed from it. */
export async function noteShown(
  session: Session,
  quantities: readonly (readonly [listingId: number, quantity: number])[],
  isWritten = false,
): Promise<void> {
  for (const part of chunks(quantities, ROWS_PER_STATEMENT)) {
    const cases = part.map(() => 'WHEN ? THEN ?').join(' ');
    await repeated({ signal: session.signal }, () =>
      session.write(
        phrase('note_shown'),
        `UPDATE channel_listing SET last_quantity = CASE id ${cases} END${isWritten ? ', last_sent_at = NOW(3)' : ''}
        WHERE id IN (?)`,
        [...part.flat(), part.map(([id]) => id)],
      ),
    );
  }
}
