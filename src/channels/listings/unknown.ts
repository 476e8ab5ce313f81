import type { Session } from '../../mysql/session.ts';
import type { DueListing, DueListings } from './due.ts';
import { noteSeen, type SeenListing } from './seen.ts';

interface Leaving {
  session: Session;
  channel: string;
  rules: { verifyMs: number; begins?: boolean };
}

/**
 * It is unknown what these should show. Mapping or counting one marks it again. One whose quantity may become its first level is checked
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
  // It is not pending: there is nothing to tell it.
  await due.accepted(waiting, verifyMs);
}
