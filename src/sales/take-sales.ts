import type { DatabaseConfig } from '../mysql/config.ts';
import { keepAlive } from '../mysql/keep-alive.ts';
import { openSchema } from '../mysql/open.ts';
import type { Selling } from '../channels/selling.ts';
import type { Resources } from '../platform/command.ts';
import { asSyncError, ConfigurationError, UnavailableError } from '../platform/errors.ts';
import { followed, orAborted, sleep } from '../platform/lifecycle.ts';
import type { Describe } from '../platform/phrase.ts';
import { Intake } from './intake.ts';
import type { Monitor } from './monitor.ts';
import { Outage } from '../server/outage.ts';
import { placesOf, type SalesConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { PutAside } from './put-aside.ts';
import { Broker } from '../rabbitmq/broker.ts';
import type { QueueConfig } from '../rabbitmq/config.ts';
import { countQueues, declareAll } from '../rabbitmq/queues.ts';
import type { Wakeup } from './wakeup.ts';

/** After so long without a failure all is well, also where no sale comes in that would show it. */
const SOUND_AFTER_MS = 3_000;
/** A broker that is back has waiting sales. */
const LONGEST_BROKER_PAUSE_MS = 5_000;

/** In seconds: long enough for another worker's transactions. */
const WAIT_FOR_LOCKS = 'SET innodb_lock_wait_timeout = 2, lock_wait_timeout = 2';

interface TakingJob extends Resources {
  config: { database: DatabaseConfig; selling: Selling; queue: QueueConfig; sales: SalesConfig };
  inEnglish: Describe;
  /** Ends it once what is in hand is recorded; `signal` cuts that off as well. */
  stop: AbortSignal;
  /** Called once what was recorded is committed. */
  due: Wakeup;
  monitor: Monitor | undefined;
}

/**
 * Records the till's sales until it is stopped. Neither a broker nor a database that is away ends it: meanwhile nothing is taken out of the
 * queue. What is wrong from the start does, with a `ConfigurationError`.
 */
export async function takeSales(job: TakingJob, url: string): Promise<void> {
  const { signal, stop, log, config, monitor } = job;
  const part = monitor?.health.part('sales', phrase('not_taking'));
  const outages: Outages = {
    ofDeadLetters: new Outage(log),
    ofBroker: new Outage(log, {
      longestPauseMs: LONGEST_BROKER_PAUSE_MS,
      part: monitor?.health.part('broker'),
    }),
    ofDatabase: new Outage(log, { part: monitor?.health.part('database') }),
  };
  const name = `sales-worker ${config.sales.workerId ?? process.pid}`;
  const broker = new Broker({ url, signal, name, isPatient: true });
  monitor?.watchQueues(() => countQueues(broker, config.queue));
  let hasBegun = false;
  let isWarned = false;
  const onNameless = (): void => {
    if (!isWarned) log.warn({ phrase: phrase('nameless') });
    isWarned = true;
  };
  try {
    while (!stop.aborted) {
      try {
        await declareAll(broker, config.queue);
        const onBegun = (): void => {
          hasBegun = true;
          part?.works();
        };
        await followed(signal, (own) =>
          record({ ...job, signal: own, onBegun, onNameless }, broker, outages),
        );
      } catch (error) {
        part?.fails(phrase('not_taking'));
        if (stop.aborted) return;
        const failure = asSyncError(error);
        const isPassing = failure instanceof UnavailableError || failure instanceof ConfigurationError;
        if (!isPassing || (failure instanceof ConfigurationError && !hasBegun)) throw failure;
        // What it refuses as well: a queue with other settings, a user without rights.
        const isOfBroker = failure.phrase.code.startsWith('rabbitmq.');
        const outage = isOfBroker ? outages.ofBroker : outages.ofDatabase;
        outage.failed(failure);
        await sleep(outage.restMs, stop).catch(() => undefined);
      }
    }
  } finally {
    await broker.close();
  }
}

/** One that is away is no failure of the other. */
type Outages = Readonly<Record<'ofBroker' | 'ofDatabase' | 'ofDeadLetters', Outage>>;

/** Over one connection to the database, until that breaks or the work is to end. */
async function record(
  job: TakingJob & { onBegun(): void; onNameless(): void },
  broker: Broker,
  { ofBroker, ofDatabase, ofDeadLetters }: Outages,
): Promise<void> {
  await using scope = new AsyncDisposableStack();
  const { config, stop, due, log } = job;
  const session = await openSchema({ ...job, scope });
  scope.defer(keepAlive(session));
  // Where there is a queue to wait in, what others have locked does not hold up what they have not.
  if (config.queue.retryDelaysMs.length > 0) await session.write(phrase('write_sales'), WAIT_FOR_LOCKS);
  const { queue, sales, selling } = config;
  const { rules } = selling;
  const onRecorded = ({ unmapped }: { unmapped: number }): void => {
    ofDatabase.worked();
    due.wake();
    if (unmapped > 0) log.warn({ phrase: phrase('sales_unmapped', { count: unmapped }) });
  };
  const metrics = job.monitor?.metrics;
  const declare = (): Promise<void> => declareAll(broker, queue);
  const aside = new PutAside({ ...job, broker, queue, ofDeadLetters, metrics, declare });
  const intake = new Intake({
    ...job,
    ...{ session, aside, stores: placesOf(sales.stores, rules.hasSource), rules, metrics, onRecorded },
  });
  const consumption = await broker.consume(queue.queue, queue.prefetch, (message) => intake.take(message));
  job.onBegun();
  // A database that can be read, and takes nothing, is as good as away.
  const sound = setTimeout(() => [ofBroker, ofDatabase].forEach((outage) => outage.worked()), SOUND_AFTER_MS);
  scope.defer(() => clearTimeout(sound));
  try {
    await Promise.race([
      intake.failed,
      consumption.lost,
      orAborted(new Promise<never>(() => undefined), AbortSignal.any([stop, session.signal])),
    ]);
  } finally {
    // No further one is taken before those in hand are given back: they would come again at once.
    const closed = consumption.close();
    await intake.end();
    await closed;
  }
}
