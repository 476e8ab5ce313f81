import type { Session, Values } from '../../mysql/session.ts';
import { goneHolders } from '../outbox.ts';
import type { Listing } from '../marketplace.ts';
import { phrase } from '../phrase.ts';
import { DUE_SINCE_S, ledgerTime } from '../stock.ts';

export interface Wanted extends Listing {
  listingId: number;
}

/**
 * In which order a deliverer takes what is due in a marketplace and not in the hands of a living process: what was never tried first, then what
 * was tried longest ago; among these what has no stock, which must not be sold, before the rest. What is sold out meanwhile goes before all.
 */
export class DueOrder {
  readonly #session: Session;
  readonly #channel: string;
  readonly #holder: string;
  #found: Wanted[] = [];
  #readAt = '';
  #readings = 0;
  /** Those whose connection is gone: what they had in hand is free for others. */
  #gone: readonly string[] = [];

  constructor(session: Session, channel: string, holder: string) {
    this.#session = session;
    this.#channel = channel;
    this.#holder = holder;
  }

  /** Before somebody takes something. */
  begin(): void {
    this.#readings = 0;
  }

  /** The next that may be taken; none: nothing is due, or others took it all. */
  async next(limit: number, whole: boolean): Promise<readonly Wanted[]> {
    if (this.#found.length > 0) await this.#putSoldOutFirst();
    else if (this.#readings < MOST_READINGS) {
      this.#readings += 1;
      await this.#read(whole);
    }
    return this.#found.splice(0, limit);
  }

  /** In a row that was read: whether it is in no other hands. */
  isFree(holder: string | null): boolean {
    return holder === null || holder === this.#holder || this.#gone.includes(holder);
  }

  /** For many calls at once: the order is of several tables, so that no key has it. */
  async #read(whole: boolean): Promise<void> {
    this.#gone = await goneHolders(this.#session, this.#channel, this.#holder);
    this.#readAt = await ledgerTime(this.#session);
    this.#found = await this.#readDue(
      `${whole ? `AND NOT ${HAS_SIBLING_IN_HAND}` : ''} ORDER BY o.tried_at, ${HAS_STOCK}, o.subject_id`,
      whole ? [[this.#holder, ...this.#gone]] : [],
    );
  }

  /** By its key: this is asked before every call. What was marked in a transaction that ended after the reading is older than it. */
  async #putSoldOutFirst(): Promise<void> {
    const soldOut = await this.#readDue(
      `AND o.next_at >= TIMESTAMP(?) - INTERVAL ${LONGEST_TRANSACTION_S + DUE_SINCE_S} SECOND AND (o.tried_at IS NULL OR o.tried_at < ?) AND NOT ${HAS_STOCK} ORDER BY o.subject_id`,
      [this.#readAt, this.#readAt],
    );
    if (soldOut.length === 0) return;
    const ids = new Set(soldOut.map(({ listingId }) => listingId));
    this.#found = [...soldOut, ...this.#found.filter(({ listingId }) => !ids.has(listingId))];
  }

  async #readDue(rest: string, values: Values): Promise<Wanted[]> {
    const rows = await this.#session.read<Omit<Wanted, 'listingId'> & { listingId: number | string }>(
      phrase('read_outbox'),
      `SELECT l.id AS listingId, l.remote_id AS remoteId, l.remote_variant AS remoteVariant
         FROM channel_outbox o JOIN channel_listing l ON l.id = o.subject_id WHERE ${this.due} ${rest} LIMIT ?`,
      [...this.dueValues, ...values, FOUND_AT_ONCE],
    );
    return rows.map((row) => ({ ...row, listingId: Number(row.listingId) }));
  }

  get due(): string {
    const free =
      this.#gone.length === 0 ? 'o.leased_by IS NULL' : '(o.leased_by IS NULL OR o.leased_by IN (?))';
    return `o.channel = ? AND o.dead_at IS NULL AND (o.next_at IS NULL OR o.next_at <= NOW(3)) AND ${free}`;
  }

  get dueValues(): Values {
    return this.#gone.length === 0 ? [this.#channel] : [this.#channel, this.#gone];
  }
}

/** So many that the order costs little for each of them. */
const FOUND_AT_ONCE = 5000;
/** Of those that mark listings; what a longer one marks keeps its place. */
const LONGEST_TRANSACTION_S = 5;
/** Readings of what is due before giving up: the process that has the rest in hand may take it as well. */
const MOST_READINGS = 3;

/** In the hands of others than these. */
const HAS_SIBLING_IN_HAND = `
  EXISTS (SELECT 1 FROM channel_listing other
            JOIN channel_outbox held ON held.channel = other.channel AND held.subject_id = other.id
           WHERE other.channel = l.channel AND other.remote_id = l.remote_id AND other.id <> l.id
             AND held.leased_by NOT IN (?))`;

/** By its scarcest part. Only for the order, so locations are ignored. */
const HAS_STOCK = `
  COALESCE((SELECT MIN(FLOOR(s.base + s.held) DIV p.units) FROM channel_listing_part p
              LEFT JOIN stock_level s ON s.item_id = p.item_id WHERE p.listing_id = o.subject_id), 0) > 0`;
