import type { Session } from '../../../src/mysql/session.ts';
import { MIDNIGHT_S, setClock } from '../ledger.ts';
import type { Storefront } from './storefronts.ts';

const BEGINS_AT_S = 10_000;

/** The time of the database and of the marketplaces, in seconds after midnight: it stands still until the test lets it pass. */
export class Clock {
  now = BEGINS_AT_S;
  #agenda: { at: number; happens: () => unknown }[] = [];
  readonly #storefronts: readonly Storefront[];

  constructor(storefronts: readonly Storefront[]) {
    this.#storefronts = storefronts;
    this.#set(this.now);
  }

  /** So many seconds pass, with what was to happen in them. */
  async pass(seconds: number): Promise<void> {
    const until = this.now + seconds;
    for (;;) {
      const next = this.#agenda.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#agenda = this.#agenda.filter((each) => each !== next);
      this.#set(next.at);
      await next.happens();
    }
    this.#set(until);
  }

  /** Happens in so many seconds: now, where these are none. */
  async in(seconds: number, happens: () => unknown): Promise<void> {
    if (seconds > 0) this.#agenda.push({ at: this.now + seconds, happens });
    else await happens();
  }

  /** What this connection says and compares from here on is of this time. */
  async tell<S extends Session>(session: S): Promise<S> {
    await setClock(session, this.now);
    return session;
  }

  #set(now: number): void {
    this.now = now;
    for (const each of this.#storefronts) each.setClock((MIDNIGHT_S + now) * 1000 - Date.now());
  }
}
