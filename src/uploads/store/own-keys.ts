import { createHash } from 'node:crypto';
import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';

const PREFIX_CHARS = 12;

/**
 * How the keys of this shop's files begin: others may have theirs in the same store, and what one does not know is another one's. The server
 * is asked, since each process may reach it by another name.
 */
export async function ownPrefix(session: Session): Promise<string> {
  const [row] = await session.read<{ place: string }>(
    phrase('read_place'),
    "SELECT CONCAT(DATABASE(), ' ', @@hostname, ' ', @@port) AS place",
  );
  const digest = createHash('sha256')
    .update(row?.place ?? '')
    .digest('hex');
  return `${digest.slice(0, PREFIX_CHARS)}-`;
}
