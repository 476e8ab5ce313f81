import type { Resources } from '../platform/command.ts';
import type { Part } from '../platform/config/config.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import type { RoomQuestions } from '../platform/interview.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { Room } from '../platform/room.ts';

/** A notification that is pending: what it speaks of, and the key under which the receiver knows this very change. */
export interface Pending {
  /** What the channel's notifications speak of, such as an item. */
  subjectId: number;
  key: string;
}

/** A notification that the receiver refused, while it accepted others. */
export interface Refusal extends Pending {
  /** The bare fact, the same in every language: "HTTP 500". */
  reason: string;
}

/** Where items are announced, as the job sees it. A channel is a folder beside this file and its line in `rooms.ts`. */
export interface Channel {
  /** As it stands in a sentence: "the publications service". */
  readonly service: Phrase;
  /** What to do where it refuses the secret. */
  readonly secretHint: Phrase;
  /** Sends what is pending, many at a time, until nothing is left, the budget is spent or sending is pointless. */
  deliver(outbox: PendingItems, onProgress: (delivered: number) => void): Promise<Delivery>;
}

/** What a channel's folder exports as `publications/index.ts` does. */
export interface ChannelRoom extends Room<ChannelInside> {
  /** What the shop's owner calls it. */
  label: Phrase;
}

interface ChannelInside {
  /** What `open` reads; it gives undefined where the channel is switched off. */
  config: Part<unknown>;
  open(job: Resources & { config: unknown }): Channel;
  /** What `doctor` looks at. */
  checks(): Promise<{ checks: RoomChecks }>;
  /** What `init` asks, if anything. */
  questions?(): Promise<{ questions: RoomQuestions }>;
}

/** Where pending notifications come from, and where their results are written down. */
export interface PendingItems {
  /**
   * All that are pending, at most `limit` at a time: those that were never tried first, then those tried longest ago; among these what
   * has no stock, which must not be sold, before the rest. Each comes once, also where it is tried meanwhile.
   */
  inOrder(limit: number): AsyncIterable<readonly Pending[]>;
  /** Notes that these were just tried and failed: all others are tried before them. */
  tried(notifications: readonly Pending[]): Promise<void>;
  /** Takes delivered ones out; one that changed again meanwhile stays pending, in nobody's hands. Returns how many were taken out. */
  delivered(notifications: readonly Pending[]): Promise<number>;
  /** Counts one try for each; those that reach `maxAttempts` are dead. Returns how many died. */
  refused(refusals: readonly Refusal[], maxAttempts: number): Promise<number>;
  /** What holds for all processes that send here. */
  state(): Promise<ChannelState>;
  /** Tells all processes that send here that the receiver asked to wait for so long. */
  noteWait(waitMs: number): Promise<void>;
}

/** What holds for all who send to a channel. */
export interface ChannelState {
  /** UTC; null where it is not paused. */
  pausedAt: string | null;
  /** How long the receiver asked everybody to wait; 0: it did not. */
  waitMs: number;
}

export interface Delivery {
  delivered: number;
  /** Refused so often that nobody tries again by itself. */
  dead: number;
  /** Why sending ended before everything was sent. */
  ended: 'budget' | 'failing' | 'secret' | 'stopped' | 'paused' | undefined;
  /** The last failure in words, for the operator. */
  lastFailure: Phrase | undefined;
}

/** Which changed items become pending. */
export interface PendingRule {
  /** False where there is no channel to tell. */
  notify: boolean;
  /** `schema.table` with `id` and `meli_id`; undefined: every item. */
  publishedItemsTable: string | undefined;
}
