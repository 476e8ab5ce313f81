import { repeated } from '../../mysql/repeat.ts';
import type { Session, Values } from '../../mysql/session.ts';
import { keptFact } from '../outbox.ts';
import { phrase } from '../phrase.ts';
import { DueOrder, type Wanted } from './due-order.ts';

/** A listing that is to be looked at, in the hands of one deliverer. */
export interface DueListing extends Wanted {
  /** Of the change that makes it due. */
  key: string;
  attempts: number;
  /** How long ago something was sent to it last; null: nothing since the row is there. */
  sentMsAgo: number | null;
  /** For how long its change has not been accepted; null: it was, and is looked at once more. */
  pendingMs: number | null;
}

interface Sibling {
  wanted: number;
  id: number;
}

/**
 * The rows of a marketplace's listings in the outbox. What is in hand carries the holder's name, as long as its connection lives; each
 * statement touches only rows in hand, so that a deliverer that lost them changes nothing.
 */
export class DueListings {
  readonly #session: Session;
  readonly #channel: string;
  readonly #holder: string;
  readonly #inHand = new Set<number>();
  readonly #order: DueOrder;

  /** `holder` has its lease. */
  constructor(session: Session, channel: string, holder: string) {
    this.#session = session;
    this.#channel = channel;
    this.#holder = holder;
    this.#order = new DueOrder(session, channel, holder);
  }

  /**
   * Takes as many in hand as one call of the marketplace may name. `whole`: nothing of what has a `remoteId` with something that somebody
   * else has in hand. None: nothing is due.
   */
  async take(limit: number, { whole = false } = {}): Promise<DueListing[]> {
    this.#order.begin();
    for (;;) {
      const wanted = await this.#order.next(limit, whole);
      if (wanted.length === 0) return [];
      const taken = await repeated({ signal: this.#session.signal }, () => this.#claim(wanted, whole));
      for (const { listingId } of taken) this.#inHand.add(listingId);
      if (taken.length > 0) return taken;
    }
  }

  /** Rows that another process has locked are left to it. */
  async #claim(wanted: readonly Wanted[], whole: boolean): Promise<DueListing[]> {
    const wantedIds = wanted.map(({ listingId }) => listingId);
    const siblings = whole ? await this.#siblings(wantedIds) : [];
    return this.#session.transaction(phrase('claim'), async () => {
      const locked = await this.#session.read<
        Pick<DueListing, 'key' | 'attempts' | 'sentMsAgo' | 'pendingMs'> & { id: number | string }
      >(
        phrase('claim'),
        `SELECT o.subject_id AS id, o.\`key\`, o.attempts, TIMESTAMPDIFF(MICROSECOND, o.sent_at, NOW(3)) DIV 1000 AS sentMsAgo,
                IF(o.accepted_key <=> o.\`key\`, NULL, TIMESTAMPDIFF(MICROSECOND, o.owed_at, NOW(3)) DIV 1000) AS pendingMs
           FROM channel_outbox o FORCE INDEX (PRIMARY)
          WHERE ${this.#order.due} AND o.subject_id IN (?) FOR UPDATE SKIP LOCKED`,
        [...this.#order.dueValues, wantedIds],
      );
      const free = new Map(locked.map(({ id, ...row }) => [Number(id), row]));
      for (const id of await this.#inOtherHands(siblings)) free.delete(id);
      if (free.size === 0) return [];
      await this.#session.write(
        phrase('claim'),
        'UPDATE channel_outbox SET leased_by = ?, tried_at = NOW(3) WHERE channel = ? AND subject_id IN (?)',
        [this.#holder, this.#channel, [...free.keys()]],
      );
      return wanted.flatMap((listing) => {
        const row = free.get(listing.listingId);
        return row === undefined ? [] : [{ ...listing, ...row }];
      });
    });
  }

  /** The rows of all other variants of these listings, each with the listing that is wanted. */
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
  async #inOtherHands(siblings: readonly Sibling[]): Promise<number[]> {
    if (siblings.length === 0) return [];
    const ids = [...new Set(siblings.map(({ id }) => id))];
    const rows = await this.#session.read<{ id: number | string; holder: string | null }>(
      phrase('claim'),
      `SELECT o.subject_id AS id, o.leased_by AS holder FROM channel_outbox o
        WHERE o.channel = ? AND o.subject_id IN (?) FOR UPDATE SKIP LOCKED`,
      [this.#channel, ids],
    );
    const free = new Set(rows.filter(({ holder }) => this.#order.isFree(holder)).map(({ id }) => Number(id)));
    return siblings.filter(({ id }) => !free.has(id)).map(({ wanted }) => wanted);
  }

  /** What shows what it should, and was sent nothing lately, is done; not where it changed since. */
  async done(listings: readonly DueListing[]): Promise<void> {
    await this.#last(listings, 'DELETE o FROM channel_outbox o WHERE');
  }

  /** Before anything is sent: whatever happens, it is checked again. Returns those that have not changed meanwhile. */
  async sending(listings: readonly DueListing[], verifyMs: number): Promise<readonly DueListing[]> {
    const noted = await this.#set(
      listings,
      'o.sent_at = NOW(3), o.next_at = NOW(3) + INTERVAL ? MICROSECOND',
      [verifyMs * 1000],
    );
    if (noted === listings.length) return listings;
    const rows = await this.#session.read<{ id: number | string; key: string }>(
      phrase('read_outbox'),
      `SELECT o.subject_id AS id, o.\`key\` FROM channel_outbox o WHERE ${MINE} AND o.subject_id IN (?)`,
      [this.#channel, this.#holder, idsOf(listings)],
    );
    const keys = new Map(rows.map(({ id, key }) => [Number(id), key]));
    return listings.filter(({ listingId, key }) => keys.get(listingId) === key);
  }

  /** The marketplace has what it should, or says so: it is checked again when so long has passed since it was sent. */
  async accepted(listings: readonly DueListing[], verifyMs: number): Promise<void> {
    await this.#last(
      listings,
      `UPDATE channel_outbox o SET o.accepted_key = o.\`key\`, o.attempts = 0, o.last_error = NULL, o.leased_by = NULL,
              o.next_at = IF(o.sent_at > NOW(3) - INTERVAL ? MICROSECOND, o.sent_at, NOW(3)) + INTERVAL ? MICROSECOND WHERE`,
      [verifyMs * 1000, verifyMs * 1000],
    );
  }

