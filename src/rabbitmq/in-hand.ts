/** How the channel answers for delivered messages. */
interface Answers {
  acknowledge(upTo: number): void;
  giveBack(tag: number): void;
}

/**
 * The messages that one channel has delivered and not heard of again. Those that are done are acknowledged together, up to the first
 * that is not: a quorum queue writes each acknowledgement down, and forgets those beyond some 30 when the channel closes.
 */
export class InHand {
  readonly #answers: Answers;
  readonly #open = new Set<number>();
  readonly #back = new Set<number>();
  #delivered = 0;
  /** Up to here all are acknowledged or given back. */
  #answered = 0;
  #isDue = false;
  #whenEmpty: (() => void)[] = [];

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  /** Tags rise by one. */
  add(tag: number): void {
    this.#open.add(tag);
    this.#delivered = tag;
  }

  done(tag: number): void {
    this.#open.delete(tag);
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.#acknowledge());
  }

  back(tag: number): void {
    this.#answers.giveBack(tag);
    this.#back.add(tag);
    this.done(tag);
  }

  /** Resolves once all that was delivered is answered. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#open.size === 0 && !this.#isDue) resolve();
      else this.#whenEmpty.push(resolve);
    });
  }

  #acknowledge(): void {
    this.#isDue = false;
    const [first = this.#delivered + 1] = this.#open;
    // The broker closes a channel that acknowledges up to one that it gave back.
    let upTo = first - 1;
    while (this.#back.has(upTo)) upTo -= 1;
    if (upTo > this.#answered) this.#answers.acknowledge(upTo);
    this.#answered = first - 1;
    for (const tag of this.#back) if (tag < first) this.#back.delete(tag);
    if (this.#open.size > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}
