import { setImmediate as afterEvents } from 'node:timers/promises';
import type { StockRules } from '../channels/stock.ts';
import { RepeatableError, RowLockedError } from '../mysql/errors.ts';
import type { Session } from '../mysql/session.ts';
import { asSyncError, ConfigurationError, type SyncError } from '../platform/errors.ts';
import { type Log, logError } from '../platform/log.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { SalesConfig } from './config.ts';
import type { SalesMetrics, TakenSale } from './metrics.ts';
import { phrase } from './phrase.ts';
import type { Delivered, Outcome } from '../rabbitmq/messages.ts';
import type { PutAside } from './put-aside.ts';
import { countTry, forgetTry, giveUp, type Recorded, recordSales } from './record.ts';
import { readSale, type Sale } from './sale.ts';

/** Sales of one transaction, at most, and how long the first of them waits for others. */
const BATCH_SALES = 200;
const BATCH_WAIT_MS = 20;
/** A sale that was given to a worker so often before may be what they die of: it is recorded by itself. */
const DELIVERED_BEFORE = 2;
/** Tries by itself. */
const MOST_TRIES = 20;
/** For so long no further lock is waited for after one that did not end. */
const IMPATIENT_MS = 10_000;

interface IntakeJob {
  session: Session;
  rules: StockRules;
  /** The location of each shop whose sales count; undefined: all shops sell from one place. */
  stores: SalesConfig['stores'];
  log: Log;
  /** For what is not recorded. */
  aside: PutAside;
  /** Undefined where nobody counts. */
  metrics: SalesMetrics | undefined;
  /** For each sale without an id. */
  onNameless(): void;
  /** After what was recorded is committed. */
  onRecorded(counts: { recorded: number; unmapped: number }): void;
}

interface Taken extends TakenSale {
  answer(outcome: Outcome): void;
}

/**
 * What becomes of the messages of the queue: recorded with others in one transaction, and then acknowledged. No message is taken out of
 * the queue before what it says, or a copy of it, is kept elsewhere. Over one connection to the database: once that fails, `failed`
 * rejects, everything in hand is given back, and the intake is over.
 */
export class Intake {
  readonly #job: IntakeJob;
  readonly #failure = Promise.withResolvers<never>();
  #waiting: Taken[] = [];
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #isOver = false;
  #waitsAgainMs = 0;

  constructor(job: IntakeJob) {
    this.#job = job;
    this.#failure.promise.catch(() => undefined);
  }

