import type { Phrase } from '../platform/phrase.ts';
import type { Session } from './session.ts';

/** The server's own, as all lock names are, and at most 64 characters long. */
const NAME = `CONCAT('bitcram-inventory-sync:', ?, ':', LEFT(SHA2(CONCAT(DATABASE(), ' ', ?), 256), 24))`;
/** So short that a signal ends the waiting. */
const WAIT_S = 2;

/** Lets one at a time do one thing with one part of a schema, for as long as its connection lives. */
export class NamedLock {
  readonly #session: Session;
  readonly #attempt: Phrase;
  readonly #values: readonly string[];

  constructor(session: Session, attempt: Phrase, thing: 'pull' | 'reconcile' | 'upload', part: string) {
    this.#session = session;
    this.#attempt = attempt;
    this.#values = [thing, part];
  }

  /** False where another one still has it after so long. */
  async wait(limitMs = Infinity): Promise<boolean> {
    const endsAtMs = performance.now() + limitMs;
    while (!(await this.#take(limitMs === 0 ? 0 : WAIT_S))) if (performance.now() >= endsAtMs) return false;
    return true;
  }

  async giveBack(): Promise<void> {
    await this.#session.lastWrite(this.#attempt, `DO RELEASE_LOCK(${NAME})`, this.#values);
  }

  async #take(waitS: number): Promise<boolean> {
    const sql = `SELECT GET_LOCK(${NAME}, ?) AS taken`;
    const [row] = await this.#session.read<{ taken: number | null }>(this.#attempt, sql, [
      ...this.#values,
      waitS,
    ]);
    return row?.taken === 1;
  }
}