  /** To be checked again after so long. */
  async again(listings: readonly DueListing[], inMs: number): Promise<void> {
    await this.#set(listings, 'o.next_at = NOW(3) + INTERVAL ? MICROSECOND', [inMs * 1000]);
  }

  /** They were reached and refused with the same words. Returns how many are dead now. */
  async refused(
    listings: readonly DueListing[],
    fact: string,
    maxAttempts: number,
    inMs: number,
  ): Promise<number> {
    const isOver = ({ attempts }: DueListing): boolean => attempts + 1 >= maxAttempts;
    const counted =
      'o.last_error = ?, o.attempts = o.attempts + 1, o.next_at = NOW(3) + INTERVAL ? MICROSECOND';
    const values = [keptFact(fact), inMs * 1000];
    await this.#set(
      listings.filter((listing) => !isOver(listing)),
      counted,
      values,
    );
    return this.#set(listings.filter(isOver), `${counted}, o.dead_at = NOW(3)`, values);
  }

  /** What is still in hand, also what changed meanwhile: it is due at once, for whoever comes first. */
  async letGo(): Promise<void> {
    if (this.#inHand.size === 0) return;
    const ids = [...this.#inHand];
    this.#inHand.clear();
    await this.#session.lastWrite(
      phrase('release'),
      `UPDATE channel_outbox o SET o.leased_by = NULL WHERE ${MINE} AND o.subject_id IN (?)`,
      [this.#channel, this.#holder, ids],
    );
  }

  /** Of these, those that have not changed leave this one's hands with it. */
  async #last(listings: readonly DueListing[], sql: string, values: Values = []): Promise<void> {
    if ((await this.#each(listings, sql, values)) < listings.length) return;
    for (const { listingId } of listings) this.#inHand.delete(listingId);
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
        ...[this.#channel, this.#holder, idsOf(listings), pairs],
      ]),
    );
  }
}

function idsOf(listings: readonly DueListing[]): number[] {
  return listings.map(({ listingId }) => listingId);
}

const MINE = 'o.channel = ? AND o.leased_by = ?';
