import type { Session } from '../../mysql/session.ts';
import type { DueListing, DueListings } from './due.ts';
import { noteSeen, type SeenListing } from './seen.ts';

interface Leaving {
  session: Session;
  channel: string;
  rules: { verifyMs: number; begins?: boolean };
}

/**
 * Nobody knows what these should show. Whoever maps or counts one marks it again; one that may tell itself how many there are is looked at
 * until it has.
 */
export async function leaveUnknown(
  { session, channel, rules: { verifyMs, begins = false } }: Leaving,
  due: DueListings,
  unknown: readonly (DueListing & SeenListing)[],
): Promise<void> {
  const telling = begins ? await noteSeen(session, channel, unknown, verifyMs) : new Set<number>();
  const waiting = unknown.filter(({ listingId }) => telling.has(listingId));
  await due.done(unknown.filter(({ listingId }) => !telling.has(listingId)));
  // It is not pending: there is nothing that it should have been told.
  await due.accepted(waiting, verifyMs);
}
