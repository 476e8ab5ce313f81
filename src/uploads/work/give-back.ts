import type { Session } from '../../mysql/session.ts';
import type { SyncError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { phrase } from '../phrase.ts';
import type { UploadQueue } from '../queue/queue.ts';
import { CANCELLED, ENDED, type Held, lockHeld, type Locked, updateHeld } from './lease.ts';

const FIRST_PAUSE_S = 10;
const TIMES_LONGER = 6;
const LONGEST_PAUSE_S = 300;
const PENDING = "state = 'pending', stage = 'queued', lease_until = NULL, error_code = ?, error_params = ?";

export type GivenBack = 'pending' | 'cancelled' | 'failed';

/** For another worker to go on with at once; counts as no attempt. */
export function giveBack(session: Session, queue: UploadQueue, held: Held): Promise<GivenBack> {
  return leave(session, queue, held, async () => {
    await updateHeld(session, held, `${PENDING}, next_attempt_at = NULL, attempts = attempts - 1`, [
      null,
      null,
    ]);
    return 0;
  });
}

/** To be tried again after a pause, longer each time; given up after so many attempts. */
export function tryLater(
  session: Session,
  queue: UploadQueue,
  held: Held,
  { phrase: why }: SyncError,
  attempts: number,
): Promise<GivenBack> {
  return leave(session, queue, held, async ({ attempts: tries }) => {
    if (tries >= attempts) {
      const dead = `${ENDED}, error_code = ?, error_params = ?, dead_at = NOW(6)`;
      await updateHeld(session, held, dead, ['failed', ...kept(phrase('gave_up', { tries, why }))]);
      return undefined;
    }
    const pauseS = Math.min(FIRST_PAUSE_S * TIMES_LONGER ** (tries - 1), LONGEST_PAUSE_S);
    const later = `${PENDING}, next_attempt_at = NOW(6) + INTERVAL ? SECOND`;
    await updateHeld(session, held, later, [...kept(why), pauseS]);
    return pauseS;
  });
}

/** What would fail in the same way each time; one that is to be cancelled is that. */
export function failTask(session: Session, held: Held, { phrase: why }: SyncError): Promise<void> {
  return session.transaction(phrase('leave_task'), async () => {
    const { state } = await lockHeld(session, held);
    if (state === 'cancelling') return updateHeld(session, held, CANCELLED, ['cancelled']);
    await updateHeld(session, held, `${ENDED}, error_code = ?, error_params = ?`, ['failed', ...kept(why)]);
  });
}

/** `makePending` resolves to the delay of the message that is to tell the workers; undefined where the task has ended. */
async function leave(
  session: Session,
  queue: UploadQueue,
  held: Held,
  makePending: (locked: Locked) => Promise<number | undefined>,
): Promise<GivenBack> {
  let afterwards: (() => Promise<void>) | undefined;
  const became = await session.transaction(phrase('leave_task'), async (): Promise<GivenBack> => {
    const locked = await lockHeld(session, held);
    if (locked.state === 'cancelling') {
      await updateHeld(session, held, CANCELLED, ['cancelled']);
      return 'cancelled';
    }
    const delayS = await makePending(locked);
    if (delayS === undefined) return 'failed';
    afterwards = await queue.put(session, held.id, delayS);
    return 'pending';
  });
  await afterwards?.();
  return became;
}

const kept = ({ code, params }: Phrase): [string, string] => [code, JSON.stringify(params)];
