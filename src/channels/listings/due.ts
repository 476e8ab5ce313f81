import { repeated } from '../../mysql/repeat.ts';
import type { Session, Values } from '../../mysql/session.ts';
import { goneHolders } from '../leases.ts';
import { asKept } from '../outbox.ts';
import { phrase } from '../phrase.ts';

/** A listing that is to be looked at, in the hands of one deliverer. */
export interface DueListing {
  listingId: number;
  remoteId: string;
  remoteVariant: string;
  /** Of the change that makes it due. */
  key: string;
  attempts: number;
  /** How long ago something was sent to it last; null: nothing since the row is there. */
  sentMsAgo: number | null;
}

interface Sibling {
  wanted: number;
  id: number;
}

/**
 * The rows of a marketplace's listings in the outbox. What is in hand carries the holder's name, as long as its connection lives; each
 * statement speaks of rows in hand alone, so that a deliverer that lost them changes nothing.
 */
export class DueListings {
  readonly #session: Session;
  readonly #channel: string;
  readonly #holder: string;

  /** `holder` has its lease. */
  constructor(session: Session, channel: string, holder: string) {
    this.#session = session;
    this.#channel = channel;
    this.#holder = holder;
  }

  /**
   * Takes as many in hand as one call of the marketplace may name: what was never tried first, then what was tried longest ago; among
   * these what has no stock, which must not be sold, before the rest. `whole`: nothing of what has a `remoteId` with something that
   * somebody else has in hand.
   */
  async take(limit: number, { whole = false } = {}): Promise<DueListing[]> {
    let ids: readonly number[] | undefined;
    for (let attempt = 0; attempt < MOST_CLAIMS && ids === undefined; attempt += 1)
      ids = await repeated({ signal: this.#session.signal }, () => this.#claim(limit, whole));
    if (ids === undefined || ids.length === 0) return [];
    const rows = await this.#session.read<Omit<DueListing, 'listingId'> & { listingId: number | string }>(
      phrase('read_outbox'),
      `SELECT o.subject_id AS listingId, o.\`key\`, o.attempts, l.remote_id AS remoteId, l.remote_variant AS remoteVariant,
              TIMESTAMPDIFF(MICROSECOND, o.sent_at, NOW(3)) DIV 1000 AS sentMsAgo
         FROM channel_outbox o JOIN channel_listing l ON l.id = o.subject_id
        WHERE ${MINE} AND o.subject_id IN (?) ORDER BY FIELD(o.subject_id, ?)`,
      [this.#channel, this.#holder, ids, ids],
    );
    return rows.map((row) => ({ ...row, listingId: Number(row.listingId) }));
  }

  /** Rows that somebody else locks just now are his; undefined where all that were wanted are. */
  async #claim(limit: number, whole: boolean): Promise<number[] | undefined> {
    const gone = await goneHolders(this.#session, this.#channel, this.#holder);
    const free = gone.length === 0 ? 'o.leased_by IS NULL' : '(o.leased_by IS NULL OR o.leased_by IN (?))';
    const due = `o.channel = ? AND o.dead_at IS NULL AND (o.next_at IS NULL OR o.next_at <= NOW(3)) AND ${free}`;
    const values = gone.length === 0 ? [this.#channel] : [this.#channel, gone];
    const found = await this.#session.read<{ id: number | string }>(
      phrase('read_outbox'),
      `SELECT o.subject_id AS id FROM channel_outbox o JOIN channel_listing l ON l.id = o.subject_id
        WHERE ${due}${whole ? ` AND NOT ${HAS_SIBLING_IN_HAND}` : ''}
        ORDER BY o.tried_at, ${HAS_STOCK}, o.subject_id LIMIT ?`,
      [...values, ...(whole ? [[this.#holder, ...gone]] : []), limit],
    );
    const wanted = found.map(({ id }) => Number(id));
    if (wanted.length === 0) return [];
    const siblings = whole ? await this.#siblings(wanted) : [];
    return this.#session.transaction(phrase('claim'), async () => {
      const locked = await this.#session.read<{ id: number | string }>(
        phrase('claim'),
        `SELECT o.subject_id AS id FROM channel_outbox o WHERE ${due} AND o.subject_id IN (?) FOR UPDATE SKIP LOCKED`,
        [...values, wanted],
      );
      const ids = new Set(locked.map(({ id }) => Number(id)));
      for (const id of await this.#inOtherHands(siblings, gone)) ids.delete(id);
      if (ids.size === 0) return undefined;
      await this.#session.write(
        phrase('claim'),
        'UPDATE channel_outbox SET leased_by = ?, tried_at = NOW(3) WHERE channel = ? AND subject_id IN (?)',
        [this.#holder, this.#channel, [...ids]],
      );
      return wanted.filter((id) => ids.has(id));
    });
  }

  /** The rows of all listings that have their `remoteId` with one of these, with the one that is wanted. */
  async #siblings(wanted: readonly number[]): Promise<readonly Sibling[]> {
    const rows = await this.#session.read<Record<keyof Sibling, number | string>>(
      phrase('read_outbox'),
      `SELECT l.id AS wanted, o.subject_id AS id
         FROM channel_listing l
         JOIN channel_listing other ON other.channel = l.channel AND other.remote_id = l.remote_id AND other.id <> l.id
         JOIN channel_outbox o ON o.channel = l.channel AND o.subject_id = other.id
        WHERE l.id IN (?)`,
      [wanted],
    );
    return rows.map((row) => ({ wanted: Number(row.wanted), id: Number(row.id) }));
  }

  /** In a transaction: locks what it finds free, so that of two who want the same listing at once one sees the other. */
  async #inOtherHands(siblings: readonly Sibling[], gone: readonly string[]): Promise<number[]> {
    if (siblings.length === 0) return [];
    const ids = [...new Set(siblings.map(({ id }) => id))];
    const rows = await this.#session.read<{ id: number | string; holder: string | null }>(
      phrase('claim'),
      `SELECT o.subject_id AS id, o.leased_by AS holder FROM channel_outbox o
        WHERE o.channel = ? AND o.subject_id IN (?) FOR UPDATE SKIP LOCKED`,
      [this.#channel, ids],
    );
    const free = new Set(
      rows
        .filter(({ holder }) => holder === null || holder === this.#holder || gone.includes(holder))
        .map(({ id }) => Number(id)),
    );
    return siblings.filter(({ id }) => !free.has(id)).map(({ wanted }) => wanted);
  }

  /** What shows what it should, and was sent nothing lately, is done; not where it changed since. */
  async done(listings: readonly DueListing[]): Promise<void> {
    await this.#each(listings, 'DELETE o FROM channel_outbox o WHERE');
  }

  /** Before anything is sent: whatever becomes of it, it is looked at once more. Returns those that have not changed meanwhile. */
  async sending(listings: readonly DueListing[], verifyMs: number): Promise<readonly DueListing[]> {
    if (listings.length === 0) return [];
    await this.#set(listings, 'o.sent_at = NOW(3), o.next_at = NOW(3) + INTERVAL ? MICROSECOND', [
      verifyMs * 1000,
    ]);
    const rows = await this.#session.read<{ id: number | string; key: string }>(
      phrase('read_outbox'),
      `SELECT o.subject_id AS id, o.\`key\` FROM channel_outbox o WHERE ${MINE} AND o.subject_id IN (?)`,
      [this.#channel, this.#holder, listings.map(({ listingId }) => listingId)],
    );
    const keys = new Map(rows.map(({ id, key }) => [Number(id), key]));
    return listings.filter(({ listingId, key }) => keys.get(listingId) === key);
  }

