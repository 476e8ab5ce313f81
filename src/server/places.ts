import { phrase } from './phrase.ts';
import { Refused } from './refused.ts';
import type { Client } from './tokens.ts';

interface Limits {
  /** Of this process. */
  all: number;
  ofOneClient: number;
}

const LATER = { headers: { 'Retry-After': '5' } };

/** How many answers that last for long are under way. */
export class Places {
  readonly #limits: Limits;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** A place until it is disposed of. Throws `Refused` where there is none. */
  take({ name }: Pick<Client, 'name'>): Disposable {
    const own = this.#taken.get(name) ?? 0;
    if (own >= this.#limits.ofOneClient) throw new Refused(429, phrase('too_many_answers'), LATER);
    if (this.#all >= this.#limits.all) throw new Refused(503, phrase('too_busy'), LATER);
    this.#all += 1;
    this.#taken.set(name, own + 1);
    let isTaken = true;
    return {
      [Symbol.dispose]: () => {
        if (!isTaken) return;
        isTaken = false;
        this.#all -= 1;
        const left = (this.#taken.get(name) ?? 1) - 1;
        if (left > 0) this.#taken.set(name, left);
        else this.#taken.delete(name);
      },
    };
  }
}
