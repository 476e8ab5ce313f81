import { randomUUID } from 'node:crypto';
import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

const IDS_PER_STATEMENT = 2000;

/** A listing that became due so short a time ago keeps that time: it stands in an index, and to move it took a third of marking. */
export const DUE_SINCE_S = 1;
const DUE = `IF(next_at BETWEEN VALUES(next_at) - INTERVAL ${DUE_SINCE_S} SECOND AND VALUES(next_at), next_at, VALUES(next_at))`;

/**
 * What a new change of a listing does to its row: a new key, looked at now. When it was last sent stays, and so does since when it is
 * pending, unless its last change was accepted or given up.
 */
const MARK = `
  ON DUPLICATE KEY UPDATE
    owed_at = IF(dead_at IS NULL AND NOT (accepted_key <=> \`key\`), owed_at, VALUES(owed_at)),
    \`key\` = VALUES(\`key\`), next_at = ${DUE}, attempts = 0, last_error = NULL, dead_at = NULL`;

/** In the transaction of a change: every listing of these items, in every channel, is to be looked at. */
export async function markListings(session: Session, itemIds: readonly number[]): Promise<void> {
  for (const part of chunks(itemIds, IDS_PER_STATEMENT)) {
    await markOf(session, '(SELECT listing_id FROM channel_listing_part WHERE item_id IN (?))', [part]);
  }
}

/** The same for listings themselves, such as one whose parts changed. */
export async function markListingsById(session: Session, listingIds: readonly number[]): Promise<void> {
  for (const part of chunks(listingIds, IDS_PER_STATEMENT)) {
    await markOf(session, '(SELECT id AS listing_id FROM channel_listing WHERE id IN (?))', [part]);
  }
}

/** `from` has `listing_id`. What is gone from its channel waits there until it comes back. */
export async function markOf(
  session: Session,
  from: string,
  values: readonly (readonly number[])[] = [],
): Promise<void> {
  await session.write(
    phrase('mark_listings'),
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, next_at, owed_at)
     SELECT DISTINCT c.channel, c.id, CONCAT(?, '-', c.id), NOW(3), NOW(3)
       FROM ${from} p JOIN channel_listing c ON c.id = p.listing_id
      WHERE NOT (c.status <=> 'gone') ORDER BY c.channel, c.id ${MARK}`,
    [randomUUID(), ...values],
  );
}
