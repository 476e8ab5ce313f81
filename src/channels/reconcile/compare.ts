import type { Session } from '../../mysql/session.ts';
import { ConfigurationError, UnavailableError } from '../../platform/errors.ts';
import { believed, isRight, isThere } from '../listings/asked.ts';
import type { Failure, Level, Marketplace } from '../marketplace.ts';
import { noteWait, readState } from '../state.ts';
import { Checkpoint } from './checkpoint.ts';
import { type Calm, knownListings, offeredAmong, type OfferRules } from './known.ts';
import { phrase } from './phrase.ts';

/** A listing that shows something else than it should. */
export interface Difference extends Calm {
  channel: string;
  /** Null where the marketplace counts nothing any more. */
  shown: number | null;
  /** Whether the marketplace has a quantity of it, so that somebody may have typed it. */
  isCounted: boolean;
}

export interface Compared {
  /** Those of which is known what they should show. */
  listings: number;
  /** Of these, those that were asked for, now or before it was cut off; the others have something under way. */
  read: number;
  /** Of those, the ones of which the marketplace says nothing. */
  unread: number;
  /** Their ids. */
  gone: readonly number[];
  differences: readonly Difference[];
  isPaused: boolean;
}

interface Comparing {
  session: Session;
  channel: string;
  marketplace: Marketplace;
  rules: OfferRules;
  signal: AbortSignal;
  /** False of one that only looks: it tells nobody to wait. */
  writes: boolean;
  onRead(read: number, of: number): void;
}

/** Asks for every listing of which is known what it should show, as many at once as the marketplace gives. */
export async function compareListings(job: Comparing): Promise<Compared> {
  const { session, channel, marketplace, rules, signal, writes } = job;
  const known = await knownListings(session, channel);
  const checkpoint = writes ? await Checkpoint.open(session, channel, known) : undefined;
  const compared = {
    ...{ listings: 0, read: 0, unread: 0, isPaused: false },
    ...{ gone: [] as number[], differences: [] as Difference[] },
  };
  let waiting: Calm[] = [];
  const ask = async (some: readonly Calm[]): Promise<void> => {
    signal.throwIfAborted();
    if (await isPaused(job)) {
      compared.isPaused = true;
      return;
    }
    const levels = believed(await marketplace.read(some));
    const wrong = new Set<number>();
    for (const [index, listing] of some.entries()) {
      const isAsItShould = await note(job, compared, listing, levels[index] as Level | Failure);
      if (!isAsItShould) wrong.add(listing.listingId);
    }
    await checkpoint?.note(some, wrong);
    compared.read += some.length;
    job.onRead(compared.read, known.length);
  };
  for await (const { offered, calm } of offeredAmong(session, channel, known, rules)) {
    compared.listings += offered;
    const left = calm.filter((listing) => checkpoint?.isRight(listing) !== true);
    compared.read += calm.length - left.length;
    waiting.push(...left);
    while (waiting.length >= marketplace.listingsPerCall && !compared.isPaused) {
      await ask(waiting.slice(0, marketplace.listingsPerCall));
      waiting = waiting.slice(marketplace.listingsPerCall);
    }
    if (compared.isPaused) return compared;
  }
  if (waiting.length > 0) await ask(waiting);
  return allRefused(job, compared);
}

/** Where every listing was refused, the cause is not the listings. */
function allRefused<C extends Compared>({ marketplace: { service } }: Comparing, compared: C): C {
  if (compared.read > 0 && compared.unread === compared.read) {
    throw new UnavailableError(phrase('unread', { service, why: phrase('all_refused') }));
  }
  return compared;
}

/** Of these differences, those that nothing explains by now: nobody had to do with the listing since, and it should still show the same. */
export async function unexplained(
  { session, channel, rules }: Pick<Comparing, 'session' | 'channel' | 'rules'>,
  differences: readonly Difference[],
): Promise<Difference[]> {
  const now = new Map<number, Calm>();
  for await (const { calm } of offeredAmong(session, channel, differences, rules)) {
    for (const listing of calm) now.set(listing.listingId, listing);
  }
  return differences.filter(({ listingId, offered, trace }) => {
    const listing = now.get(listingId);
    return listing?.offered === offered && listing.trace === trace;
  });
}

async function isPaused({ session, channel, marketplace: { service } }: Comparing): Promise<boolean> {
  const { pausedAt, waitMs } = await readState(session, channel);
  if (pausedAt !== null) return true;
  if (waitMs > 0) {
    const why = phrase('asks_to_wait', { seconds: Math.ceil(waitMs / 1000) });
    throw new UnavailableError(phrase('unread', { service, why }));
  }
  return false;
}

type Gathered = Omit<Compared, 'gone' | 'differences'> & { gone: number[]; differences: Difference[] };

/** Whether it shows what it should. Throws where it is not this listing that gives no answer. */
async function note(
  { session, channel, marketplace, writes }: Comparing,
  compared: Gathered,
  listing: Calm,
  level: Level | Failure,
): Promise<boolean> {
  const { service } = marketplace;
  switch (level.kind) {
    case 'active':
    case 'inactive':
    case 'untracked': {
      if (isThere(level) && isRight({ level, offer: listing.offered })) return true;
      const uncounted = level.kind === 'untracked' ? null : 0;
      compared.differences.push({
        ...listing,
        channel,
        shown: level.kind === 'active' ? level.quantity : uncounted,
        isCounted: level.kind === 'active',
      });
      return false;
    }
    case 'gone':
      compared.gone.push(listing.listingId);
      return false;
    case 'refused':
      compared.unread += 1;
      return false;
    case 'denied':
      throw new ConfigurationError(phrase('denied', { service, why: level.reason }));
    case 'throttled':
      if (writes) await noteWait(session, channel, level.retryAfterMs);
      throw new UnavailableError(phrase('unread', { service, why: level.reason }));
    default:
      throw new UnavailableError(phrase('unread', { service, why: level.reason }));
  }
}
