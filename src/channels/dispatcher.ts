import pLimit from 'p-limit';
import { sleep } from '../platform/lifecycle.ts';
import type { Phrase } from '../platform/phrase.ts';
import { readAhead } from '../platform/read-ahead.ts';
import type { Channel, Delivery, Pending, PendingItems, Refusal } from './channel.ts';
import { phrase } from './phrase.ts';

export type Answer =
  | { kind: 'accepted' }
  /** The receiver asked everybody to wait for a while. */
  | { kind: 'too-many'; reason: Phrase; retryAfterMs: number }
  /** The secret is wrong, or the receiver lets it have nothing to do with this subject. */
  | { kind: 'denied'; reason: Phrase; fact: string }
  /** The receiver was reached and did not want this subject. */
  | { kind: 'refused'; reason: Phrase; fact: string }
  /** There was no answer, or not from the receiver: it says nothing about this subject. */
  | { kind: 'unreachable'; reason: Phrase };

/** How a channel sends one notification. */
export interface Sender {
  /** Never throws for what the receiver does. */
  send(notification: Pending): Promise<Answer>;
  /** Ends whatever is on its way. */
  abandon(): void;
}

export interface DispatcherOptions {
  concurrency: number;
  /** Refusals of one subject, one a run, before it is dead. */
  attempts: number;
  budgetMs: number;
  signal: AbortSignal;
}

/** Read from the outbox at once, so many for each that is on its way: what changes after it was read goes out twice. */
const PAGE_ROWS_EACH = 5;
const LEAST_PAGE_ROWS = 50;
/** So many failures in a row, and the receiver is down: the rest stays pending. */
const POINTLESS_FAILURES = 50;
/** So many subjects denied and none accepted: it is the secret that is wrong, not they. */
const DENIED_SUBJECTS = 2;
/** How often a round looks whether another process paused the channel, or was told to wait. */
const LOOK_MS = 1000;
/** Results of webhooks are written down while others are on their way. */
const RECORD_ROWS = 250;

export function createDispatcher(sender: Sender, options: DispatcherOptions): Pick<Channel, 'deliver'> {
  return { deliver: (due, onProgress) => new Round(sender, options, due, onProgress).deliver() };
}

/** One round over the outbox: each due webhook is sent once, and again only where the receiver asked for patience. */
class Round {
  readonly #sender: Sender;
  readonly #options: DispatcherOptions;
  readonly #due: PendingItems;
  readonly #onProgress: (delivered: number) => void;
  readonly #end = new AbortController();
  readonly #refusals: Refusal[] = [];
  /** Since the last acceptance: nobody knows yet whether it is the subjects or the receiver. */
  #refusalsInARow: Refusal[] = [];
  #accepted: Pending[] = [];
  #acceptedCount = 0;
  #deniedCount = 0;
  #triedInVain: Pending[] = [];
  #delivered = 0;
  #failuresInARow = 0;
  #pausedUntilMs = 0;
  #endsAtMs = 0;
  #ended: Delivery['ended'];
  #lastFailure: Phrase | undefined;
  #recording: Promise<void> = Promise.resolve();

  constructor(
    sender: Sender,
    options: DispatcherOptions,
    due: PendingItems,
    onProgress: (delivered: number) => void,
  ) {
    this.#sender = sender;
    this.#options = options;
    this.#due = due;
    this.#onProgress = onProgress;
  }

