import { randomBytes } from 'node:crypto';
import type { Marketplace } from '../channels/marketplace.ts';
import {
  areKnown,
  dueWork,
  type OrdersRead,
  sell,
  type SellingJob,
  type Sold,
  takeOrders,
} from '../channels/sell.ts';
import { openMarketplace, type Selling } from '../channels/selling.ts';
import type { DatabaseConfig } from '../mysql/config.ts';
import { takeLease } from '../mysql/lease.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Resources } from '../platform/command.ts';
import { asSyncError, ConfigurationError, type SyncError, UnavailableError } from '../platform/errors.ts';
import { followed, sleep } from '../platform/lifecycle.ts';
import type { Part } from '../server/health.ts';
import type { Monitor } from './monitor.ts';
import { Outage } from '../server/outage.ts';
import { phrase } from './phrase.ts';
import type { Wakeup } from './wakeup.ts';

/** What is due is looked for so often. */
const LOOK_EVERY_MS = 250;
/** Orders are read for so long before listings are delivered, however many there are. */
const ORDERS_BUDGET_MS = 10_000;

interface WorkerJob extends Resources {
  config: { database: DatabaseConfig; selling: Selling };
  /** Ends it after the call that is under way; `signal` cuts that off as well. */
  stop: AbortSignal;
  /** Called once, as soon as database and marketplace have answered. */
  onBegun(): void;
  /** Called where this process made listings due. */
  due: Wakeup;
  monitor: Monitor | undefined;
}

/**
 * Keeps one marketplace up to date until it is stopped. Neither a database nor a marketplace that is away ends it. What is wrong from the
 * start does, with a `ConfigurationError`: somebody is there to read it.
 */
export function keepSelling(job: WorkerJob, channel: string): Promise<void> {
  return new Worker(job, channel).run();
}

class Worker {
  readonly #job: WorkerJob;
  readonly #channel: string;
  readonly #database: Outage;
  readonly #ordering: Outage;
  readonly #delivering: Outage;
  readonly #part: Part | undefined;
  #marketplace: Marketplace | undefined;
  #orders: OrdersRead | undefined;
  #hasBegun = false;

  constructor(job: WorkerJob, channel: string) {
    this.#job = job;
    this.#channel = channel;
    const health = job.monitor?.health;
    this.#part = health?.part(channel, phrase('not_connected'));
    this.#database = new Outage(job.log, { part: health?.part('database') });
    this.#ordering = new Outage(job.log);
    this.#delivering = new Outage(job.log);
  }

  async run(): Promise<void> {
    const { stop, signal } = this.#job;
    while (!stop.aborted) {
      try {
        await followed(signal, (own) => this.#connected(own));
      } catch (error) {
        this.#part?.fails(phrase('not_connected'));
        if (stop.aborted) return;
        const failure = asSyncError(error);
        const isOutage = failure instanceof UnavailableError;
        if (!isOutage && !(failure instanceof ConfigurationError && this.#hasBegun)) throw failure;
        this.#database.failed(failure);
        await this.#rest(this.#database.restMs);
      }
    }
  }

  /** Over one connection, until it breaks. */
  async #connected(signal: AbortSignal): Promise<void> {
    await using scope = new AsyncDisposableStack();
    const session = await openSchema({ ...this.#job, signal, scope });
    const holder = `worker-${randomBytes(8).toString('hex')}`;
    await takeLease(session, holder);
    this.#part?.works();
    this.#marketplace ??= await openMarketplace(this.#job, this.#channel);
    const hands = { session, holder, marketplace: this.#marketplace };
    if (!this.#hasBegun) await this.#marketplace.checks[0]?.look();
    const { stop, due } = this.#job;
    while (!stop.aborted) {
      const { count } = due;
      const hasWorked = await this.#round(hands);
      if (!this.#hasBegun) this.#job.onBegun();
      this.#hasBegun = true;
      this.#database.worked();
      if (!hasWorked) await due.wait(count, LOOK_EVERY_MS, stop);
    }
  }

  /** Whether there was anything to do. */
  async #round(hands: { session: Session; holder: string; marketplace: Marketplace }): Promise<boolean> {
    const { config, stop, monitor } = this.#job;
    const { selling } = config;
    const due = await dueWork(hands.session, this.#channel, selling.ordersPollMs);
    // Another worker could read them.
    if (!due.orders && this.#orders !== undefined && !areKnown(this.#orders)) {
      this.#orders = undefined;
      this.#ordering.worked();
    }
    const job: SellingJob = {
      ...{ ...hands, channel: this.#channel, selling, signal: stop },
      onAccepted: (pendingMs) => monitor?.metrics.accepted(this.#channel, pendingMs),
      ...{ unlessReadWithinMs: selling.ordersPollMs, ordersEndAtMs: performance.now() + ORDERS_BUDGET_MS },
    };
    const mayRead = due.orders && this.#ordering.restMs === 0;
    const hasRead = mayRead && this.#ordered(await takeOrders(job));
    if (!due.listings || this.#delivering.restMs > 0) return hasRead;
    // No longer than until the orders are due again, however many listings there are.
    const endsAtMs = performance.now() + selling.ordersPollMs;
    const sold = await sell({ ...job, orders: this.#orders, endsAtMs });
    if (this.#orders === undefined) this.#ordered(sold.orders);
    this.#delivered(sold, hands.marketplace);
    return hasRead || sold.looked > 0;
  }

  #ordered(read: OrdersRead): boolean {
    const { recorded, cancelled, unmapped, failure, warning, ended } = read;
    const { log } = this.#job;
    if (recorded + cancelled > 0) log.info({ phrase: phrase('ordered', { lines: recorded, cancelled }) });
    if (unmapped > 0) log.warn({ phrase: phrase('unmapped', { count: unmapped }) });
    if (warning !== undefined && this.#orders?.warning === undefined) log.warn({ phrase: warning });
    // Another worker reads them, and tells of it.
    if (ended === 'elsewhere') return false;
    this.#orders = read;
    if (failure === undefined) this.#ordering.worked();
    else this.#failed(this.#ordering, failure);
    return true;
  }

  #delivered({ looked, accepted, dead, ended, lastFailure }: Sold, { service }: Marketplace): void {
    const { log, monitor } = this.#job;
    if (ended === 'paced' && looked > 0) monitor?.metrics.throttled(this.#channel);
    if (accepted > 0) log.info({ phrase: phrase('delivered', { count: accepted }) });
    if (dead > 0) log.warn({ phrase: phrase('dead', { count: dead }) });
    if (ended === undefined || accepted > 0) this.#delivering.worked();
    if ((ended !== 'failing' && ended !== 'denied') || lastFailure === undefined) return;
    const told = { service, why: lastFailure };
    const failure =
      ended === 'denied'
        ? new ConfigurationError(phrase('refused', told))
        : new UnavailableError(phrase('refused', told));
    this.#failed(this.#delivering, failure);
  }

  #failed(outage: Outage, failure: SyncError): void {
    if (failure instanceof ConfigurationError && !this.#hasBegun) throw failure;
    outage.failed(failure);
  }

  async #rest(durationMs: number): Promise<void> {
    await sleep(durationMs, this.#job.stop).catch(() => undefined);
  }
}
