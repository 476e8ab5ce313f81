import { createHash } from 'node:crypto';
import { EXIT, SyncError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';
import type { Session } from './session.ts';

/** Another run is at work on the schema. */
export class LockedError extends SyncError {
  readonly exitCode = EXIT.locked;
}

/** Whoever comes second is told within 5 s; a holder that is just leaving is waited for. */
const USUAL_WAIT_S = 2;

/** Lock names are the server's, not the schema's, and at most 64 characters long. One schema has one, however it is spelled. */
export function lockName(schema: string, { foldsNames } = { foldsNames: false }, part?: string): string {
  const own = foldsNames ? schema.toLowerCase() : schema;
  const name = part === undefined ? own : `${own} ${part}`;
  return `bitcram-inventory-sync:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** Says of the command that holds the lock what the database knows of it; undefined where it knows nothing. */
export type DescribeHolder = (session: Session) => Promise<Phrase | undefined>;

/**
 * Takes the schema's lock, or that of a part of the work that never minds who has the schema's; it is given back with the connection at
 * the latest. Throws `LockedError` naming the holder.
 */
export async function takeLock(
  session: Session,
  schema: string,
  describe: DescribeHolder = () => Promise.resolve(undefined),
  waitS = USUAL_WAIT_S,
  part?: string,
): Promise<void> {
  const name = lockName(schema, session.server, part);
  const [row] = await session.read<{ taken: number | null }>(
    phrase('take_lock'),
    'SELECT GET_LOCK(?, ?) AS taken',
    [name, waitS],
  );
  if (row?.taken === 1) return;
  const [used] = await session.read<{ connection: number | null }>(
    phrase('see_holder'),
    'SELECT IS_USED_LOCK(?) AS connection',
    [name],
  );
  const connection = String(used?.connection ?? '?');
  const known = await describe(session);
  const holder =
    known === undefined ? phrase('unknown_holder', { connection }) : phrase('holder', { known, connection });
  throw new LockedError(phrase('locked', { schema, holder }));
}

/** Before the connection is closed, of whose end a server may take note later than the next run begins. */
export async function giveLockBack(session: Session, schema: string, part?: string): Promise<void> {
  await session.lastWrite(phrase('give_lock_back'), 'DO RELEASE_LOCK(?)', [
    lockName(schema, session.server, part),
  ]);
}