  /** Rejects once the database is away. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  /** Resolves once it is known what becomes of the message. Never rejects. */
  take(message: Delivered): Promise<Outcome> {
    if (this.#isOver) return Promise.resolve(this.#back());
    const takenMs = performance.now();
    const sale = readSale(message, this.#job.stores);
    if ('reason' in sale) return this.#guarded(() => this.#deadLetter(message, sale.reason));
    if (sale.isNameless) this.#job.onNameless();
    if (message.deliveries >= DELIVERED_BEFORE) {
      return this.#inTurn(() => this.#alone({ sale, message, takenMs }));
    }
    return new Promise((answer) => {
      this.#waiting.push({ sale, message, takenMs, answer });
      if (this.#waiting.length >= BATCH_SALES) this.#begin();
      else this.#timer ??= setTimeout(() => this.#begin(), BATCH_WAIT_MS);
    });
  }

  /** What was taken is recorded or given back; resolves once nothing is in hand. */
  async end(): Promise<void> {
    this.#begin();
    await this.#working;
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0);
    if (batch.length === 0) return;
    this.#working = this.#working.then(() => this.#record(batch));
  }

  /** After what is under way on the connection. */
  #inTurn(work: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = this.#working.then(() => this.#guarded(work));
    this.#working = outcome.then(() => undefined);
    return outcome;
  }

  async #record(batch: readonly Taken[]): Promise<void> {
    if (this.#isOver) return this.#giveBack(batch);
    const { session, rules } = this.#job;
    const startedMs = performance.now();
    const sales = batch.map(({ sale }) => sale);
    try {
      const { outcomes, unmapped } = await this.#patiently((waits) =>
        recordSales(session, rules, sales, waits),
      );
      this.#recorded(batch, outcomes, unmapped, startedMs);
      await Promise.all(batch.map((taken, index) => this.#acknowledge(taken, outcomes[index] === 'other')));
    } catch (error) {
      if (this.#isOutage(error)) return this.#away(error, batch);
      // One bad sale costs no good one.
      for (const taken of batch) taken.answer(await this.#guarded(() => this.#alone(taken)));
    }
  }

  #recorded(
    taken: readonly TakenSale[],
    outcomes: readonly Recorded[],
    unmapped: number,
    startedMs: number,
  ): void {
    const { log, metrics, onRecorded } = this.#job;
    const recorded = outcomes.filter((outcome) => outcome === 'recorded').length;
    const known = outcomes.filter((outcome) => outcome === 'known').length;
    onRecorded({ recorded, unmapped });
    metrics?.recorded(taken, outcomes, unmapped);
    const durationMs = Math.round(performance.now() - startedMs);
    log.info({ phrase: phrase('recorded', { recorded, known }), duration_ms: durationMs });
  }

  async #acknowledge({ message, answer }: Taken, isOther: boolean): Promise<void> {
    answer(isOther ? await this.#guarded(() => this.#deadLetter(message, phrase('other_sale'))) : 'done');
  }

  /** One that others hold up for long must not hold up the others: from then on nobody waits for it. */
  async #patiently<T>(work: (waits: boolean) => Promise<T>): Promise<T> {
    const waits = performance.now() >= this.#waitsAgainMs;
    try {
      return await work(waits);
    } catch (error) {
      if (waits && error instanceof RowLockedError) this.#waitsAgainMs = performance.now() + IMPATIENT_MS;
      throw error;
    }
  }

  async #alone(taken: TakenSale): Promise<Outcome> {
    try {
      return await this.#tryAlone(taken);
    } catch (error) {
      if (!(error instanceof RowLockedError)) throw error;
      const { aside, log } = this.#job;
      if (!aside.wasHeldUp(taken.message)) logError(log.child({ sale_key: taken.sale.key }), error, 'warn');
      // Without a retry queue everything waits.
      if (await aside.heldUp(taken.message)) return 'done';
      throw error;
    }
  }

  async #tryAlone(taken: TakenSale): Promise<Outcome> {
    const { sale, message } = taken;
    const { session, rules, log } = this.#job;
    const startedMs = performance.now();
    const tries = await countTry(session, sale);
    if (tries > MOST_TRIES) {
      return this.#giveUp(message, sale, phrase('tried_too_often', { tries: MOST_TRIES }));
    }
    try {
      const { outcomes, unmapped } = await this.#patiently((waits) =>
        recordSales(session, rules, [sale], waits),
      );
      const [outcome] = outcomes;
      if (outcome === 'other') return await this.#deadLetter(message, phrase('other_sale'), sale);
      this.#recorded([taken], outcomes, unmapped, startedMs);
      return 'done';
    } catch (error) {
      if (this.#isOutage(error) || error instanceof RowLockedError) {
        // Over a connection that is lost it stays counted.
        await forgetTry(session, sale).catch(() => undefined);
        throw error;
      }
      // The try could be written down, so that the database works: it is the sale.
      logError(log.child({ sale_key: sale.key }), asSyncError(error));
      return this.#again(message, sale, asSyncError(error));
    }
  }

  /** What comes in between is not the sale's fault: it has all its tries. */
  async #again(message: Delivered, sale: Sale, failure: SyncError): Promise<Outcome> {
    const { aside } = this.#job;
    if (failure instanceof RepeatableError) {
      if (await aside.heldUp(message)) return 'done';
      throw failure;
    }
    return (await aside.failed(message)) ? 'done' : this.#giveUp(message, sale, failure.phrase);
  }

  async #giveUp(message: Delivered, sale: Sale, reason: Phrase): Promise<Outcome> {
    if (await this.#job.aside.deadLetter(message, reason, sale.key)) await giveUp(this.#job.session, sale);
    return 'done';
  }

  async #deadLetter(message: Delivered, reason: Phrase, sale?: Sale): Promise<Outcome> {
    await this.#job.aside.deadLetter(message, reason, sale?.key ?? null);
    return 'done';
  }

  /** What cannot be done now is given back. */
  async #guarded(work: () => Promise<Outcome>): Promise<Outcome> {
    if (this.#isOver) return this.#back();
    try {
      return await work();
    } catch (error) {
      await this.#away(error, []);
      return this.#back();
    }
  }

  /** The connection is lost, or a person has to change something first: no sale is to blame. */
  #isOutage(error: unknown): boolean {
    return this.#job.session.signal.aborted || error instanceof ConfigurationError;
  }

  async #away(error: unknown, batch: readonly Taken[]): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#failure.reject(asSyncError(error));
    // By then nobody takes messages any more: what is given back does not come again at once.
    await afterEvents();
    this.#giveBack([...batch, ...this.#waiting.splice(0)]);
  }

  #giveBack(batch: readonly Taken[]): void {
    for (const { answer } of batch) answer(this.#back());
  }

  #back(): Outcome {
    this.#job.metrics?.givenBack();
    return 'back';
  }
}
