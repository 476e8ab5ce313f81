import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

/** A channel's in one schema; at most 64 characters. */
const TURN = `CONCAT('bitcram-inventory-sync:pull:', LEFT(SHA2(CONCAT(DATABASE(), ' ', ?), 256), 32))`;
/** So short that a signal ends the waiting. */
const WAIT_S = 2;

/**
 * One at a time pulls a channel's listings, and the others wait: of two at once, the one that began first would take what came back after
 * its reading for gone.
 */
export async function inTurn<T>(session: Session, channel: string, pull: () => Promise<T>): Promise<T> {
  while (!(await takeTurn(session, channel)));
  try {
    return await pull();
  } finally {
    await session.lastWrite(phrase('take_turn'), `DO RELEASE_LOCK(${TURN})`, [channel]);
  }
}

async function takeTurn(session: Session, channel: string): Promise<boolean> {
  const [row] = await session.read<{ taken: number | null }>(
    phrase('take_turn'),
    `SELECT GET_LOCK(${TURN}, ${WAIT_S}) AS taken`,
    [channel],
  );
  return row?.taken === 1;
}
