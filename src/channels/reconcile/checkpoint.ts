import type { Session } from '../../mysql/session.ts';
import type { Known } from './known.ts';
import { phrase } from './phrase.ts';

/** What was read longer ago is read again. What somebody types into a listing after it was read is found by the next comparison. */
const GOOD_FOR_S = 1_800;

/**
 * How far the comparison of a channel has come, so that one that was killed or turned away goes on there. Listings that show what they
 * should are not read again; all others are, because what was found of them is of no use without what moved since.
 */
export class Checkpoint {
  readonly #session: Session;
  readonly #channel: string;
  readonly #placeOf: ReadonlyMap<number, number>;
  /** Of the listing that was compared last. */
  #to: number;
  readonly #again: Set<number>;

  private constructor(
    session: Session,
    channel: string,
    { placeOf, to, again }: { placeOf: ReadonlyMap<number, number>; to: number; again: readonly number[] },
  ) {
    this.#session = session;
    this.#channel = channel;
    this.#placeOf = placeOf;
    this.#to = to;
    this.#again = new Set(again);
  }

  /** `known` in the order in which they are compared. */
  static async open(session: Session, channel: string, known: readonly Known[]): Promise<Checkpoint> {
    const placeOf = new Map(known.map(({ listingId }, place) => [listingId, place]));
    const [row] = await session.read<{ to: number | string; again: string }>(
      phrase('read_checkpoint'),
      `SELECT compared_to AS \`to\`, CAST(compared_again AS CHAR) AS again FROM channel
        WHERE channel = ? AND compared_since > NOW(6) - INTERVAL ? SECOND`,
      [channel, GOOD_FOR_S],
    );
    const to = row === undefined ? undefined : placeOf.get(Number(row.to));
    if (row !== undefined && to !== undefined) {
      return new Checkpoint(session, channel, { placeOf, to, again: JSON.parse(row.again) as number[] });
    }
    await forgetCheckpoint(session, channel);
    return new Checkpoint(session, channel, { placeOf, to: -1, again: [] });
  }

  /** Whether a listing showed what it should before the comparison was cut off. */
  isRight({ listingId }: Known): boolean {
    const place = this.#placeOf.get(listingId);
    return place !== undefined && place <= this.#to && !this.#again.has(listingId);
  }

  /** These were compared, and `wrong` of them do not show what they should. */
  async note(compared: readonly Known[], wrong: ReadonlySet<number>): Promise<void> {
    let last: number | undefined;
    for (const { listingId } of compared) {
      if (wrong.has(listingId)) this.#again.add(listingId);
      else this.#again.delete(listingId);
      const place = this.#placeOf.get(listingId) ?? -1;
      if (place <= this.#to) continue;
      this.#to = place;
      last = listingId;
    }
    await this.#session.write(
      phrase('note_checkpoint'),
      `INSERT INTO channel (channel, compared_to, compared_again, compared_since) VALUES (?, ?, ?, NOW(6))
       ON DUPLICATE KEY UPDATE compared_to = COALESCE(VALUES(compared_to), compared_to),
         compared_again = VALUES(compared_again), compared_since = COALESCE(compared_since, VALUES(compared_since))`,
      [this.#channel, last ?? null, JSON.stringify([...this.#again])],
    );
  }
}

/** The comparison came to its end. */
export async function forgetCheckpoint(session: Session, channel: string): Promise<void> {
  await session.write(
    phrase('note_checkpoint'),
    `UPDATE channel SET compared_to = NULL, compared_again = NULL, compared_since = NULL
      WHERE channel = ? AND compared_since IS NOT NULL`,
    [channel],
  );
}
