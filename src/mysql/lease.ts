import { UnavailableError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';
import type { Session } from './session.ts';

/** The server's own, as all lock names are, and at most 64 characters long. */
export function leaseName(holder: string): string {
  return `bitcram-inventory-sync:lease:${holder}`;
}

/** Whether the run of a row of `sync_run` has its connection. */
export const HAS_LEASE_SQL = `IS_USED_LOCK(CONCAT('${leaseName('')}', run_id)) IS NOT NULL`;

/**
 * While this connection lives, others see that `holder` is at work, and leave what it has in hand. A lease that ended by a time would
 * keep what a killed process had in hand for as long; this one ends with its connection.
 */
export async function takeLease(session: Session, holder: string): Promise<void> {
  const [row] = await session.read<{ taken: number | null }>(
    phrase('take_lease'),
    'SELECT GET_LOCK(?, 0) AS taken',
    [leaseName(holder)],
  );
  if (row?.taken !== 1) throw new UnavailableError(phrase('lease_refused'));
}

/** Those of these holders whose connection is gone. */
export async function goneAmong(session: Session, holders: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const holder of holders) {
    const [row] = await session.read<{ connection: number | null }>(
      phrase('see_holder'),
      'SELECT IS_USED_LOCK(?) AS connection',
      [leaseName(holder)],
    );
    if (row?.connection === null) gone.push(holder);
  }
  return gone;
}
