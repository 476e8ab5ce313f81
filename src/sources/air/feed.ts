import type { SyncError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';

/** What is known of one article beside its entry in a list. */
export interface Detail {
  content: Readonly<Record<string, unknown>>;
  /** Addresses, in their order. */
  images: readonly string[];
}

/** An article whose details may have to be fetched. */
export interface Wanted {
  id: number;
  code: string;
  /** Of its entry in the list. */
  entryHash: number;
}

/** What is kept of an article's details, narrow. */
export interface Kept {
  /** Of the entry that they were fetched for. */
  entryHash: number;
  /** Of what they say. */
  hash: number;
  isOld: boolean;
}

/** How details are come by. */
export interface Details {
  /** Whether they may be other ones by now. */
  isWanted(article: Wanted, kept: Kept | undefined): boolean;
  fetch(article: Wanted, signal: AbortSignal): Promise<Detail>;
  /** Whether a failure may be that of one article, while Air gives those of others. */
  isOfOne(failure: unknown): failure is SyncError;
}

/** One item of a list into what is wanted of it. */
type Read<E> = (json: unknown) => E;

/** A way to Air's articles: its API, or files. Items have the members of the API, whichever way they come. */
export interface Feed {
  /** Of whoever reads it. */
  label: Phrase;
  /** Throws where it cannot be read at all. `exchangeRate`: what Air says of the day. */
  open(): Promise<{ exchangeRate: unknown }>;
  /** All articles, page by page. */
  whole<E>(read: Read<E>, signal: AbortSignal): Promise<E[][]>;
  /** The same with price and stock alone. */
  light<E>(read: Read<E>, signal: AbortSignal): Promise<E[][]>;
  /** Those of these codes that there are. */
  some<E>(codes: readonly string[], read: Read<E>, signal: AbortSignal): Promise<E[][]>;
  details(signal: AbortSignal): Promise<Details>;
}
