import type { Session } from '../../mysql/session.ts';
import type { Phrase } from '../../platform/phrase.ts';
import type { DueListing, DueListings } from './due.ts';
import type { Failure, Level, Marketplace, Write, Written } from '../marketplace.ts';
import {
  type Asked,
  believed,
  isAnswer,
  isRight,
  isRise,
  isThere,
  isWrong,
  listingsOf,
  type Wrong,
} from './asked.ts';
import { noteFailure, noteWait } from '../state.ts';
import { noteGone } from './gone.ts';
import { noteShown } from './shown.ts';
import { leaveUnknown } from './unknown.ts';
import { ledgerTime, offersOf } from '../stock.ts';

interface ListingRules {
  /** Units that are never offered, of a listing that does not say it itself. */
  buffer: number;
  locations: readonly string[] | undefined;
  /** Refusals of one listing before it is dead. */
  attempts: number;
  /** After how long what was sent is checked again. */
  verifyMs: number;
  /** While the marketplace's orders are unknown: whatever shows less than it should may have been sold there. It waits. */
  fallsOnly?: boolean;
  /** Whether what a listing shows may be the first that is known of its item. */
  begins?: boolean;
}

export interface ListingDelivery {
  /** Listings that were checked, without those that other processes have in hand. */
  looked: number;
  /** Listings that show now what they should. */
  accepted: number;
  /** Listings that were refused while no other one was accepted. */
  refused: number;
  dead: number;
  /** Why it ended before everything due was looked at. `paced`: the marketplace asked everybody to wait. `budget`: its time is up. */
  ended: 'budget' | 'paused' | 'paced' | 'denied' | 'failing' | 'stopped' | undefined;
  lastFailure: Phrase | undefined;
}

export interface ListingJob {
  session: Session;
  channel: string;
  marketplace: Marketplace;
  /** Has its lease. */
  holder: string;
  rules: ListingRules;
  /** Ends it after the call that is under way. */
  signal: AbortSignal;
  /** By `performance.now()`: after it no further call is begun. */
  endsAtMs?: number;
  /** Called for each listing that shows what it should since a moment ago: for how long it had not. */
  onAccepted?(pendingMs: number): void;
}

/** Something changed since the reading. No other process has it in hand, so it was a buyer or a person. */
const STALE_AGAIN_MS = 0;
const BUSY_AGAIN_MS = 2_000;
/** Unknown whether it was done: the next reading tells. */
const UNKNOWN_AGAIN_MS = 5_000;
const REFUSED_AGAIN_MS = 60_000;
const RISE_AGAIN_MS = 5_000;

/** One reading, and the writes that follow it. */
export class Call {
  readonly #job: ListingJob;
  readonly #due: DueListings;
  readonly #delivery: ListingDelivery;
  readonly #beganMs = performance.now();
  #accepted = 0;
  readonly #refused: Refused[] = [];
  #denied = 0;

  constructor(job: ListingJob, due: DueListings, delivery: ListingDelivery) {
    this.#job = job;
    this.#due = due;
    this.#delivery = delivery;
  }

  async look(taken: readonly DueListing[]): Promise<void> {
    const { session, rules } = this.#job;
    const askedAt = rules.begins === true ? await ledgerTime(session) : '';
    const levels = believed(await this.#job.marketplace.read(taken));
    // Computed after the reading: what is offered is never older than what stands.
    const offers = await offersOf(
      session,
      taken.map(({ listingId }) => listingId),
      rules,
    );
    const asked = taken.map((listing, index) => ({
      listing,
      level: levels[index] as Level | Failure,
      offer: offers.get(listing.listingId),
    }));
    await this.#settle(asked);
    const unknown = asked.flatMap(({ listing, offer, level }) => {
      if (offer !== undefined || !isThere(level)) return [];
      return [{ ...listing, askedAt, quantity: level.kind === 'active' ? level.quantity : null }];
    });
    await leaveUnknown(this.#job, this.#due, unknown);
    const wrong = asked.filter(isWrong);
    const waiting = rules.fallsOnly === true ? wrong.filter(isRise) : [];
    await this.#due.again(listingsOf(waiting), RISE_AGAIN_MS);
    await this.#write(wrong.filter((each) => !waiting.includes(each)));
    await this.#end();
  }

  /** Handles everything except what is to be written. */
  async #settle(asked: readonly Asked[]): Promise<void> {
    const { verifyMs } = this.#job.rules;
    const right = asked.filter(isRight);
    const isQuiet = ({ listing: { sentMsAgo } }: Asked): boolean =>
      sentMsAgo === null || sentMsAgo >= verifyMs;
    const recent = right.filter((each) => !isQuiet(each));
    await this.#due.done(listingsOf(right.filter(isQuiet)));
    // It was sent a moment ago, and a late write may still undo it.
    await this.#due.accepted(listingsOf(recent), verifyMs);
    this.#accept(listingsOf(right));
    const failed: Failed[] = [];
    for (const { listing, level } of asked) {
      if (level.kind === 'gone' || level.kind === 'untracked')
        this.#refused.push({ listing, fact: level.kind, isFinal: true });
      else if (!isThere(level)) failed.push({ listing, failure: level });
    }
    await this.#fail(failed);
    await noteGone(
      this.#job.session,
      listingsOf(asked.filter(({ level }) => level.kind === 'gone')).map(({ listingId }) => listingId),
    );
    await noteShown(
      this.#job.session,
      right.map(({ listing, offer }) => [listing.listingId, offer as number]),
    );
  }

  #accept(listings: readonly DueListing[]): void {
    this.#accepted += listings.length;
    const { onAccepted } = this.#job;
    const inHandMs = performance.now() - this.#beganMs;
    for (const { pendingMs } of listings) if (pendingMs !== null) onAccepted?.(pendingMs + inHandMs);
  }

