import type { Selling } from '../channels/selling.ts';
import { lookingOver } from '../mysql/looking.ts';
import type { DatabaseJob } from '../mysql/open.ts';
import type { Describe, Phrase } from '../platform/phrase.ts';
import type { SalesQueues } from '../rabbitmq/queues.ts';
import { Answers } from '../server/answer.ts';
import type { Address } from '../server/config.ts';
import { Health } from '../server/health.ts';
import { listen } from '../server/listener.ts';
import { metricsRoute, openRegistry } from '../server/metrics.ts';
import { Probe } from '../server/probe.ts';
import { Gauges, lookAtChannels } from './gauges.ts';
import { SalesMetrics } from './metrics.ts';
import { phrase } from './phrase.ts';

/** A scrape never waits for longer, and several of a moment share a look. */
const LOOKS = { freshMs: 5_000, limitMs: 2_000 };

/** What a worker says of itself at `HEALTH_LISTEN`. */
export interface Monitor {
  health: Health;
  metrics: SalesMetrics;
  /** From now on the queues are looked at, too. */
  watchQueues(look: () => Promise<SalesQueues>): void;
}

interface MonitorJob extends DatabaseJob {
  config: DatabaseJob['config'] & { selling: Selling };
  inEnglish: Describe;
  stop: AbortSignal;
}

/** Answers until the job's scope ends, as not ready once it is to stop. Throws a `ConfigurationError` where it cannot listen there. */
export async function openMonitor(job: MonitorJob, address: Address, takesSales: boolean): Promise<Monitor> {
  const { scope, stop, log } = job;
  const health = new Health();
  const own = health.part('worker');
  stop.addEventListener('abort', () => own.fails(phrase('stopping')), { once: true });
  const register = openRegistry();
  const channels = Object.keys(job.config.selling.marketplaces);
  const metrics = new SalesMetrics(register, channels);
  const gauges = new Gauges(register, { takesSales });
  const inDatabase = lookingOver(job);
  const database = new Probe(
    (signal) => inDatabase(signal, (session) => lookAtChannels(session, channels)),
    LOOKS,
  );
  health.check('database', () => problemIn(database));
  let queues: Probe<SalesQueues> | undefined;
  const refresh = async (): Promise<void> => {
    const [ofChannels, ofQueues] = await Promise.all([database.value(), queues?.value()]);
    gauges.setChannels(ofChannels);
    gauges.setQueues(ofQueues);
  };
  const answers = new Answers(job.inEnglish);
  const routes = { ...health.routes(answers), ...metricsRoute(register, refresh) };
  const listener = await listen(address, routes, answers, log);
  scope.defer(() => listener.close());
  return {
    ...{ health, metrics },
    watchQueues(look) {
      const probe = new Probe(look, LOOKS);
      queues = probe;
      health.check('broker', () => problemIn(probe));
    },
  };
}

async function problemIn(probe: Probe<unknown>): Promise<Phrase | undefined> {
  const found = await probe.value();
  return found === undefined ? phrase('no_answer', { seconds: LOOKS.limitMs / 1000 }) : undefined;
}
