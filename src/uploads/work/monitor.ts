import { lookingOver } from '../../mysql/looking.ts';
import type { DatabaseJob } from '../../mysql/open.ts';
import { asSyncError } from '../../platform/errors.ts';
import type { Describe } from '../../platform/phrase.ts';
import { Answers } from '../../server/answer.ts';
import type { Address } from '../../server/config.ts';
import { Health, type Part } from '../../server/health.ts';
import { listen } from '../../server/listener.ts';
import { metricsRoute, openRegistry } from '../../server/metrics.ts';
import { Probe } from '../../server/probe.ts';
import { phrase } from '../phrase.ts';
import type { StorageConfig } from '../config.ts';
import { MysqlQueue } from '../queue/mysql.ts';
import { openQueueElsewhere, openStore } from '../storage.ts';
import { countTasks, UploadGauges } from '../gauges.ts';
import { WorkMetrics } from './metrics.ts';

/** A scrape never waits for longer, and several of a moment share a look. */
const LOOKS = { freshMs: 5_000, limitMs: 2_000 };

/** What a worker says of itself at `HEALTH_LISTEN`. */
export interface Monitor {
  /** Whether it is connected to what it needs. */
  readonly part: Part;
  readonly database: Part;
  readonly metrics: WorkMetrics;
}

interface MonitorJob extends DatabaseJob {
  config: DatabaseJob['config'] & { storage: StorageConfig };
  inEnglish: Describe;
  stop: AbortSignal;
}

/** Answers until the job's scope ends, as not ready once it is to stop. Throws a `ConfigurationError` where it cannot listen there. */
export async function openMonitor(job: MonitorJob, address: Address): Promise<Monitor> {
  const { stop, log } = job;
  const health = new Health();
  const own = health.part('worker');
  stop.addEventListener('abort', () => own.fails(phrase('stopping')), { once: true });
  const register = openRegistry();
  const gauges = new UploadGauges(register);
  const inDatabase = lookingOver(job);
  const elsewhere = await openQueueElsewhere(job);
  const looked = new Probe(
    (signal) =>
      inDatabase(signal, async (session) => {
        const queue = elsewhere === undefined ? new MysqlQueue({ use: (work) => work(session) }) : undefined;
        return { tasks: await countTasks(session), waiting: await queue?.look() };
      }),
    LOOKS,
  );
  const away = elsewhere && new Probe((signal) => elsewhere.look(signal), LOOKS);
  const late = phrase('no_answer', { seconds: LOOKS.limitMs / 1000 });
  health.check('database', async () => ((await looked.value()) === undefined ? late : undefined));
  if (away !== undefined) {
    health.check('queue', async () => ((await away.value()) === undefined ? late : undefined));
  }
  const stored = new Probe(async () => {
    await using scope = new AsyncDisposableStack();
    try {
      await (await openStore({ ...job, scope })).check();
      return null;
    } catch (error) {
      return asSyncError(error).phrase;
    }
  }, LOOKS);
  health.check('store', async () => {
    const problem = await stored.value();
    return problem === undefined ? late : (problem ?? undefined);
  });
  const refresh = async (): Promise<void> => {
    const found = await looked.value();
    gauges.set(found?.tasks, away === undefined ? found?.waiting : await away.value());
  };
  const answers = new Answers(job.inEnglish);
  const routes = { ...health.routes(answers), ...metricsRoute(register, refresh) };
  const listener = await listen(address, routes, answers, log);
  job.scope.defer(() => listener.close());
  return {
    part: health.part('uploads', phrase('not_connected')),
    database: health.part('database'),
    metrics: new WorkMetrics(register),
  };
}
