import type { Resources } from '../platform/command.ts';
import type { Part } from '../platform/config/config.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { Room } from '../platform/room.ts';
import { UnavailableError } from '../platform/errors.ts';

/** Which listing: unique in one marketplace. Texts, as the marketplace writes its numbers. */
export interface Listing {
  remoteId: string;
  /** Empty where the marketplace does not divide it any further. */
  remoteVariant: string;
}

/** A listing as the marketplace has it. */
export interface RemoteListing extends Listing {
  sku: string | null;
  title: string;
  /** Units that it offers, below 0 where it is oversold; null where it counts none. */
  quantity: number | null;
  /** `paused`: its seller took it off the shelf; it takes stock, and offers none until he puts it back. */
  status: Exclude<Level['kind'], 'gone'> | 'paused';
}

/**
 * What stands in a marketplace now. `active`: it takes a quantity. `inactive`: it offers nothing, as with 0, until a quantity is written.
 * `untracked`: the marketplace sells it without counting, or counts it itself, and takes no quantity. `gone`: it no longer exists.
 */
export type Level =
  | {
      kind: 'active';
      /** Units; below 0 where it is oversold. */
      quantity: number;
      handle: Handle;
    }
  | { kind: 'inactive'; handle: Handle }
  | { kind: 'untracked' }
  | { kind: 'gone' };

/** What the marketplace wants to be told with a write, such as a version; nobody but its own folder looks inside. */
type Handle = string;

/** Why there is no answer about a listing. */
export type Failure =
  /** It was reached and did not want this listing, or would not have it so. */
  | { kind: 'refused'; reason: Phrase; fact: string }
  /** The token, its rights or the address are wrong: a person has to do something. */
  | { kind: 'denied'; reason: Phrase; fact: string }
  /** It asked everybody to wait for so long. Nothing was done. */
  | { kind: 'throttled'; reason: Phrase; retryAfterMs: number }
  /** Nobody answered, or somebody else. What was sent may have been done all the same, or may still be. */
  | { kind: 'unreachable'; reason: Phrase };

/** It asked everybody to wait for longer than the job waits. */
export class PacedError extends UnavailableError {}

/** A quantity to be written where what stands is still what was read. */
export interface Write extends Listing {
  /** Units to be offered, 0 or more, in place of what stands. */
  quantity: number;
  /** What was read last: of an active or an inactive listing. */
  read: Extract<Level, { kind: 'active' | 'inactive' }>;
}

export type Written =
  /** The marketplace says so. Only the next reading proves it. */
  | { kind: 'written' }
  /** Not written: something else stands there than what was read, or its call failed for another listing. Read again. */
  | { kind: 'stale' }
  /** Not written: another writing of the same is under way. Read again, after a while. */
  | { kind: 'busy' }
  | Failure;

/** One line of an order that was made in the marketplace. */
export interface OrderLine {
  orderId: string;
  lineId: string;
  sku: string | null;
  /** Undefined where the marketplace does not say, as of a listing that was deleted since. */
  listing: Listing | undefined;
  /** Units ordered; what was refunded or sent back since stays in it. */
  quantity: number;
  /** A sale, whatever state it is in, unless it was cancelled or never was one. */
  state: 'sale' | 'cancelled' | 'invalid';
  /** When the order changed last, by the marketplace's clock. */
  updatedAt: Date;
}

/** One thing to be looked at, to see whether the marketplace can be worked with. */
export interface MarketplaceCheck {
  name: Phrase;
  /** What was found. Throws a `SyncError` that says what to do. */
  look(): Promise<Phrase>;
}

/**
 * A shop in a marketplace. What it asks for again and how often is its own affair: an answer is the last word for now. Everything ends
 * with the signal's reason once the job's signal is aborted.
 */
export interface Marketplace {
  /** As it stands in a sentence: "Shopify". */
  readonly service: Phrase;
  /** Listings that one call of `read` or `write` takes at most. */
  readonly listingsPerCall: number;
  /** Whether a write names all variants of its listing: those with the same `remoteId` are in the hands of one deliverer then. */
  readonly writesWhole: boolean;
  /** All listings, page by page, none twice. Throws a `SyncError` where it cannot be read to its end. */
  listings(): AsyncIterable<readonly RemoteListing[]>;
  /** What stands there now, in the order of the listings. Tried again by itself: reading changes nothing. */
  read(listings: readonly Listing[]): Promise<readonly (Level | Failure)[]>;
  /**
   * Writes each where what was read still stands, in the order of the writes. Every call is sent once, under an idempotency key of its own
   * where the marketplace knows any: after an `unreachable` the marketplace must be read before it is written again.
   */
  write(writes: readonly Write[]): Promise<readonly Written[]>;
  /**
   * The lines of all orders that changed at this time or later, page by page, those that changed first before the others. Orders that
   * change meanwhile come again. Throws a `SyncError` where they cannot be read to their end; what came before holds.
   */
  orders(updatedSince: Date): AsyncIterable<readonly OrderLine[]>;
  /** In this order; each stands on those before it. */
  readonly checks: readonly MarketplaceCheck[];
}

/** What a marketplace's folder exports as `shopify/index.ts` does. */
export interface MarketplaceRoom extends Room<MarketplaceInside> {
  /** What the shop's owner calls it. */
  label: Phrase;
  /** The variable that switches it on. */
  onBy: string;
}

interface MarketplaceInside {
  /** What `open` reads; it gives undefined where the marketplace is switched off. */
  config: Part<unknown>;
  open(job: Opening<unknown>): Promise<Marketplace>;
}

export interface Opening<Config> extends Resources {
  config: Config;
  shared: Shared;
}

/** What all processes that work with one marketplace have in common. Throws what the database refuses. */
export interface Shared {
  pace: SharedPace;
  token: SharedToken;
  /** Stops writing until somebody resumes it. */
  pause(): Promise<void>;
}

export interface SharedPace {
  /** So many of the turns that all processes take one after the other: when the first one is, and how far apart they are, in milliseconds. */
  reserve(turns: number, perSecond: number): Promise<{ inMs: number; apartMs: number }>;
  /** That was too fast: half as many a second from now on, and slowly more again. */
  slowDown(perSecond: number): Promise<void>;
}

export interface SharedToken {
  read(): Promise<KeptToken>;
  /** While `work` is under way nobody else's is; what it returns is kept, undefined leaves all as it was. */
  change(work: (kept: KeptToken) => Promise<KeptToken | undefined>): Promise<void>;
}

/** The tokens of an app that can renew them. Hashes are SHA-256, in hex. */
export interface KeptToken {
  access: string | null;
  /** For how long the access token is still good. */
  goodForMs: number;
  /** What the app may do with it, as the marketplace says it. */
  scope: string | null;
  /** The one that works; null where it lies elsewhere. */
  refresh: string | null;
  /** Of the refresh token that the environment gave first: another one goes before what is kept. */
  givenHash: string | null;
  /** Of the refresh token that was refused for good. */
  refusedHash: string | null;
}
