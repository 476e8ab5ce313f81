/** A listing that showed something else than it should, and what became of it. */
export interface DriftedListing {
  channel: string;
  remote_id: string;
  remote_variant: string;
  sku: string | null;
  title: string | null;
  /** Null where the marketplace counts nothing any more. */
  shown: number | null;
  offered: number;
  /** `corrected`, `adopted`, or why it is left as it is. */
  outcome: string;
}

/** What a reconcile found in a marketplace. */
export interface DriftReport {
  /** Listings of which is known what they should show. */
  listings: number;
  /** Of these, those that it asked for; the others had something under way. */
  read: number;
  /** Of those, the ones of which the marketplace said nothing. */
  unread: number;
  /** Listings that are not there any more. */
  gone: number;
  /** Those that showed something else than they should, which no order and nothing under way explains. */
  drifted: number;
  /** Of these, those that are written what they should show. */
  corrected: number;
  /** Of these, those that show now how many there are. */
  adopted: number;
  /** Of these, those that were to be adopted, and nobody can say how many there are. */
  left: number;
  limit_percent: number;
  /** Whether more drifted than the limit lets be corrected; then none was. */
  stopped: boolean;
  /** Why it ended before all were compared. */
  ended: 'paused' | null;
  /** The largest differences first. */
  examples: readonly DriftedListing[];
}
