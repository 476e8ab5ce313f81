import { isAlerting } from '../alerts/asked.ts';
import { reconcileConfig, reconcileEveryConfig } from '../channels/reconcile.ts';
import { sellingConfig } from '../channels/selling.ts';
import { databaseConfig } from '../mysql/config.ts';
import type { Body } from '../platform/command.ts';
import { ConfigurationError, EXIT, UsageError } from '../platform/errors.ts';
import { staySmall } from '../platform/memory.ts';
import { OF_EVERY_RUN } from '../runs/config.ts';
import { healthConfig } from '../server/config.ts';
import { keepComparing } from './keep-comparing.ts';
import { keepSelling } from './keep-selling.ts';
import { keepWatching } from '../alerts/keep-watching.ts';
import { salesConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { queueConfig } from '../rabbitmq/config.ts';
import { Wakeup } from './wakeup.ts';

const config = {
  database: databaseConfig,
  selling: sellingConfig,
  limits: reconcileConfig,
  every: reconcileEveryConfig,
  queue: queueConfig,
  sales: salesConfig,
  health: healthConfig,
  ...OF_EVERY_RUN,
};

interface Flags {
  recordOnly: boolean;
  deliverOnly: boolean;
}

/** A call that is under way has so long to end; the process is ended 7 s after the signal. */
const LAST_CALL_MS = 4_000;

/** Works until it is stopped, the sales and each marketplace by themselves: one that is silent holds up no other. */
export const command: Body<typeof config, Flags> = {
  config,
  check({ recordOnly, deliverOnly }) {
    if (recordOnly && deliverOnly) throw new UsageError(phrase('only_one'));
  },
  async work(job, { recordOnly, deliverOnly }) {
    const { signal } = job;
    const { selling, queue, sales, health } = job.config;
    if (selling === undefined) throw new ConfigurationError(phrase('no_marketplace'));
    if (!deliverOnly && queue.url === undefined) throw new ConfigurationError(phrase('no_broker'));
    const url = deliverOnly || queue.url === undefined ? undefined : await job.secrets.text(queue.url);
    staySmall();
    const stop = new AbortController();
    const cutOff = new AbortController();
    const end = (reason: unknown): void => {
      stop.abort(reason);
      setTimeout(() => cutOff.abort(reason), LAST_CALL_MS).unref();
    };
    signal.addEventListener('abort', () => end(signal.reason), { once: true });
    const log = sales.workerId === undefined ? job.log : job.log.child({ worker_id: sales.workerId });
    const due = new Wakeup();
    const own = { ...job, config: { ...job.config, selling }, log, due, stop: stop.signal };
    // What nobody asks for takes no memory.
    const monitor = health && (await (await import('./monitor.ts')).openMonitor(own, health, !deliverOnly));
    const work = { ...own, monitor };
    const channels = recordOnly ? [] : Object.keys(selling.marketplaces);
    log.info({ phrase: phrase('started', { channels, sales: !deliverOnly }) });
    const works = channels.map(async (channel) => {
      const ofChannel = { ...work, log: log.child({ channel }) };
      const begun = Promise.withResolvers<void>();
      await Promise.all([
        keepSelling({ ...ofChannel, signal: cutOff.signal, onBegun: begun.resolve }, channel).finally(
          begun.resolve,
        ),
        begun.promise.then(() => keepComparing(ofChannel, channel)),
      ]);
    });
    if (isAlerting(job.env)) works.push(keepWatching(work));
    if (url !== undefined) {
      const { takeSales } = await import('./take-sales.ts');
      works.push(takeSales({ ...work, signal: cutOff.signal }, url));
    }
    const ends = works.map((one) =>
      one.catch((error: unknown) => {
        end(error);
        throw error;
      }),
    );
    for (const ended of await Promise.allSettled(ends)) {
      if (ended.status === 'rejected') throw ended.reason;
    }
    log.info({ phrase: phrase('ended') });
    return EXIT.ok;
  },
};
