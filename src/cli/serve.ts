import { isAlerting } from '../alerts/asked.ts';
import { keepWatching } from '../alerts/keep-watching.ts';
import { addDashboard } from '../dashboard/live.ts';
import { databaseConfig } from '../mysql/config.ts';
import { requireMigrated } from '../mysql/migrations.ts';
import { openPool } from '../mysql/pool.ts';
import type { Body, Job } from '../platform/command.ts';
import { keepChildren } from '../platform/children.ts';
import type { ConfigOf } from '../platform/config/config.ts';
import { isService } from '../platform/cloud-run.ts';
import { ConfigurationError, EXIT } from '../platform/errors.ts';
import { sleep } from '../platform/lifecycle.ts';
import { addSystemRoutes, createApp } from '../server/app.ts';
import { Answers } from '../server/answer.ts';
import { serveConfig } from '../server/config.ts';
import { Health } from '../server/health.ts';
import { httpSeconds, metricsRoute, openRegistry } from '../server/metrics.ts';
import { Probe } from '../server/probe.ts';
import { openTokens } from '../server/tokens.ts';
import { openAt } from '../server/open-at.ts';
import { intakeConfig, storageConfig } from '../uploads/config.ts';
import { countDeadUploads } from '../uploads/dead.ts';
import { countTasks, UploadGauges } from '../uploads/gauges.ts';
import { Intake, type IntakeJob } from '../uploads/intake/intake.ts';
import { UploadMetrics } from '../uploads/metrics.ts';
import { addUploadPage } from '../uploads/page/route.ts';
import { addUploadRoutes } from '../uploads/routes/routes.ts';
import { lookOnce, openQueue, openStore } from '../uploads/storage.ts';
import { speak } from './catalogue/index.ts';
import { phrase } from './phrase.ts';

const config = {
  database: databaseConfig,
  serve: serveConfig,
  storage: storageConfig,
  intake: intakeConfig,
};

type ServeJob = Job<ConfigOf<typeof config>>;
type Watched = Pick<IntakeJob, 'pool' | 'queue' | 'store'>;

/** An answer takes some milliseconds of one. */
const CONNECTIONS = 6;
/** A look that somebody asks for never takes longer, and several of a moment share one. */
const LOOKS = { freshMs: 3_000, limitMs: 2_000 };
/** What is under way has so long to end: the process is ended 7 s after the signal. */
const LAST_ANSWER_MS = 4_500;
const LAST_CHUNK_MS = 6_000;

/** Answers over HTTP until it is stopped, with workers of its own. */
export const command: Body<typeof config, object> = {
  config,
  async work(job) {
    const { signal, scope, log } = job;
    const { serve, intake: limits } = job.config;
    const tokens = await openTokens(serve, job.secrets);
    const cutOff = new AbortController();
    const kill = new AbortController();
    const pool = openPool({ ...job, signal: cutOff.signal }, CONNECTIONS);
    await pool.use(requireMigrated).catch((error: unknown) => {
      // One that is away may be back before anybody asks.
      if (error instanceof ConfigurationError) throw error;
    });
    const [store, queue] = [await openStore(job), await openQueue(job, pool)];
    await lookOnce(store, queue);

    const register = openRegistry();
    const health = new Health();
    const refresh = watch(health, new UploadGauges(register), { pool, queue, store });
    const [es, en] = [new Answers((await speak('es')).inWords), new Answers(job.inEnglish)];
    const app = await createApp({
      ...{ answers: { es, en }, log, tokens, onAnswered: httpSeconds(register) },
      // There a body of more than 32 MB comes by nothing else.
      speaksHttp2: isService(job.env),
    });
    const metrics = new UploadMetrics(register);
    const intake = new Intake({ pool, store, queue, limits, signal: cutOff.signal, log, metrics });
    await addUploadRoutes(app, { pool, store, intake, log });
    await addUploadPage(app, limits.maxBytes);
    await addDashboard(app, { ...job, signal: cutOff.signal });
    addSystemRoutes(app, health, metricsRoute(register, refresh));
    scope.defer(() => app.close());
    const url = await openAt(app, serve.address);
    log.info({ phrase: phrase('serving', { url, clients: tokens?.clients.map(({ name }) => name) ?? [] }) });

    const own = health.part('server');
    const workers = keepWorkers(job, kill.signal, health);
    const watching = isAlerting(job.env)
      ? keepWatching({ ...job, stop: signal, countDead: countDeadUploads })
      : undefined;
    await stopped(signal);
    own.fails(phrase('stopping'));
    setTimeout(() => cutOff.abort(signal.reason), LAST_ANSWER_MS).unref();
    setTimeout(() => kill.abort(), LAST_CHUNK_MS).unref();
    cutOff.signal.addEventListener('abort', () => app.server.closeAllConnections(), { once: true });
    await Promise.all([app.close(), workers, watching]);
    log.info({ phrase: phrase('served') });
    return EXIT.ok;
  },
};

/** What uploads need is looked at when somebody asks for it. Returns what brings the gauges up to date. */
function watch(health: Health, gauges: UploadGauges, { pool, queue, store }: Watched): () => Promise<void> {
  const tasks = new Probe((signal) => pool.use(countTasks, signal), LOOKS);
  const waiting = new Probe((signal) => queue.look(signal), LOOKS);
  const stored = new Probe(() => store.check().then(() => true), LOOKS);
  for (const [part, probe] of Object.entries({ database: tasks, queue: waiting, store: stored })) {
    health.check(part, async () => {
      const found: unknown = await probe.value();
      return found === undefined ? phrase('no_answer', { seconds: LOOKS.limitMs / 1000 }) : undefined;
    });
  }
  return async () => gauges.set(...(await Promise.all([tasks.value(), waiting.value()])));
}

/** Processes of their own: reading a spreadsheet would hold up every answer. */
function keepWorkers(job: ServeJob, cutOff: AbortSignal, health: Health): Promise<void> {
  const { target, language, signal: stop, log, config } = job;
  const part = health.part('worker');
  return keepChildren({
    args: ['upload-worker', '--lang', language, ...(target === null ? [] : ['--target', target])],
    // All of them at one address would take it from each other.
    env: { HEALTH_LISTEN: 'off' },
    count: config.intake.workers,
    ...{ stop, cutOff },
    onBegun: () => part.works(),
    onDied({ code, signal, pauseMs }) {
      part.fails(phrase('worker_died'));
      log.warn({
        phrase: phrase('worker_restarts', { how: signal ?? String(code), seconds: pauseMs / 1000 }),
      });
    },
  });
}

async function stopped(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await sleep(2 ** 30, signal).catch(() => undefined);
}