  async #write(wrong: readonly Wrong[]): Promise<void> {
    const { verifyMs } = this.#job.rules;
    const unchanged = new Set(await this.#due.sending(listingsOf(wrong), verifyMs));
    const sent = wrong.filter(({ listing }) => unchanged.has(listing));
    if (sent.length === 0) return;
    const writes = sent.map(({ listing: { remoteId, remoteVariant }, level, offer }): Write => ({
      remoteId,
      remoteVariant,
      quantity: offer,
      read: level,
    }));
    const outcomes = await this.#job.marketplace.write(writes);
    const of = (kind: Written['kind']): Wrong[] => sent.filter((_, index) => outcomes[index]?.kind === kind);
    const written = of('written');
    await this.#due.accepted(listingsOf(written), verifyMs);
    await noteShown(
      this.#job.session,
      written.map(({ listing, offer }) => [listing.listingId, offer]),
      true,
    );
    this.#accept(listingsOf(written));
    await this.#due.again(listingsOf(of('stale')), STALE_AGAIN_MS);
    await this.#due.again(listingsOf(of('busy')), BUSY_AGAIN_MS);
    await this.#fail(
      sent.flatMap(({ listing }, index) => {
        const outcome = outcomes[index] as Written;
        return isAnswer(outcome) ? [] : [{ listing, failure: outcome }];
      }),
    );
  }

  /** No answer concerns every listing of the call. */
  async #fail(failed: readonly Failed[]): Promise<void> {
    const delivery = this.#delivery;
    const unanswered: DueListing[] = [];
    const throttled: DueListing[] = [];
    let waitMs = 0;
    for (const { listing, failure } of failed) {
      delivery.lastFailure = failure.reason;
      if (failure.kind === 'throttled') {
        throttled.push(listing);
        waitMs = Math.max(waitMs, failure.retryAfterMs);
      } else if (failure.kind === 'refused')
        this.#refused.push({ listing, fact: failure.fact, isFinal: false });
      else {
        unanswered.push(listing);
        if (failure.kind === 'denied') this.#denied += 1;
        else delivery.ended = 'failing';
      }
    }
    await this.#due.again(unanswered, UNKNOWN_AGAIN_MS);
    if (throttled.length === 0) return;
    await noteWait(this.#job.session, this.#job.channel, waitMs);
    await this.#due.again(throttled, 0);
    delivery.ended = 'paced';
  }

  /** A refusal counts as a try only while others are accepted: an outage makes nothing dead. What is gone stays so. */
  async #end(): Promise<void> {
    const delivery = this.#delivery;
    delivery.accepted += this.#accepted;
    if (this.#denied > 0 && delivery.accepted === 0) delivery.ended = 'denied';
    if (this.#accepted > 0 || delivery.ended !== undefined) {
      const why = this.#accepted > 0 ? undefined : delivery.lastFailure;
      await noteFailure(this.#job.session, this.#job.channel, why?.code ?? null);
    }
    const isKnownToRefuse = delivery.accepted > 0;
    const counted = this.#refused.filter(({ isFinal }) => isFinal || isKnownToRefuse);
    const uncounted = this.#refused.filter((each) => !counted.includes(each));
    delivery.refused += uncounted.length;
    await this.#due.again(listingsOf(uncounted), REFUSED_AGAIN_MS);
    for (const alike of Map.groupBy(counted, ({ fact, isFinal }) => `${isFinal} ${fact}`).values()) {
      const [{ fact, isFinal }] = alike as [Refused];
      const attempts = isFinal ? 1 : this.#job.rules.attempts;
      delivery.dead += await this.#due.refused(listingsOf(alike), fact, attempts, REFUSED_AGAIN_MS);
    }
  }
}

interface Failed {
  listing: DueListing;
  failure: Failure;
}

interface Refused {
  listing: DueListing;
  fact: string;
  isFinal: boolean;
}