  async deliver(): Promise<Delivery> {
    this.#endsAtMs = Date.now() + this.#options.budgetMs;
    const budget = setTimeout(() => this.#stop('budget'), this.#options.budgetMs);
    const stop = (): void => this.#stop('stopped');
    const looking = setInterval(() => void this.#look().catch(() => undefined), LOOK_MS);
    this.#options.signal.addEventListener('abort', stop, { once: true });
    try {
      await this.#look();
      await this.#sendAll();
    } catch (error) {
      if (!this.#options.signal.aborted) throw error;
    } finally {
      clearTimeout(budget);
      clearInterval(looking);
      this.#options.signal.removeEventListener('abort', stop);
      // What was accepted is taken out even if the rest of the round failed; else it would be sent twice.
      this.#record();
      await this.#recording;
    }
    if (this.#options.signal.aborted) this.#ended = 'stopped';
    else if (this.#acceptedCount === 0 && this.#deniedCount >= DENIED_SUBJECTS) this.#ended = 'secret';
    const dead = this.#ended === 'stopped' ? 0 : await this.#countRefusals();
    return { delivered: this.#delivered, dead, ended: this.#ended, lastFailure: this.#lastFailure };
  }

  /** The next page is read while one is sent, and begun as soon as the last of that one is on its way: never a gap. */
  async #sendAll(): Promise<void> {
    const limit = pLimit(this.#options.concurrency);
    const pageRows = Math.max(LEAST_PAGE_ROWS, this.#options.concurrency * PAGE_ROWS_EACH);
    let sending: Promise<unknown> = Promise.resolve();
    try {
      for await (const page of readAhead(this.#due.inOrder(pageRows))) {
        if (this.#isOver()) break;
        const last = page.at(-1);
        if (last === undefined) continue;
        const underWay = Promise.withResolvers<void>();
        const sends = page.map((webhook) =>
          limit(() => {
            if (webhook === last) underWay.resolve();
            return this.#send(webhook);
          }),
        );
        sending = Promise.all([sending, ...sends]);
        await underWay.promise;
      }
    } catch (error) {
      // What is still in the queue could not be taken out once it is delivered.
      this.#end.abort();
      throw error;
    } finally {
      await sending;
    }
  }

  /** Another process may have paused the channel, or have been asked to wait. */
  async #look(): Promise<void> {
    const { pausedAt, waitMs } = await this.#due.state();
    if (pausedAt !== null) this.#stop('paused');
    if (waitMs === 0) return;
    this.#lastFailure ??= phrase('asked_to_wait');
    this.#waitUntil(Date.now() + waitMs);
  }

  #waitUntil(untilMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
    // A wait that nobody can wait out would keep what is in hand for nothing.
    if (this.#pausedUntilMs > this.#endsAtMs) this.#stop('failing');
  }

  async #send(webhook: Pending): Promise<void> {
    let isPutOff = false;
    while (!this.#isOver()) {
      const waitMs = this.#pausedUntilMs - Date.now();
      if (waitMs > 0) {
        await sleep(waitMs, this.#end.signal).catch(() => undefined);
        continue;
      }
      const answer = await this.#sender.send(webhook);
      isPutOff = !this.#note(webhook, answer);
      if (isPutOff) continue;
      if (this.#accepted.length + this.#triedInVain.length >= RECORD_ROWS) this.#record();
      return;
    }
    // The next round must not begin with the one that put this round to sleep.
    if (isPutOff) this.#triedInVain.push(webhook);
  }

  /** Whether this webhook is done with in this round. */
  #note(webhook: Pending, answer: Answer): boolean {
    if (answer.kind === 'accepted') {
      this.#failuresInARow = 0;
      this.#refusals.push(...this.#refusalsInARow);
      this.#refusalsInARow = [];
      this.#acceptedCount += 1;
      this.#accepted.push(webhook);
      return true;
    }
    // One that hangs until the round is over would otherwise be the first to hang in the next one.
    if (answer.kind !== 'too-many') this.#triedInVain.push(webhook);
    if (this.#isOver()) return true;
    this.#lastFailure = answer.reason;
    if (answer.kind === 'too-many') {
      // The receiver speaks to all senders, not to the one that happened to hear it.
      const untilMs = Date.now() + answer.retryAfterMs;
      if (untilMs > this.#pausedUntilMs) this.#tellOthers(answer.retryAfterMs);
      this.#waitUntil(untilMs);
      return false;
    }
    if (answer.kind !== 'unreachable') this.#refusalsInARow.push({ ...webhook, reason: answer.fact });
    if (answer.kind === 'denied') this.#deniedCount += 1;
    this.#failuresInARow += 1;
    if (this.#failuresInARow >= POINTLESS_FAILURES) this.#stop('failing');
    return true;
  }

  #tellOthers(waitMs: number): void {
    // Others hear it sooner or later from the receiver itself.
    this.#recording = this.#recording.then(() => this.#due.noteWait(waitMs).catch(() => undefined));
    this.#recording.catch(() => undefined);
  }

  #record(): void {
    const [accepted, triedInVain] = [this.#accepted, this.#triedInVain];
    this.#accepted = [];
    this.#triedInVain = [];
    const record = async (): Promise<void> => {
      this.#delivered += await this.#due.delivered(accepted);
      this.#onProgress(this.#delivered);
      await this.#noteTried(triedInVain);
    };
    // After one that failed as well: what was accepted would go out again.
    this.#recording = this.#recording.then(record, (error: unknown) =>
      record().then(() => Promise.reject(error as Error)),
    );
    // Heard when the round ends; until then it must not count as unhandled.
    this.#recording.catch(() => undefined);
  }

  /** Of a round that is stopped nothing is written down but what was accepted: the order is all that is lost. */
  async #noteTried(webhooks: readonly Pending[]): Promise<void> {
    const { signal } = this.#options;
    if (signal.aborted) return;
    await this.#due.tried(webhooks).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** A refusal counts as a try only while others are accepted: an outage kills nothing, also one that begins in mid-round. */
  async #countRefusals(): Promise<number> {
    if (this.#ended === undefined) this.#refusals.push(...this.#refusalsInARow);
    if (this.#acceptedCount === 0 || this.#refusals.length === 0) return 0;
    return this.#due.refused(this.#refusals, this.#options.attempts);
  }

  #stop(reason: Exclude<Delivery['ended'], undefined | 'secret'>): void {
    this.#ended ??= reason;
    this.#end.abort();
    // Whoever pauses a channel can wait for what is on its way: what was abandoned goes out again.
    if (reason !== 'paused') this.#sender.abandon();
  }

  #isOver(): boolean {
    return this.#end.signal.aborted || this.#options.signal.aborted;
  }
}
