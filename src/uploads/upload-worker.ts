import { databaseConfig } from '../mysql/config.ts';
import type { Body } from '../platform/command.ts';
import { EXIT, InterruptedError } from '../platform/errors.ts';
import { staySmall } from '../platform/memory.ts';
import { healthConfig } from '../server/config.ts';
import { storageConfig, workConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { UploadWorker } from './work/worker.ts';

const config = {
  database: databaseConfig,
  storage: storageConfig,
  work: workConfig,
  health: healthConfig,
};

/** Of a .csv of 200,000 rows: 20 MB more than at 50, for a tenth less of processor time. */
const MORE_PERCENT = 120;
/** A chunk that is being written has so long to end; the process is ended 7 s after the signal. */
const LAST_CHUNK_MS = 4_000;

/** Works until it is stopped, or until the process that started it is gone. */
export const command: Body<typeof config, object> = {
  config,
  async work(job) {
    const { signal, log } = job;
    staySmall(MORE_PERCENT);
    const stop = new AbortController();
    const cutOff = new AbortController();
    const end = (reason: unknown): void => {
      stop.abort(reason);
      setTimeout(() => cutOff.abort(reason), LAST_CHUNK_MS).unref();
    };
    signal.addEventListener('abort', () => end(signal.reason), { once: true });
    process.once('disconnect', () => end(new InterruptedError('SIGTERM')));
    const own = { ...job, stop: stop.signal, signal: cutOff.signal };
    const { health } = job.config;
    // What nobody asks for takes no memory.
    const monitor = health && (await (await import('./work/monitor.ts')).openMonitor(own, health));
    log.info({ phrase: phrase('worker_started') });
    await new UploadWorker({ ...own, monitor }).run();
    log.info({ phrase: phrase('worker_ended') });
    return EXIT.ok;
  },
};