  /** The marketplace says that it has what it should. */
  async accepted(listings: readonly DueListing[]): Promise<void> {
    await this.#set(listings, 'o.accepted_key = o.`key`, o.attempts = 0, o.last_error = NULL');
  }

  /** Once that long has passed since it was sent. */
  async onceMore(listings: readonly DueListing[], verifyMs: number): Promise<void> {
    await this.#set(listings, 'o.next_at = o.sent_at + INTERVAL ? MICROSECOND', [verifyMs * 1000]);
  }

  /** To be looked at again in so long. */
  async again(listings: readonly DueListing[], inMs: number): Promise<void> {
    await this.#set(listings, 'o.next_at = NOW(3) + INTERVAL ? MICROSECOND', [inMs * 1000]);
  }

  /** It was reached and did not want this one. Returns whether it is dead now. */
  async refused(listing: DueListing, fact: string, maxAttempts: number, inMs: number): Promise<boolean> {
    const noted = await this.#set(
      [listing],
      `o.last_error = ?, o.attempts = o.attempts + 1, o.next_at = NOW(3) + INTERVAL ? MICROSECOND,
       o.dead_at = IF(o.attempts >= ?, NOW(3), NULL)`,
      [asKept(fact), inMs * 1000, maxAttempts],
    );
    return noted > 0 && listing.attempts + 1 >= maxAttempts;
  }

  /** Also what changed meanwhile: it is due at once, for whoever comes first. */
  async letGo(listings: readonly DueListing[]): Promise<void> {
    if (listings.length === 0) return;
    await this.#session.lastWrite(
      phrase('release'),
      `UPDATE channel_outbox o SET o.leased_by = NULL WHERE ${MINE} AND o.subject_id IN (?)`,
      [this.#channel, this.#holder, listings.map(({ listingId }) => listingId)],
    );
  }

  #set(listings: readonly DueListing[], assignments: string, values: Values = []): Promise<number> {
    return this.#each(listings, `UPDATE channel_outbox o SET ${assignments} WHERE`, values);
  }

  /** Of these, those that have not changed since they were taken in hand. Returns how many. */
  async #each(listings: readonly DueListing[], sql: string, values: Values = []): Promise<number> {
    if (listings.length === 0) return 0;
    const pairs = listings.map(({ listingId, key }) => [listingId, key]);
    const own = `${MINE} AND o.subject_id IN (?) AND (o.subject_id, o.\`key\`) IN (?)`;
    return repeated({ signal: this.#session.signal }, () =>
      this.#session.write(phrase('write_outbox'), `${sql} ${own}`, [
        ...values,
        ...[this.#channel, this.#holder, listings.map(({ listingId }) => listingId), pairs],
      ]),
    );
  }
}

/** Before it is seen that there is nothing to take: whoever had it in hand may take the rest as well. */
const MOST_CLAIMS = 3;

/** In the hands of others than these. */
const HAS_SIBLING_IN_HAND = `
  EXISTS (SELECT 1 FROM channel_listing other
            JOIN channel_outbox held ON held.channel = other.channel AND held.subject_id = other.id
           WHERE other.channel = l.channel AND other.remote_id = l.remote_id AND other.id <> l.id
             AND held.leased_by NOT IN (?))`;

const MINE = 'o.channel = ? AND o.leased_by = ?';

/** By its scarcest part; for the order alone, so that locations are not looked into. */
const HAS_STOCK = `
  COALESCE((SELECT MIN(FLOOR(s.base + s.held) DIV p.units) FROM channel_listing_part p
              LEFT JOIN stock_level s ON s.item_id = p.item_id WHERE p.listing_id = o.subject_id), 0) > 0`;
