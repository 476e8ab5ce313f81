import type { Session } from '../../mysql/session.ts';
import { chunks } from '../../mysql/chunks.ts';
import type { DriftedListing, DriftReport } from '../../runs/drift.ts';
import type { Outcome, Judged } from './adopt.ts';
import type { Treated } from './channel.ts';
import { phrase } from './phrase.ts';

const MOST_EXAMPLES = 10;
const IDS_PER_QUESTION = 1000;

export function reportOf(
  { listings, read, unread, gone, stopped, isPaused }: Treated,
  differences: readonly DriftedListing[],
  maxPercent: number,
): DriftReport {
  const count = (isMeant: (outcome: Outcome) => boolean): number =>
    stopped === undefined ? differences.filter(({ outcome }) => isMeant(outcome as Outcome)).length : 0;
  return {
    ...{ listings, read, unread, gone: gone.length, drifted: differences.length },
    corrected: count((outcome) => outcome === 'corrected'),
    adopted: count((outcome) => outcome === 'adopted'),
    left: count((outcome) => outcome !== 'corrected' && outcome !== 'adopted'),
    limit_percent: maxPercent,
    stopped: stopped !== undefined,
    ended: isPaused ? 'paused' : null,
    examples: differences.slice(0, MOST_EXAMPLES),
  };
}

/** As a person finds them; what is off by most comes first, before all what is not counted. */
export async function named(session: Session, judged: readonly Judged[]): Promise<DriftedListing[]> {
  const rows = new Map<number, { sku: string | null; title: string | null }>();
  for (const ids of chunks(
    judged.map(({ listingId }) => listingId),
    IDS_PER_QUESTION,
  )) {
    const found = await session.read<{ id: number | string; sku: string | null; title: string | null }>(
      phrase('read_listings'),
      'SELECT id, sku, title FROM channel_listing WHERE id IN (?)',
      [ids],
    );
    for (const { id, sku, title } of found) rows.set(Number(id), { sku, title });
  }
  return judged
    .toSorted((one, other) => distance(other) - distance(one) || one.listingId - other.listingId)
    .map(({ channel, listingId, remoteId, remoteVariant, shown, offered, outcome }) => ({
      ...{ channel, remote_id: remoteId, remote_variant: remoteVariant },
      ...{ sku: rows.get(listingId)?.sku ?? null, title: rows.get(listingId)?.title ?? null },
      ...{ shown, offered, outcome },
    }));
}

function distance({ shown, offered }: Judged): number {
  return shown === null ? Infinity : Math.abs(shown - offered);
}
